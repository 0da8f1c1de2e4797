// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.ItemState;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.TimeWords;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Draws what goes over several lanes: migrations, hand-overs and messages. */
final class FlowPainter {
  private static final double HEAD = 3;

  private FlowPainter() {}

  static void handovers(PictureLayout layout) {
    Graphics2D g = layout.g();
    List<Item> all = layout.timeline().items(Item.ItemKind.HANDOVER);
    for (Item item : all) {
      double from = layout.x(item.begin());
      double to = Math.max(from + 3, layout.x(item.end()));
      Rectangle2D plot = layout.plot();
      g.setPaint(Palette.HANDOVER);
      double bottom = plot.getY();
      for (Lane lane : layout.timeline().lanesOf(item)) {
        double top = layout.top(lane.index());
        double end = layout.end(lane.index());
        g.fill(new Rectangle2D.Double(from, top, to - from, end - top));
        bottom = Math.max(bottom, end);
      }
      g.setPaint(Palette.HANDOVER_EDGE);
      g.setStroke(Palette.BOLD);
      g.draw(new Line2D.Double(from, plot.getY() - 36, from, bottom));
      g.draw(new Line2D.Double(to, plot.getY() - 36, to, bottom));
      String text = item.name();
      if (layout.timeline().timed() && item.exact()) {
        text += " " + TimeWords.duration(item.end() - item.begin());
      }
      // Of several, the names have to fit beside each other; the axis has the times.
      if (layout.timeline().timed() && all.size() == 1) {
        text += " from " + TimeWords.clock(item.begin());
      }
      centred(layout, text, (from + to) / 2, plot.getY() - 44, Palette.HANDOVER_EDGE);
    }
  }

  /** A bracket over each migration, with how it ended. */
  static void attempts(PictureLayout layout) {
    Graphics2D g = layout.g();
    double y = layout.plot().getY() - 58;
    for (Item item : layout.timeline().items(Item.ItemKind.ATTEMPT)) {
      double from = layout.x(item.begin());
      double to = Math.max(from + 8, layout.x(item.end()));
      boolean wrong = item.state() == ItemState.FAILED;
      g.setPaint(wrong ? Palette.VIOLATION : Palette.INK);
      g.setStroke(Palette.BOLD);
      Path2D bracket = new Path2D.Double();
      bracket.moveTo(from, y + 6);
      bracket.lineTo(from, y);
      bracket.lineTo(to, y);
      bracket.lineTo(to, y + 6);
      g.draw(bracket);
      String text = item.name() + ": " + item.state().label();
      centred(layout, text, (from + to) / 2, y - 11, wrong ? Palette.VIOLATION : Palette.INK);
    }
  }

  /** Writes a text above the lanes; near an edge of the picture a centred one would not fit. */
  private static void centred(PictureLayout layout, String text, double x, double y, Color colour) {
    for (double align : new double[] {0.5, 1, 0}) {
      if (layout.labels().put(text, x, y, align, Palette.STRONG, colour)) {
        return;
      }
    }
  }

  static void messages(PictureLayout layout) {
    Graphics2D g = layout.g();
    g.setStroke(Palette.THIN);
    g.setPaint(Palette.MESSAGE);
    Set<String> drawn = new HashSet<>();
    for (Item item : layout.timeline().items(Item.ItemKind.MESSAGE)) {
      if (item.to() < 0 || item.lane() < 0) {
        continue;
      }
      boolean request = item.state() == ItemState.REQUEST;
      double x = Math.round(layout.x(item.begin()) * 2) / 2.0;
      // What falls onto the same line looks the same, and would only make the file larger.
      if (!drawn.add(x + " " + item.lane() + " " + item.to())) {
        continue;
      }
      int back = request ? item.to() : item.lane();
      double from = layout.middle(request ? item.lane() : item.to());
      double to = layout.middle(back);
      g.draw(new Line2D.Double(x, from, x, to));
      double direction = Math.signum(to - from) * HEAD;
      double tip = request ? to : from;
      double turn = request ? -direction : direction;
      Path2D head = new Path2D.Double();
      head.moveTo(x, tip);
      head.lineTo(x - HEAD / 1.5, tip + turn * 2);
      head.lineTo(x + HEAD / 1.5, tip + turn * 2);
      head.closePath();
      if (request) {
        g.fill(head);
      }
    }
  }
}
