// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.timeline.ItemState;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.jspecify.annotations.Nullable;

/** The mark of a verdict as an icon. */
public final class VerdictMark {
  private VerdictMark() {}

  /**
   * Draws the mark of a verdict.
   *
   * @param verdict such as {@code skipped}
   * @param size width and height, in pixels
   * @return transparent around the mark; null for a verdict that has none
   */
  public static @Nullable BufferedImage draw(String verdict, int size) {
    Glyph glyph = ItemState.find(verdict).map(Glyph::of).orElse(null);
    if (glyph == null) {
      return null;
    }
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    glyph.draw(g, size / 2.0, size / 2.0, size / 3.5);
    g.dispose();
    return image;
  }
}
