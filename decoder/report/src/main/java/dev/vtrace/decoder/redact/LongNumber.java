// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import org.jspecify.annotations.Nullable;

/**
 * Tells numbers that may be keys, addresses of hardware or letters from pointers, sizes and feature
 * bits, which are state. Of the first, equal ones become equal numbers.
 */
final class LongNumber {
  /** Digits of a MAC address. */
  private static final int MAC = 12;

  /** Pointers of processes, guest addresses and feature words have no more, signs aside. */
  private static final int LONGEST_ADDRESS = 12;

  private static final int SHORTEST = 9;

  /** A number that is not written as hexadecimal by a sign before it is no pointer. */
  private static final int LONGEST_BARE = 8;

  /** Letters that fill a number which a pointer of today is not likely to look like. */
  private static final int FEWEST_LETTERS = 10;

  /** What QEMU and libvirt begin MAC addresses with. */
  private static final String QEMU = "525400";

  private static final String NEGATIVE = "ffff";

  private LongNumber() {}

  /** A token, which may have several numbers with marks between them, without those that go. */
  static String replaced(String token, Pseudonyms names) {
    StringBuilder out = null;
    int start = 0;
    for (int i = 0; i <= token.length(); i++) {
      if (i == token.length() || "-_.+@~".indexOf(token.charAt(i)) >= 0) {
        SecretKind kind = i - start < SHORTEST ? null : kind(token.substring(start, i));
        if (kind != null) {
          out = out == null ? new StringBuilder(token) : out;
          out.replace(start, i, names.digits(kind, token.substring(start, i)));
        }
        start = i + 1;
      }
    }
    return out == null ? token : out.toString();
  }

  /** As what a number goes, or null if it stays or the token is none. */
  private static @Nullable SecretKind kind(String token) {
    boolean prefixed = token.startsWith("0x") || token.startsWith("0X");
    int from = prefixed ? 2 : 0;
    boolean letters = false;
    for (int i = from; i < token.length(); i++) {
      char c = token.charAt(i);
      if (c >= 0x80 || Character.digit(c, 16) < 0) {
        return null;
      }
      letters |= c > '9';
    }
    while (from < token.length() && token.charAt(from) == '0') {
      from++;
    }
    int digits = token.length() - from;
    if (digits == MAC && token.startsWith(QEMU, from)) {
      return SecretKind.MAC;
    }
    if (!prefixed) {
      return letters && digits > LONGEST_BARE
          ? digits == MAC ? SecretKind.MAC : SecretKind.DATA
          : null;
    }
    boolean key = digits > LONGEST_ADDRESS && !token.regionMatches(true, from, NEGATIVE, 0, 4);
    return key || digits >= FEWEST_LETTERS && printable(token, from) ? SecretKind.DATA : null;
  }

  private static boolean printable(String digits, int from) {
    for (int i = digits.length(); i > from; i -= 2) {
      int value = Integer.parseInt(digits, Math.max(from, i - 2), i, 16);
      if (value < 0x20 || value > 0x7e) {
        return false;
      }
    }
    return true;
  }
}
