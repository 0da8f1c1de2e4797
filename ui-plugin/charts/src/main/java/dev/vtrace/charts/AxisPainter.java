// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.Segment;
import dev.vtrace.decoder.timeline.TimeScale;
import dev.vtrace.decoder.timeline.TimeWords;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Draws stretches of time, how long each is, and the idle times that were cut out. */
final class AxisPainter {
  /** Heights above the lanes. */
  static final double HEAD = 88;

  /** Heights below the lanes. */
  static final double FOOT = 46;

  private static final BasicStroke DOTS =
      new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {2, 3}, 0);

  private AxisPainter() {}

  static void background(PictureLayout layout) {
    Graphics2D g = layout.g();
    Rectangle2D plot = layout.plot();
    for (Segment segment : layout.timeline().scale().segments()) {
      double from = plot.getX() + segment.from() * plot.getWidth();
      double to = plot.getX() + segment.to() * plot.getWidth();
      g.setPaint(Palette.PANEL);
      g.fill(new Rectangle2D.Double(from, plot.getY(), to - from, plot.getHeight()));
    }
  }

  static void draw(PictureLayout layout) {
    Rectangle2D plot = layout.plot();
    TimeScale scale = layout.timeline().scale();
    List<Segment> segments = scale.segments();
    boolean timed = layout.timeline().timed();
    for (int i = 0; i < segments.size(); i++) {
      double from = plot.getX() + segments.get(i).from() * plot.getWidth();
      double to = plot.getX() + segments.get(i).to() * plot.getWidth();
      if (i > 0 && segments.get(i).begin() > segments.get(i - 1).end()) {
        double before = plot.getX() + segments.get(i - 1).to() * plot.getWidth();
        idle(layout, (before + from) / 2, timed ? scale.idleBefore(i) : -1);
      }
      if (timed) {
        length(layout, from, to, segments.get(i));
      }
    }
  }

  /** A bracket with the length below a segment, and its beginning below that. */
  private static void length(PictureLayout layout, double from, double to, Segment segment) {
    Graphics2D g = layout.g();
    double y = layout.plot().getMaxY() + 5;
    g.setStroke(Palette.THIN);
    g.setPaint(Palette.FAINT);
    Path2D bracket = new Path2D.Double();
    bracket.moveTo(from, y - 4);
    bracket.lineTo(from, y);
    bracket.lineTo(to, y);
    bracket.lineTo(to, y - 4);
    g.draw(bracket);
    long length = segment.end() - segment.begin();
    if (length > 0) {
      String text = TimeWords.duration(length);
      double[] heights = {y + 10};
      layout.labels().putInto(heights, text, (from + to) / 2, 0.5, Palette.SMALL, Palette.INK);
    }
    long start = layout.timeline().begin();
    String since =
        segment.begin() == start
            ? TimeWords.clock(start)
            : "+" + TimeWords.duration(segment.begin() - start);
    double[] heights = {y + 26, y + 40};
    layout.labels().putInto(heights, since, from, 0, Palette.SMALL, Palette.FAINT);
  }

  /** Two strokes through all lanes where time was cut out, and how much it was. */
  private static void idle(PictureLayout layout, double x, long ns) {
    Graphics2D g = layout.g();
    Rectangle2D plot = layout.plot();
    g.setPaint(Palette.FAINT);
    g.setStroke(DOTS);
    g.draw(new Line2D.Double(x, plot.getY(), x, plot.getMaxY()));
    g.setStroke(Palette.THIN);
    for (double y : new double[] {plot.getY() - 4, plot.getMaxY()}) {
      g.draw(new Line2D.Double(x - 4, y + 4, x, y - 4));
      g.draw(new Line2D.Double(x, y + 4, x + 4, y - 4));
    }
    if (ns > 0) {
      double[] heights = {plot.getY() - 15, plot.getY() - 29};
      String text = TimeWords.duration(ns);
      layout.labels().putInto(heights, text, x, 0.5, Palette.SMALL, Palette.FAINT);
    }
  }
}
