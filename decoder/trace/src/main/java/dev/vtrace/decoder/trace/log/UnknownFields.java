// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import dev.vtrace.decoder.trace.line.LineReader;
import dev.vtrace.decoder.trace.line.ProgramName;
import dev.vtrace.decoder.trace.line.TimeText;
import java.util.Set;

/**
 * Fields before a line that a program wrote which {@link LogPrefix} does not list: times of any
 * form, numbers of lines, names of files, labels in brackets, levels.
 *
 * <pre>
 * 02/03/2026 11:22:33 AM LINE        1770114651123 LINE        [  123.456789] LINE
 * [2026-02-03 11:22:33,123] [INFO] LINE     17  LINE     {app="virt",pod="a-1"} LINE
 * /var/log/libvirt/qemu/vm7.log:12:LINE     src.log-LINE          (grep, grep -C)</pre>
 *
 * <p>A field has a digit, is in brackets, or is a path, a level or a sign; words of people are
 * none, so that a sentence in which somebody quotes a line is not taken for that line.
 */
final class UnknownFields {
  /** No more is looked through for the beginning of a line. */
  private static final int LONGEST = 256;

  private static final Set<String> WORDS =
      Set.of("AM", "PM", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "ERR", "UTC");

  private final TimeText time;

  UnknownFields(TimeText time) {
    this.time = time;
  }

  /** The index of the line of QEMU or of its monitor after fields, or -1. */
  int end(byte[] b, int start, int stop) {
    int limit = Math.min(stop, start + LONGEST);
    int open = 0;
    int at = start;
    while (at < limit) {
      int to = at;
      while (to < limit && b[to] > ' ') {
        to++;
      }
      if (to == at) {
        return -1;
      }
      int grep = at == start ? named(b, at, to, stop) : -1;
      if (grep >= 0) {
        return grep;
      }
      int nested = open + depth(b, at, to);
      if (open == 0 && nested == 0 && !isField(b, at, to)) {
        return -1;
      }
      open = Math.max(0, nested);
      at = to;
      while (at < limit && (b[at] == ' ' || b[at] == '\t')) {
        at++;
      }
      if (at > to && open == 0 && isLine(b, at, stop)) {
        return at;
      }
    }
    return -1;
  }

  /** After {@code FILE:} or {@code FILE:NUMBER:}, with hyphens for lines of the context. */
  private int named(byte[] b, int at, int to, int stop) {
    boolean path = false;
    for (int i = at; i < to; i++) {
      if (isStamp(b, i, to)) {
        return -1;
      }
      path |= b[i] == '.' || b[i] == '/';
      boolean ends = path && i > at && (b[i] == ':' || b[i] == '-');
      if (ends && (isLine(b, i + 1, stop) || isEvent(b, i + 1, stop))) {
        return i + 1;
      }
    }
    return -1;
  }

  /** {@code 32117@1795419395}: a line of QEMU has begun. */
  private static boolean isStamp(byte[] b, int i, int to) {
    return b[i] == '@' && i > 0 && digit(b[i - 1]) && i + 1 < to && digit(b[i + 1]);
  }

  private static boolean digit(byte c) {
    return c >= '0' && c <= '9';
  }

  private static int depth(byte[] b, int at, int to) {
    int depth = 0;
    for (int i = at; i < to; i++) {
      depth += "[{(".indexOf(b[i]) >= 0 ? 1 : "]})".indexOf(b[i]) >= 0 ? -1 : 0;
    }
    return depth;
  }

  private static boolean isField(byte[] b, int at, int to) {
    boolean letters = false;
    boolean name = false;
    for (int i = at; i < to; i++) {
      if (digit(b[i]) && !name) {
        return true;
      }
      letters |= b[i] >= 'a' && b[i] <= 'z' || b[i] >= 'A' && b[i] <= 'Z' || b[i] < 0;
      // Names of events have an underscore.
      name |= b[i] == '_';
    }
    boolean bracket = "[{(<".indexOf(b[at]) >= 0 && "]})>:".indexOf(b[to - 1]) >= 0;
    if (bracket || !letters) {
      return true;
    }
    int end = b[to - 1] == ':' || b[to - 1] == ',' ? to - 1 : to;
    return WORDS.contains(LineReader.utf8(b, at, end));
  }

  private boolean isLine(byte[] b, int at, int stop) {
    if (at >= stop) {
      return false;
    }
    if (ProgramName.end(b, at, stop) >= 0 || time.threadStamp(b, at, stop)) {
      return true;
    }
    if (b[at] == '{') {
      return QmpText.begins(b, at, stop);
    }
    int after = time.iso(b, at, stop) ? time.end() + 1 : stop;
    return after < stop
        && b[after - 1] == ' '
        && (ProgramName.end(b, after, stop) >= 0 || TextKind.event(b, after, stop));
  }

  private static boolean isEvent(byte[] b, int at, int stop) {
    return at < stop
        && (TextKind.event(b, at, stop) || LogPrefix.starts(b, at, stop, "VHOST_CONFIG: "));
  }
}
