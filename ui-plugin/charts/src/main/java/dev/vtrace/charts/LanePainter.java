// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.ItemState;
import dev.vtrace.decoder.timeline.Lane;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/** Draws lanes with their names, the states of rings and the sections of streams. */
final class LanePainter {
  private static final double STRIPES = 7;
  private static final int NAME = 26;

  private LanePainter() {}

  static void lanes(PictureLayout layout, double left) {
    Graphics2D g = layout.g();
    Rectangle2D plot = layout.plot();
    for (Lane lane : layout.timeline().lanes()) {
      double top = layout.top(lane.index());
      double height = layout.end(lane.index()) - top;
      if (lane.kind() == Lane.LaneKind.PARTICIPANT) {
        g.setPaint(Palette.GROUP);
        g.fill(new Rectangle2D.Double(left, top, plot.getMaxX() - left, height));
      }
      g.setPaint(Palette.RULE);
      g.setStroke(Palette.THIN);
      double bottom = top + height;
      g.draw(new Line2D.Double(left, bottom, plot.getMaxX(), bottom));
    }
  }

  static void names(PictureLayout layout, double left) {
    for (Lane lane : layout.timeline().lanes()) {
      boolean strong =
          lane.kind() == Lane.LaneKind.PARTICIPANT || lane.kind() == Lane.LaneKind.STREAM;
      double indent = strong ? 6 : lane.kind() == Lane.LaneKind.QUEUE ? 28 : 16;
      Font font = strong ? Palette.STRONG : Palette.LABEL;
      String text = lane.label();
      if (text.length() > NAME) {
        text = "\u2026" + text.substring(text.length() - NAME + 1);
      }
      double y = (layout.top(lane.index()) + layout.bottom(lane.index())) / 2;
      layout.labels().put(text, left + indent, y, 0, font, Palette.INK);
    }
  }

  static void rings(PictureLayout layout) {
    Graphics2D g = layout.g();
    for (Item item : layout.timeline().items(Item.ItemKind.RING)) {
      Color colour = Palette.ofRing(item.state());
      if (item.lane() < 0 || colour == null) {
        continue;
      }
      double inset = layout.rows().height(item.lane()) * 0.16;
      Rectangle2D bar = layout.bar(item, inset);
      g.setPaint(colour);
      g.fill(bar);
      if (colour == Palette.TRANSFERRED) {
        stripes(g, bar);
      }
    }
  }

  /** Diagonal lines, cut at the edges by arithmetic: a clip would be expensive in SVG. */
  static void stripes(Graphics2D g, Rectangle2D bar) {
    g.setPaint(Palette.STRIPE);
    g.setStroke(Palette.BOLD);
    double height = bar.getHeight();
    for (double at = bar.getX() - height; at < bar.getMaxX(); at += STRIPES) {
      double from = Math.max(at, bar.getX());
      double to = Math.min(at + height, bar.getMaxX());
      if (to > from) {
        double bottom = bar.getMaxY();
        g.draw(new Line2D.Double(from, bottom - (from - at), to, bottom - (to - at)));
      }
    }
  }

  static void sections(PictureLayout layout) {
    Graphics2D g = layout.g();
    for (Item item : layout.timeline().items(Item.ItemKind.SECTION)) {
      Rectangle2D bar = layout.bar(item, 9);
      g.setPaint(item.state() == ItemState.MEMORY ? Palette.MEMORY : Palette.SECTION);
      g.fill(bar);
      g.setPaint(Palette.PAPER);
      g.setStroke(Palette.THIN);
      g.draw(new Line2D.Double(bar.getMaxX(), bar.getY(), bar.getMaxX(), bar.getMaxY()));
    }
  }

  /** What the time was spent on in which the guest did not run; a name where it fits. */
  static void downtime(PictureLayout layout) {
    Graphics2D g = layout.g();
    for (Item item : layout.timeline().items(Item.ItemKind.DOWNTIME)) {
      Rectangle2D bar = layout.bar(item, 3);
      g.setPaint(Palette.ofPart(item.state()));
      g.fill(bar);
      g.setFont(Palette.SMALL);
      if (g.getFontMetrics().stringWidth(item.name()) + 4 < bar.getWidth()) {
        layout
            .labels()
            .put(item.name(), bar.getCenterX(), bar.getCenterY(), 0.5, Palette.SMALL, Palette.INK);
      }
    }
  }
}
