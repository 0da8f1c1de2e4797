// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client counts the characters of a line in. */
enum CharacterUnit {
  /** What each client has to know, and Java counts in. */
  UTF_16("utf-16"),
  /** Bytes of the file. */
  UTF_8("utf-8"),
  /** Code points. */
  UTF_32("utf-32");

  private final String label;

  CharacterUnit(String label) {
    this.label = label;
  }

  /** The name in LSP. */
  String label() {
    return label;
  }

  /** The first one of those that a client offers, in its order; that of all clients otherwise. */
  static CharacterUnit of(@Nullable List<String> offered) {
    for (String each : offered == null ? List.<String>of() : offered) {
      for (CharacterUnit unit : values()) {
        if (unit.label.equals(each)) {
          return unit;
        }
      }
    }
    return UTF_16;
  }

  /** Units of a character that begins at an index; none where it is the second half of one. */
  int length(String text, int index) {
    char c = text.charAt(index);
    boolean second =
        Character.isLowSurrogate(c)
            && index > 0
            && Character.isHighSurrogate(text.charAt(index - 1));
    if (this == UTF_16) {
      return 1;
    }
    if (second) {
      return 0;
    }
    int point = text.codePointAt(index);
    return this == UTF_32 ? 1 : point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
}
