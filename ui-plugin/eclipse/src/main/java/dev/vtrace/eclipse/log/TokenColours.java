// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.graphics.Color;

/**
 * How tokens of the server look, in the order of its legend; verdicts have the colours of the
 * timeline.
 */
final class TokenColours {
  /** Types: comment, function, parameter, number, enumMember, variable, string. */
  private static final int[] LIGHT = {
    0x6E7781, 0x12344D, 0x57606A, 0x0550AE, 0x8250DF, 0x953800, 0x0A3069
  };

  private static final int[] DARK = {
    0x8B949E, 0x9CC9EC, 0xA8B1BB, 0x79C0FF, 0xD2A8FF, 0xFFA657, 0xA5D6FF
  };

  /** Modifiers: executed, skipped, failed, violation. */
  private static final int[] LIGHT_VERDICTS = {0x12344D, 0xA34700, 0x8B2F7A, 0xC4001A};

  private static final int[] DARK_VERDICTS = {0x9CC9EC, 0xFFB077, 0xE3A6C7, 0xFF8A8A};

  private TokenColours() {}

  /** The look of a token; null for a type that is not known. */
  static StyleRange range(int type, int modifiers, boolean dark) {
    if (type < 0 || type >= LIGHT.length) {
      return null;
    }
    StyleRange out = new StyleRange();
    int colour = (dark ? DARK : LIGHT)[type];
    for (int i = 0; i < LIGHT_VERDICTS.length; i++) {
      if ((modifiers & 1 << i) != 0) {
        colour = (dark ? DARK_VERDICTS : LIGHT_VERDICTS)[i];
        out.fontStyle = i == 0 ? SWT.NORMAL : SWT.BOLD;
      }
    }
    out.foreground = new Color(colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF);
    return out;
  }
}
