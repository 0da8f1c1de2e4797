// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse;

import org.eclipse.swt.graphics.Color;

/** Whether the workbench is dark, by what it paints behind texts. */
public final class DarkTheme {
  private static final int MIDDLE = 128;

  private DarkTheme() {}

  /** Whether light colours can be read on this one. */
  public static boolean isDark(Color background) {
    return background.getRed() + background.getGreen() + background.getBlue() < 3 * MIDDLE;
  }
}
