// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import java.util.Arrays;

/** Finds which signs of {@link SecretPattern} a text has, going through it once. */
final class SignTable {
  static final SignTable ALL = new SignTable(SecretPattern.values());

  private static final int LETTERS = 128;

  /** What a sign begins with that stands at the beginning of a word only. */
  private static final char WORD = '\b';

  /** A sign, in lower case, and the bit of its pattern. */
  private static final class Sign {
    private final char[] letters;
    private final boolean first;
    private final long bit;

    Sign(String sign, long bit) {
      this.first = sign.charAt(0) == WORD;
      this.letters = sign.substring(first ? 1 : 0).toCharArray();
      this.bit = bit;
    }
  }

  /** Patterns with a sign of one letter, by that letter. */
  private final long[] single = new long[LETTERS];

  /** Longer signs by their first two letters. */
  private final Sign[][] pairs = new Sign[LETTERS * LETTERS][];

  private SignTable(SecretPattern[] patterns) {
    Arrays.fill(pairs, new Sign[0]);
    for (SecretPattern pattern : patterns) {
      long bit = 1L << pattern.ordinal();
      for (String sign : pattern.signs) {
        if (sign.length() == 1) {
          single[sign.charAt(0)] |= bit;
        } else {
          add(new Sign(sign, bit));
        }
      }
    }
  }

  private void add(Sign sign) {
    int pair = sign.letters[0] * LETTERS + sign.letters[1];
    Sign[] before = pairs[pair];
    pairs[pair] = Arrays.copyOf(before, before.length + 1);
    pairs[pair][before.length] = sign;
  }

  /** The bits of all patterns of which a text has a sign, in letters of either case. */
  long in(char[] text) {
    long found = 0;
    int before = 0;
    for (int i = 0; i < text.length; i++) {
      int c = lower(text[i]);
      if (c >= LETTERS) {
        before = 0;
        continue;
      }
      found |= single[c];
      for (Sign sign : pairs[before * LETTERS + c]) {
        if ((found & sign.bit) == 0 && stands(sign, text, i - 1)) {
          found |= sign.bit;
        }
      }
      before = c;
    }
    return found;
  }

  private static boolean stands(Sign sign, char[] text, int at) {
    char[] letters = sign.letters;
    boolean within = sign.first && at > 0 && isWord(text[at - 1]);
    if (within || at + letters.length > text.length) {
      return false;
    }
    for (int i = 2; i < letters.length; i++) {
      if (lower(text[at + i]) != letters[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWord(char c) {
    int lower = lower(c);
    return lower >= 'a' && lower <= 'z' || c >= '0' && c <= '9' || c == '_';
  }

  private static int lower(char c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }
}
