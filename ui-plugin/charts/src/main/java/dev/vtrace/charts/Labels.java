// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.export.Plain;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Writes labels, and leaves out what would lie upon another one. */
final class Labels {
  private static final double MARGIN = 3;

  /** A label and the space that it takes. */
  record Placed(String text, Rectangle2D box) {}

  private final Graphics2D g;
  private final Rectangle2D bounds;
  private final List<Placed> placed = new ArrayList<>();

  Labels(Graphics2D g, Rectangle2D bounds) {
    this.g = g;
    this.bounds = bounds;
  }

  List<Placed> placed() {
    return placed;
  }

  /**
   * Writes a text if there is room for it.
   *
   * @param x its left edge, middle or right edge, for an {@code align} of 0, 0.5 or 1
   * @param y its vertical middle
   * @return whether there was room
   */
  boolean put(String words, double x, double y, double align, Font font, Color colour) {
    String text = Plain.text(words);
    FontMetrics metrics = g.getFontMetrics(font);
    double width = metrics.stringWidth(text);
    double height = metrics.getAscent() + metrics.getDescent() * 0.5;
    Rectangle2D box = new Rectangle2D.Double(x - align * width, y - height / 2, width, height);
    if (!bounds.contains(box) || overlaps(box)) {
      return false;
    }
    placed.add(new Placed(text, box));
    // What goes through a label would make it hard to read.
    g.setPaint(Palette.VEIL);
    g.fill(box);
    g.setFont(font);
    g.setPaint(colour);
    g.drawString(text, (float) box.getX(), (float) (y + metrics.getAscent() * 0.38));
    return true;
  }

  /** Writes a text in the first of several heights where there is room. */
  boolean putInto(double[] heights, String text, double x, double align, Font font, Color colour) {
    for (double y : heights) {
      if (put(text, x, y, align, font, colour)) {
        return true;
      }
    }
    return false;
  }

  private boolean overlaps(Rectangle2D box) {
    Rectangle2D wide =
        new Rectangle2D.Double(
            box.getX() - MARGIN, box.getY(), box.getWidth() + 2 * MARGIN, box.getHeight());
    for (Placed other : placed) {
      if (other.box().intersects(wide)) {
        return true;
      }
    }
    return false;
  }
}
