// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.ItemState;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.jspecify.annotations.Nullable;

/** The marks of verdicts: each has a shape of its own. The most telling one last. */
enum Glyph {
  EXECUTED(ItemState.EXECUTED, Palette.EXECUTED, true),
  SKIPPED(ItemState.SKIPPED, Palette.SKIPPED, false),
  UNKNOWN(ItemState.UNKNOWN, Palette.UNKNOWN, true),
  FAILED(ItemState.FAILED, Palette.FAILED, false),
  VIOLATION(ItemState.VIOLATION, Palette.VIOLATION, true);

  private static final BasicStroke EDGE = new BasicStroke(1.6f);

  final ItemState verdict;
  final Color colour;
  final boolean filled;

  Glyph(ItemState verdict, Color colour, boolean filled) {
    this.verdict = verdict;
    this.colour = colour;
    this.filled = filled;
  }

  /** The mark of a verdict, or null where it has none. */
  static @Nullable Glyph of(ItemState verdict) {
    for (Glyph glyph : values()) {
      if (glyph.verdict == verdict) {
        return glyph;
      }
    }
    return null;
  }

  Shape shape(double x, double y, double radius) {
    return switch (this) {
      case EXECUTED -> new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
      case SKIPPED -> polygon(x, y, radius * 1.25, 4, 0);
      case UNKNOWN -> new Rectangle2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
      case FAILED -> cross(x, y, radius);
      case VIOLATION -> polygon(x, y, radius * 1.5, 3, -Math.PI / 2);
    };
  }

  void draw(Graphics2D g, double x, double y, double radius) {
    Shape shape = shape(x, y, radius);
    g.setStroke(EDGE);
    if (this == FAILED) {
      g.setPaint(colour);
      g.draw(shape);
      return;
    }
    g.setPaint(filled ? colour : Palette.PAPER);
    g.fill(shape);
    g.setStroke(filled ? Palette.THIN : EDGE);
    g.setPaint(filled ? Palette.PAPER : colour);
    g.draw(shape);
  }

  private static Shape polygon(double x, double y, double radius, int corners, double turn) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < corners; i++) {
      double angle = turn + 2 * Math.PI * i / corners;
      double px = x + radius * Math.cos(angle);
      double py = y + radius * Math.sin(angle);
      if (i == 0) {
        path.moveTo(px, py);
      } else {
        path.lineTo(px, py);
      }
    }
    path.closePath();
    return path;
  }

  private static Shape cross(double x, double y, double radius) {
    Path2D path = new Path2D.Double();
    path.moveTo(x - radius, y - radius);
    path.lineTo(x + radius, y + radius);
    path.moveTo(x + radius, y - radius);
    path.lineTo(x - radius, y + radius);
    return path;
  }
}
