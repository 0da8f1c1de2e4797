// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.ItemState;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draws starts and stops with the number of their verdicts, and a mark for each operation. */
final class MarkPainter {
  private MarkPainter() {}

  static void windows(PictureLayout layout) {
    Graphics2D g = layout.g();
    Map<Integer, int[]> counts = counts(layout.timeline().items(Item.ItemKind.OPERATION));
    List<Item> windows = layout.timeline().items(Item.ItemKind.WINDOW);
    for (Item item : windows) {
      if (item.lane() < 0) {
        continue;
      }
      Rectangle2D bar = layout.bar(item, 3);
      double y = bar.getY() + 16;
      double width = Math.max(8, bar.getWidth() + 8);
      var box = new RoundRectangle2D.Double(bar.getX() - 4, y, width, bar.getMaxY() - y, 6, 6);
      g.setPaint(Palette.PAPER);
      g.fill(box);
      g.setPaint(item.state() == ItemState.FAILED ? Palette.VIOLATION : Palette.FAINT);
      g.setStroke(Palette.THIN);
      g.draw(box);
    }
    WindowNames.draw(layout, windows, counts);
  }

  private static Map<Integer, int[]> counts(List<Item> operations) {
    Map<Integer, int[]> out = new HashMap<>();
    for (Item item : operations) {
      Glyph glyph = Glyph.of(item.state());
      if (glyph != null) {
        out.computeIfAbsent(item.within(), k -> new int[Glyph.values().length])[glyph.ordinal()]++;
      }
    }
    return out;
  }

  static void operations(PictureLayout layout) {
    Set<String> drawn = new HashSet<>();
    List<Item> operations = layout.timeline().items(Item.ItemKind.OPERATION);
    for (Glyph glyph : Glyph.values()) {
      for (Item item : operations) {
        if (glyph.verdict != item.state() || item.lane() < 0) {
          continue;
        }
        double x = Math.round(layout.x(item.begin()) * 2) / 2.0;
        if (!drawn.add(x + " " + item.lane() + " " + glyph)) {
          continue;
        }
        double y = layout.middle(item.lane());
        double radius = Math.min(4.5, layout.rows().height(item.lane()) * 0.3);
        glyph.draw(layout.g(), x, y, radius);
        if (glyph == Glyph.VIOLATION || glyph == Glyph.FAILED) {
          if (!layout.labels().put(item.name(), x + 7, y, 0, Palette.SMALL, glyph.colour)) {
            layout.labels().put(item.name(), x - 7, y, 1, Palette.SMALL, glyph.colour);
          }
        }
      }
    }
  }
}
