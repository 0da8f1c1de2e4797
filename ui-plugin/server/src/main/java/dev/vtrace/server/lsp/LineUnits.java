// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import java.util.Arrays;
import org.eclipse.lsp4j.Range;
import org.jspecify.annotations.Nullable;

/** Columns of one line: as Java has them, and as a client counts them. */
final class LineUnits {
  /** Units before each character, and those of all; null where both count alike. */
  private final int @Nullable [] before;

  private LineUnits(int @Nullable [] before) {
    this.before = before;
  }

  static LineUnits of(CharacterUnit unit, String line) {
    if (unit == CharacterUnit.UTF_16 || line.chars().allMatch(c -> c < 0x80)) {
      return new LineUnits(null);
    }
    int[] before = new int[line.length() + 1];
    for (int i = 0; i < line.length(); i++) {
      before[i + 1] = before[i] + unit.length(line, i);
    }
    return new LineUnits(before);
  }

  /** The client's column for one of Java. */
  int sent(int column) {
    return before == null ? column : before[Math.min(Math.max(0, column), before.length - 1)];
  }

  /** Java's column for one of the client; one beyond the line is its end. */
  int column(int sent) {
    if (before == null) {
      return sent;
    }
    int at = Arrays.binarySearch(before, sent);
    if (at < 0) {
      return Math.min(-at - 1, before.length - 1);
    }
    // The second half of a character adds no units.
    while (at > 0 && before[at - 1] == sent) {
      at--;
    }
    return at;
  }

  /** A range in a line, whose columns are those of Java. */
  Range range(long line, int from, int to) {
    return Ranges.of(line, sent(from), sent(to));
  }
}
