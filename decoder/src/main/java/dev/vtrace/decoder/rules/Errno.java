// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import java.util.Map;

/** Error numbers of Linux that loading a device ends in, with what they mean there. */
final class Errno {
  private static final Map<Integer, String> WORDS =
      Map.of(
          1, "EPERM: a hook refused without telling more",
          2, "ENOENT",
          5, "EIO: nothing more could be read",
          12, "ENOMEM",
          22, "EINVAL: a value does not fit",
          32, "EPIPE: the other end is gone",
          107, "ENOTCONN");

  private Errno() {}

  /** What the negative number at a place of a line means, with a comma before it; or nothing. */
  static String words(String line, int start) {
    int at = start;
    if (at < 0 || at >= line.length() || line.charAt(at) != '-') {
      return "";
    }
    int value = 0;
    for (at++; at < line.length() && Character.isDigit(line.charAt(at)) && value < 4096; at++) {
      value = value * 10 + line.charAt(at) - '0';
    }
    return ", " + WORDS.getOrDefault(value, "error " + value);
  }

  /** The same of a number in brackets at the end of a line. */
  static String last(String line) {
    int open = line.lastIndexOf('(');
    boolean there = open > 0 && line.endsWith(")");
    return there ? words("-" + line.substring(open + 1, line.length() - 1), 0) : "";
  }
}
