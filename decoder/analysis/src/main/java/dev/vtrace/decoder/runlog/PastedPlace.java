// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import org.jspecify.annotations.Nullable;

/**
 * A place as commands print it and people paste it: {@code src.trace.log:123}, {@code
 * stream.bin@4096}, {@code vhost-user-dev0.jsonl#12} (a message, or a connection by its name), with
 * folders before it and the punctuation of a sentence after it.
 *
 * @param file the name as it was given; may have folders before the name that the capture has
 * @param number of the line or message, first 1; offset in bytes
 * @param connection what follows a {@code #}; empty for none
 */
public record PastedPlace(String file, PlaceUnit unit, long number, String connection) {
  /** What the number counts. */
  public enum PlaceUnit {
    LINE,
    OFFSET,
    MESSAGE
  }

  private static final int LONGEST = 4096;

  /** The place that a text names, or null if it names none. */
  public static @Nullable PastedPlace of(String pasted) {
    String text = stripped(pasted);
    if (text.length() > LONGEST) {
      return null;
    }
    int at = text.lastIndexOf('@');
    int colon = text.lastIndexOf(':');
    int hash = text.lastIndexOf('#');
    if (hash > 0 && hash > at && hash > colon) {
      String name = text.substring(hash + 1);
      long number = number(name);
      boolean named = !name.isEmpty();
      return named
          ? new PastedPlace(text.substring(0, hash), PlaceUnit.MESSAGE, number, name)
          : null;
    }
    if (at > 0 && at > colon) {
      long offset = number(text.substring(at + 1));
      return offset < 0
          ? null
          : new PastedPlace(text.substring(0, at), PlaceUnit.OFFSET, offset, "");
    }
    long line = colon <= 0 ? -1 : number(text.substring(colon + 1));
    if (line < 0) {
      return null;
    }
    String file = text.substring(0, colon);
    int before = file.lastIndexOf(':');
    long first = before <= 0 ? -1 : number(file.substring(before + 1));
    // A column may follow, as compilers print it.
    return first < 0
        ? new PastedPlace(file, PlaceUnit.LINE, line, "")
        : new PastedPlace(file.substring(0, before), PlaceUnit.LINE, first, "");
  }

  private static String stripped(String pasted) {
    int from = 0;
    int to = pasted.length();
    while (from < to && " \t\"'(".indexOf(pasted.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && " \t\"',.;:)".indexOf(pasted.charAt(to - 1)) >= 0) {
      to--;
    }
    return pasted.substring(from, to);
  }

  /** A number in decimal, perhaps in groups of three, or in hexadecimal; -1 for anything else. */
  private static long number(String digits) {
    boolean hex = digits.startsWith("0x");
    String plain = hex ? digits.substring(2) : digits.replace(",", "");
    for (int i = 0; i < plain.length(); i++) {
      if (Character.digit(plain.charAt(i), hex ? 16 : 10) < 0) {
        return -1;
      }
    }
    try {
      return plain.isEmpty() ? -1 : Long.parseLong(plain, hex ? 16 : 10);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
