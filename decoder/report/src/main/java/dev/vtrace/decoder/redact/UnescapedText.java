// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import org.jspecify.annotations.Nullable;

/**
 * A string literal with its escapes taken out, and the way back: what is changed takes as many
 * characters as what was there.
 *
 * @param raw as written between the quotes
 * @param text what it means; characters that need more than a byte become one of the Latin-1 range
 * @param starts where in {@code raw} each character begins, and its end
 */
record UnescapedText(String raw, String text, int @Nullable [] starts) {

  /** Reads a literal of JSON, or of C as strace writes it. */
  static UnescapedText of(String raw, boolean c) {
    if (raw.indexOf('\\') < 0) {
      return new UnescapedText(raw, raw, null);
    }
    StringBuilder text = new StringBuilder();
    int[] starts = new int[raw.length() + 1];
    int at = 0;
    while (at < raw.length()) {
      starts[text.length()] = at;
      if (raw.charAt(at) != '\\' || at + 1 == raw.length()) {
        text.append(raw.charAt(at++));
        continue;
      }
      char kind = raw.charAt(at + 1);
      int from = at + (kind == 'x' || kind == 'u' ? 2 : 1);
      int most = kind == 'x' && c ? 2 : kind == 'u' && !c ? 4 : c && isOctal(kind) ? 3 : 0;
      int radix = kind == 'x' || kind == 'u' ? 16 : 8;
      int end = from;
      int value = 0;
      while (end < raw.length() && end - from < most && digit(raw.charAt(end), radix) >= 0) {
        value = value * radix + digit(raw.charAt(end++), radix);
      }
      if (end == from || most == 0) {
        int letter = "abtnvfr".indexOf(kind);
        text.append(letter < 0 ? kind : (char) (7 + letter));
        at += 2;
      } else {
        text.append((char) (value < 0x100 ? value : 0xff));
        at = end;
      }
    }
    starts[text.length()] = raw.length();
    return new UnescapedText(raw, text.toString(), starts);
  }

  /** The literal with another text of the same length. */
  String with(String changed) {
    if (changed.equals(text)) {
      return raw;
    }
    if (starts == null) {
      return changed;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      int length = starts[i + 1] - starts[i];
      if (changed.charAt(i) == text.charAt(i)) {
        out.append(raw, starts[i], starts[i + 1]);
      } else {
        out.append(
            written(
                changed.charAt(i), raw.charAt(Math.min(starts[i] + 1, raw.length() - 1)), length));
      }
    }
    return out.toString();
  }

  /** A character in so much room: in the same notation where that has a number. */
  private static String written(char c, char notation, int length) {
    if (length == 4 && notation == 'x') {
      return "\\x" + hex(c);
    }
    if (length == 6) {
      return "\\u00" + hex(c);
    }
    if (length > 1 && isOctal(notation)) {
      String octal = Integer.toOctalString(c);
      if (octal.length() < length) {
        return "\\" + "0".repeat(length - 1 - octal.length()) + octal;
      }
      return "\\" + "0".repeat(length - 1);
    }
    return String.valueOf(c == 0 ? 'x' : c) + "x".repeat(length - 1);
  }

  private static String hex(char c) {
    return String.valueOf(Character.forDigit(c >> 4 & 15, 16)) + Character.forDigit(c & 15, 16);
  }

  private static int digit(char c, int radix) {
    return c < 0x80 ? Character.digit(c, radix) : -1;
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
  }
}
