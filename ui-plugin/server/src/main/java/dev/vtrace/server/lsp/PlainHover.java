// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of a hover without markup, for clients that show no Markdown. It knows what {@link
 * Markdown} writes and nothing else.
 */
final class PlainHover {
  private final String from;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private PlainHover(String line) {
    this.from = line;
  }

  static String of(String markdown) {
    List<String> out = new ArrayList<>();
    for (String line : markdown.lines().toList()) {
      if (line.startsWith("|---")) {
        continue;
      }
      boolean row = line.startsWith("| ");
      String plain = new PlainHover(line).text();
      out.add(row ? plain.substring(2).replace(" |", "  ").stripTrailing() : plain);
    }
    return String.join("\n", out);
  }

  private String text() {
    while (at < from.length()) {
      char c = from.charAt(at);
      if (c == '`') {
        int end = from.indexOf('`', at + 1);
        copy(at + 1, end < 0 ? from.length() : end);
      } else if (c == '*' && from.startsWith("**", at)) {
        at += 2;
      } else if (c == '[' && link()) {
        continue;
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  private void copy(int begin, int end) {
    out.append(from, begin, end);
    at = end + 1;
  }

  /** A link is its label. */
  private boolean link() {
    int middle = from.indexOf("](", at);
    int end = middle < 0 ? -1 : from.indexOf(')', middle);
    if (end < 0 || from.indexOf('[', at + 1) >= 0 && from.indexOf('[', at + 1) < middle) {
      return false;
    }
    copy(at + 1, middle);
    at = end + 1;
    return true;
  }
}
