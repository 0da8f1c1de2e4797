// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import org.jspecify.annotations.Nullable;

/** Words of a line, as one would select them: numbers, pointers, names. */
final class WordFinder {
  private WordFinder() {}

  /** A word of a line. */
  record FoundWord(int from, int to, String text) {
    boolean isNumber() {
      return !text.isEmpty() && Character.isDigit(text.charAt(0)) && !text.startsWith("0x");
    }
  }

  static boolean in(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  /** The word at a column, or the one that ends there; null if there is none. */
  static @Nullable FoundWord at(String line, int column) {
    int at = Math.min(Math.max(0, column), line.length());
    if (at == line.length() || !in(line.charAt(at))) {
      at--;
    }
    if (at < 0 || !in(line.charAt(at))) {
      return null;
    }
    int from = at;
    while (from > 0 && in(line.charAt(from - 1))) {
      from--;
    }
    int to = at + 1;
    while (to < line.length() && in(line.charAt(to))) {
      to++;
    }
    return new FoundWord(from, to, line.substring(from, to));
  }
}
