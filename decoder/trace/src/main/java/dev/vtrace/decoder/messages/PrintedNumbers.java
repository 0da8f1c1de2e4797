// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.messages;

/** Numbers as lines print them; -1 for what is none, or does not fit. */
public final class PrintedNumbers {
  private PrintedNumbers() {}

  /** In decimal, or in hexadecimal after {@code 0x}. */
  public static long of(String text) {
    try {
      return text.startsWith("0x") ? hex(text) : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** In hexadecimal, with or without {@code 0x}. */
  public static long hex(String text) {
    try {
      return Long.parseUnsignedLong(text.startsWith("0x") ? text.substring(2) : text, 16);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
