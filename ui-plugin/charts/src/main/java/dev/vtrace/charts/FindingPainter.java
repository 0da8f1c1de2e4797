// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.ItemState;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Draws findings: a flag at their moment, and what was found in a line below. */
final class FindingPainter {
  /** States of findings and what the legend calls them. */
  static final Map<ItemState, String> LEGEND =
      new EnumMap<>(Map.of(ItemState.FAILED, "error found", ItemState.WARNING, "warning"));

  private static final double RADIUS = 5.5;

  private FindingPainter() {}

  static Color colour(ItemState state) {
    return state == ItemState.FAILED ? Palette.VIOLATION : Palette.WARNING;
  }

  static void draw(PictureLayout layout) {
    Graphics2D g = layout.g();
    Map<Integer, Integer> lines = new HashMap<>();
    List<Item> order = new ArrayList<>(layout.timeline().items(Item.ItemKind.FINDING));
    // Causes are told before what follows from them, errors before warnings.
    order.sort(
        Comparator.comparing((Item item) -> item.state() != ItemState.FAILED)
            .thenComparing(item -> item.within() >= 0));
    for (Item item : order) {
      double x = layout.x(item.begin());
      Color colour = colour(item.state());
      g.setPaint(colour);
      g.setStroke(Palette.THIN);
      g.draw(new Line2D.Double(x, layout.top(item.lane()), x, layout.end(item.lane())));
      int line = lines.merge(item.lane(), 1, Integer::sum);
      if (line <= layout.rows().notes(item.lane())) {
        double y = layout.bottom(item.lane()) + (line - 0.5) * Rows.NOTE;
        label(layout, item, x, y, colour);
      }
    }
    for (int i = order.size() - 1; i >= 0; i--) {
      Item item = order.get(i);
      Shape flag = flag(layout.x(item.begin()), layout.middle(item.lane()));
      g.setPaint(colour(item.state()));
      g.fill(flag);
      g.setPaint(Palette.PAPER);
      g.draw(flag);
    }
  }

  private static void label(PictureLayout layout, Item item, double x, double y, Color colour) {
    String text = item.name() + " " + item.why();
    double right = layout.plot().getMaxX() - x - 12;
    double left = x - layout.plot().getX() - 12;
    FontMetrics metrics = layout.g().getFontMetrics(Palette.SMALL);
    // On the side with more room, unless it fits to the right of the flag.
    boolean after = metrics.stringWidth(text) <= right || right >= left;
    String fitting = fitting(text, metrics, after ? right : left);
    layout.labels().put(fitting, after ? x + 6 : x - 6, y, after ? 0 : 1, Palette.SMALL, colour);
  }

  private static String fitting(String text, FontMetrics metrics, double room) {
    if (metrics.stringWidth(text) <= room) {
      return text;
    }
    int low = 0;
    int high = text.length();
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (metrics.stringWidth(text.substring(0, middle) + "\u2026") <= room) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return text.substring(0, low) + "\u2026";
  }

  /** A triangle that stands on its tip. */
  static Shape flag(double x, double y) {
    Path2D path = new Path2D.Double();
    path.moveTo(x - RADIUS, y - RADIUS * 0.9);
    path.lineTo(x + RADIUS, y - RADIUS * 0.9);
    path.lineTo(x, y + RADIUS);
    path.closePath();
    return path;
  }
}
