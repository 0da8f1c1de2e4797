// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.views;

import dev.vtrace.charts.VerdictMark;
import dev.vtrace.eclipse.timeline.SwtImages;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Display;

/**
 * The marks of verdicts as icons, as the timeline has them. For the thread of the user interface.
 */
final class VerdictImages {
  private static final int SIZE = 16;
  private static final Map<String, Image> IMAGES = new HashMap<>();

  private VerdictImages() {}

  /** The icon of a verdict; null for other words. */
  static Image of(String verdict) {
    return IMAGES.computeIfAbsent(verdict, VerdictImages::draw);
  }

  private static Image draw(String verdict) {
    BufferedImage picture = VerdictMark.draw(verdict, SIZE);
    if (picture == null) {
      return null;
    }
    Display display = Display.getCurrent();
    Image out = SwtImages.transparent(display, picture);
    display.disposeExec(
        () -> {
          out.dispose();
          IMAGES.clear();
        });
    return out;
  }
}
