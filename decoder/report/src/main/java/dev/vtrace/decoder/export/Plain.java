// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

/** Text from evidence, made safe to print: a guest can write escape sequences into a log. */
final class Plain {
  private Plain() {}

  /** The text with a question mark for each control character. */
  static String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) ? '?' : c);
    }
    return out.toString();
  }
}
