// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;

/**
 * Whether text can be measured here. A Java for servers may come without the libraries for it, and
 * a minimal system without any font; Java then fails with an error that does not say what to do.
 */
final class FontCheck {
  private FontCheck() {}

  /**
   * Measures a text.
   *
   * @throws IOException if that is not possible, with what is to be installed
   */
  static void require() throws IOException {
    require(FontCheck::measure);
  }

  static void require(Runnable measure) throws IOException {
    try {
      measure.run();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new IOException(
          "a picture needs a font and the libraries that draw it; on Debian: apt install"
              + " fonts-dejavu-core libfontconfig1 libfreetype6 libharfbuzz0b",
          e);
    }
  }

  private static void measure() {
    Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    g.getFontMetrics(Palette.LABEL).stringWidth("text");
    g.dispose();
  }
}
