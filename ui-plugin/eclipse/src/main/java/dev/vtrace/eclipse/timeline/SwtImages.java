// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.timeline;

import java.awt.image.BufferedImage;
import org.eclipse.swt.graphics.Device;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.PaletteData;

/** Pictures of Java2D as pictures of SWT. */
public final class SwtImages {
  private static final PaletteData RGB = new PaletteData(0xFF0000, 0xFF00, 0xFF);
  private static final int LIFT = 30;

  private SwtImages() {}

  /**
   * The data of an opaque picture.
   *
   * @param dark whether light and dark change places; hues stay
   */
  public static ImageData opaque(BufferedImage picture, boolean dark) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    ImageData data = new ImageData(width, height, 24, RGB);
    byte[] row = new byte[data.bytesPerLine];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int pixel = pixels[y * width + x];
        pixel = dark ? inverted(pixel) : pixel;
        row[3 * x] = (byte) (pixel >> 16);
        row[3 * x + 1] = (byte) (pixel >> 8);
        row[3 * x + 2] = (byte) pixel;
      }
      System.arraycopy(row, 0, data.data, y * data.bytesPerLine, row.length);
    }
    return data;
  }

  /** The same hue with the opposite lightness, and black a little above it. */
  static int inverted(int pixel) {
    int red = pixel >> 16 & 0xFF;
    int green = pixel >> 8 & 0xFF;
    int blue = pixel & 0xFF;
    int turn = 255 - Math.max(red, Math.max(green, blue)) - Math.min(red, Math.min(green, blue));
    return lifted(red + turn) << 16 | lifted(green + turn) << 8 | lifted(blue + turn);
  }

  private static int lifted(int value) {
    return LIFT + value * (255 - LIFT) / 255;
  }

  /** A picture with transparent parts. */
  public static Image transparent(Device device, BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    ImageData data = new ImageData(width, height, 24, RGB);
    data.alphaData = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int pixel = picture.getRGB(x, y);
        data.setPixel(x, y, pixel & 0xFFFFFF);
        data.setAlpha(x, y, pixel >>> 24);
      }
    }
    return new Image(device, data);
  }
}
