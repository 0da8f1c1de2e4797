// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import org.jspecify.annotations.Nullable;

/** What QEMU says when a value must be equal on both sides and is not: {@code 2 != 1}. */
public final class UnequalValue {
  private UnequalValue() {}

  /** What the destination has and what the stream says, or null if the line is another. */
  public static long @Nullable [] numbers(String line) {
    int sign = line.indexOf(" != ");
    if (sign < 0) {
      return null;
    }
    int start = line.lastIndexOf(' ', sign - 1) + 1;
    long here = number(line.substring(start, sign));
    long there = number(line.substring(sign + 4).trim());
    return here < 0 || there < 0 ? null : new long[] {here, there};
  }

  private static long number(String text) {
    try {
      return text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
