// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.ItemState;
import java.awt.Color;
import java.awt.Font;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes what each start or stop is above it: with what was done in it, or its name alone. */
final class WindowNames {
  private static final int[] NONE = new int[Glyph.values().length];

  private final PictureLayout layout;

  /** Where the next window of the same lane begins, by the id of each. */
  private final Map<Integer, Double> next = new HashMap<>();

  private WindowNames(PictureLayout layout) {
    this.layout = layout;
  }

  /**
   * Writes all for which there is room.
   *
   * @param windows in the order of time
   * @param counts operations of each window by verdict
   */
  static void draw(PictureLayout layout, List<Item> windows, Map<Integer, int[]> counts) {
    WindowNames names = new WindowNames(layout);
    Map<Integer, Item> before = new HashMap<>();
    for (Item item : windows) {
      Item last = before.put(item.lane(), item);
      if (last != null) {
        names.next.put(last.id(), layout.x(item.begin()) - 4);
      }
    }
    // Windows of the hand-over get their names first: there may not be room for all.
    for (boolean important : new boolean[] {true, false}) {
      for (Item item : windows) {
        if (item.lane() >= 0 && important == (item.state() != ItemState.ORDINARY)) {
          names.name(item, counts.getOrDefault(item.id(), NONE));
        }
      }
    }
  }

  private void name(Item item, int[] count) {
    boolean ordinary = item.state() == ItemState.ORDINARY;
    Font font = ordinary ? Palette.SMALL : Palette.STRONG;
    Color colour = ordinary ? Palette.FAINT : Palette.INK;
    String whole = whole(item.name(), count);
    double y = layout.top(item.lane()) + 10;
    double from = layout.x(item.begin()) - 2;
    double to = layout.x(item.end()) + 2;
    double free = next.getOrDefault(item.id(), Double.MAX_VALUE);
    double wide = layout.g().getFontMetrics(font).stringWidth(whole);
    // What reaches over the next window would leave that one without a name.
    boolean fits = from + wide < free;
    boolean done =
        fits && layout.labels().put(whole, from, y, 0, font, colour)
            || !ordinary && layout.labels().put(whole, to, y, 1, font, colour)
            || layout.labels().put(item.name(), from, y, 0, font, colour)
            || layout.labels().put(item.name(), to, y, 1, font, colour);
    if (!done && !ordinary) {
      layout.labels().put(item.name(), (from + to) / 2, y, 0.5, Palette.SMALL, colour);
    }
  }

  private static String whole(String name, int[] count) {
    StringBuilder text = new StringBuilder(name);
    String separator = ": ";
    for (Glyph glyph : Glyph.values()) {
      if (count[glyph.ordinal()] > 0) {
        text.append(separator)
            .append(count[glyph.ordinal()])
            .append(' ')
            .append(glyph.verdict.label());
        separator = ", ";
      }
    }
    return text.toString();
  }
}
