// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/** Changes of a text, as an editor reports them. */
final class Edits {
  /** A larger text is not kept in memory for its edits; the one on disk counts. */
  static final long LARGEST = 64L << 20;

  private Edits() {}

  /**
   * One change.
   *
   * @param range what is replaced, null for all of it
   */
  record Edit(Range range, String text) {}

  /**
   * A text after a change.
   *
   * @param unit what the columns of the range count
   */
  static String apply(String text, Edit edit, CharacterUnit unit) {
    if (edit.range() == null) {
      return edit.text();
    }
    int start = offset(text, edit.range().getStart(), unit);
    int end = Math.max(start, offset(text, edit.range().getEnd(), unit));
    return text.substring(0, start) + edit.text() + text.substring(end);
  }

  /** A position outside of the text is its end, one outside of a line the line's end. */
  private static int offset(String text, Position position, CharacterUnit unit) {
    int at = 0;
    for (int line = 0; line < position.getLine(); line++) {
      int end = text.indexOf('\n', at);
      if (end < 0) {
        return text.length();
      }
      at = end + 1;
    }
    int end = text.indexOf('\n', at);
    int stop = end < 0 ? text.length() : end;
    int sent = Math.max(0, position.getCharacter());
    int column =
        unit == CharacterUnit.UTF_16
            ? sent
            : LineUnits.of(unit, text.substring(at, stop)).column(sent);
    return Math.min(stop, at + column);
  }
}
