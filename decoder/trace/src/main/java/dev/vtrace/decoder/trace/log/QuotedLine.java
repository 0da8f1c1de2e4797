// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import dev.vtrace.decoder.trace.line.ProgramName;
import dev.vtrace.decoder.trace.line.TimeText;

/**
 * Finds the line of QEMU that another program quotes in a sentence of its own, as libvirt does:
 * {@code internal error: qemu unexpectedly closed the monitor: 2026-01-05T10:00:43.153268Z
 * qemu-system-x86_64: TEXT}. Two lines that threads wrote into one another are none.
 */
final class QuotedLine {
  /** After these words of libvirt the last lines of QEMU follow. */
  private static final String[] WORDS = {"closed the monitor", "connecting to monitor"};

  private QuotedLine() {}

  /** Where the quoted line begins, with its time; -1 if none is quoted. */
  static int start(byte[] b, int from, int to, TimeText time) {
    // A line of QEMU itself quotes nobody.
    if (ProgramName.end(b, from, to) >= 0) {
      return -1;
    }
    boolean words = false;
    for (int i = from + 1; i < to; i++) {
      byte c = b[i];
      if (c == 'm' && !words) {
        words = isProse(b, from, i + 7, to);
      } else if (c == 'Z' && i + 1 < to && b[i + 1] == ' ' && i - 19 > from) {
        int stamp = stamp(b, from, i, to, time);
        if (stamp >= 0) {
          return stamp;
        }
      } else if (words && c == ' ' && b[i - 1] == ':' && ProgramName.end(b, i + 1, to) > 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private static boolean isProse(byte[] b, int from, int end, int to) {
    if (end > to) {
      return false;
    }
    for (String each : WORDS) {
      int at = end - each.length();
      if (at >= from && LogPrefix.starts(b, at, to, each)) {
        return true;
      }
    }
    return false;
  }

  private static int stamp(byte[] b, int from, int z, int to, TimeText time) {
    for (int length : new int[] {26, 19}) {
      int at = z - length;
      if (at > from
          && time.iso(b, at, to)
          && time.end() == z + 1
          && ProgramName.end(b, z + 2, to) >= 0
          && introduced(b, from, at)) {
        return at;
      }
    }
    return -1;
  }

  /** After a colon, or inside quotation marks or brackets. */
  private static boolean introduced(byte[] b, int from, int at) {
    byte before = b[at - 1];
    boolean colon = before == ' ' && at - 2 >= from && b[at - 2] == ':';
    return colon || before == '"' || before == '\'' || before == '(' || before == '\n';
  }
}
