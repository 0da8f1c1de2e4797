// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

/** Bytes as hexadecimal digits. */
public final class Hex {
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private Hex() {}

  /** Two digits for each byte, nothing between. */
  public static String digits(byte[] bytes) {
    char[] out = new char[2 * bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      out[2 * i] = DIGITS[bytes[i] >> 4 & 15];
      out[2 * i + 1] = DIGITS[bytes[i] & 15];
    }
    return new String(out);
  }

  /** Two digits for each byte, spaces between. */
  static String spaced(byte[] bytes, int count) {
    char[] out = new char[Math.max(0, 3 * count - 1)];
    for (int i = 0; i < count; i++) {
      out[3 * i] = DIGITS[bytes[i] >> 4 & 15];
      out[3 * i + 1] = DIGITS[bytes[i] & 15];
      if (i + 1 < count) {
        out[3 * i + 2] = ' ';
      }
    }
    return new String(out);
  }

  /** A number with so many digits, led by {@code 0x}. */
  static String padded(long value, int digits) {
    char[] out = new char[digits + 2];
    out[0] = '0';
    out[1] = 'x';
    for (int i = 0; i < digits; i++) {
      int shift = 4 * (digits - 1 - i);
      out[2 + i] = shift > 60 ? '0' : DIGITS[(int) (value >> shift) & 15];
    }
    return new String(out);
  }
}
