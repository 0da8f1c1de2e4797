// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/** Positions and ranges of LSP: lines and UTF-16 units from 0, both 31 bits wide. */
final class Ranges {
  private static final int END = 1 << 20;

  private Ranges() {}

  static Position position(long line, int character) {
    return new Position((int) Math.min(Integer.MAX_VALUE, Math.max(0, line)), character);
  }

  static Range of(long line, int from, int to) {
    return new Range(position(line, from), position(line, to));
  }

  /** A whole line, whose length need not be known. */
  static Range line(long line) {
    return of(line, 0, END);
  }

  /** A line with this text. */
  static Range line(long line, String text) {
    return of(line, 0, text.length());
  }

  static Range lines(long from, long to) {
    return new Range(position(from, 0), position(to, END));
  }
}
