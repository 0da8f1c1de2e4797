// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

/**
 * Text from evidence, made safe to show. A guest, or whoever made a file, can write what a terminal
 * obeys (ESC, the C1 controls), what reorders the text around it (bidirectional controls) and what
 * nobody sees (zero-width characters, fillers, variation selectors). Each of these is shown as its
 * number: {@code \x1b}; of four digits after a u, or of more than four in braces after it. All
 * other characters stay as they are.
 */
public final class Plain {
  private Plain() {}

  /** The text on one line: line feeds and tabs are shown as numbers, too. */
  public static String text(String text) {
    return escaped(text, false);
  }

  /** The text with its lines and tabs. */
  public static String lines(String text) {
    return escaped(text, true);
  }

  /** Whether a character is shown as its number. */
  public static boolean isHidden(int codePoint) {
    if (codePoint < 0x7f) {
      return codePoint < ' ';
    }
    switch (Character.getType(codePoint)) {
      case Character.CONTROL:
      case Character.FORMAT:
      case Character.LINE_SEPARATOR:
      case Character.PARAGRAPH_SEPARATOR:
      case Character.SURROGATE:
        return true;
      default:
        return isBlank(codePoint);
    }
  }

  /** Letters and marks that have no picture: fillers and variation selectors. */
  private static boolean isBlank(int codePoint) {
    return codePoint == 0x034f
        || codePoint == 0x115f
        || codePoint == 0x1160
        || codePoint == 0x17b4
        || codePoint == 0x17b5
        || codePoint >= 0x180b && codePoint <= 0x180f
        || codePoint >= 0x2060 && codePoint <= 0x206f
        || codePoint == 0x3164
        || codePoint >= 0xfe00 && codePoint <= 0xfe0f
        || codePoint == 0xffa0
        || codePoint >= 0xfff0 && codePoint <= 0xfffb
        || codePoint >= 0xe0000 && codePoint <= 0xe0fff;
  }

  private static String escaped(String text, boolean lines) {
    int at = 0;
    while (at < text.length()) {
      int c = text.charAt(at) < 0x80 ? text.charAt(at) : text.codePointAt(at);
      if (isHidden(c) && !(lines && isLayout(c))) {
        return escaped(text, at, lines);
      }
      at += Character.charCount(c);
    }
    return text;
  }

  private static String escaped(String text, int first, boolean lines) {
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, first);
    int at = first;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (isHidden(c) && !(lines && isLayout(c))) {
        number(out, c);
      } else {
        out.appendCodePoint(c);
      }
      at += Character.charCount(c);
    }
    return out.toString();
  }

  private static boolean isLayout(int c) {
    return c == '\n' || c == '\t';
  }

  private static void number(StringBuilder out, int codePoint) {
    String digits = Integer.toHexString(codePoint);
    if (codePoint < 0x100) {
      out.append(codePoint < 0x10 ? "\\x0" : "\\x").append(digits);
    } else if (codePoint < 0x10000) {
      out.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
    } else {
      out.append("\\u{").append(digits).append('}');
    }
  }
}
