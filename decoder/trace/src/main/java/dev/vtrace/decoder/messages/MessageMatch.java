// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.messages;

import java.util.Map;

/**
 * What a line says, by one row of the table.
 *
 * @param captures what the line names, by name
 * @param start where in the text of the message it begins
 * @param end where what the pattern takes ends
 * @param plain whether the words alone show whose message it is, without a program's name before it
 */
public record MessageMatch(
    MessageRow row, Map<String, String> captures, int start, int end, boolean plain) {
  /** One sentence with the facts of the line. */
  public String message() {
    return fill(row.text());
  }

  /** The device, section or queue that the line names, or empty. */
  public String path() {
    return fill(row.path());
  }

  /** What to do, in the words of the row; empty if it leaves that to its code. */
  public String hint() {
    return fill(row.hint());
  }

  /** Whether another one is a part of this. */
  public boolean covers(MessageMatch other) {
    return start <= other.start && other.start < end;
  }

  /** A capture, or empty. */
  public String value(String name) {
    return captures.getOrDefault(name, "");
  }

  /** {@code {name}} stands for a capture, {@code {name:errno}} for one in other words. */
  private String fill(String text) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
      int close = text.indexOf('}', open);
      String inner = text.substring(open + 1, close);
      int colon = inner.indexOf(':');
      String value = value(colon < 0 ? inner : inner.substring(0, colon)).trim();
      out.append(text, at, open);
      out.append(colon < 0 ? value : Wording.of(inner.substring(colon + 1)).say(value));
      at = close + 1;
    }
    return out.append(text, at, text.length()).toString();
  }
}
