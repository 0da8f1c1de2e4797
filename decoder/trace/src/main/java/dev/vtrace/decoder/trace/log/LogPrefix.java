// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import dev.vtrace.decoder.trace.line.LineReader;
import dev.vtrace.decoder.trace.line.ProgramName;
import dev.vtrace.decoder.trace.line.TimeText;
import java.util.List;

/**
 * The fields that loggers write before a text:
 *
 * <pre>2026-01-05 10:00:31.168+0000: 65555: error : qemuMonitorIO:578 : TEXT     libvirtd
 * 2026-01-05 10:00:43.257 541 ERROR nova.virt.driver [instance: 1f0e] TEXT    Nova
 * 2026-01-05 10:00:43,257 stacktrace  L0039 ERROR| TEXT                       avocado
 * 2026-01-05T10:00:00.123456789Z stderr F TEXT                                containerd, CRI-O
 * 2026-01-05T10:00:33+0000 host1 QEMU[2538388]: TEXT                          journalctl -o short-iso
 * 1767607233.123456 host1 QEMU[2538388]: TEXT                                 journalctl -o short-unix
 * Jan 05 10:00:33 host1 QEMU[2538388]: TEXT                                   syslog, journalctl
 * E0105 10:00:43.257000       1 server.go:12] TEXT                            klog
 * compute-1  | TEXT                                                           docker compose
 * dst: TEXT                                                                   people</pre>
 *
 * Only a time with its zone is a time; what a clock on somebody's wall showed is passed over.
 */
public final class LogPrefix {
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private static final List<String> LEVELS =
      List.of("DEBUG", "INFO", "WARN", "WARNING", "ERROR", "CRITICAL", "TRACE", "AUDIT");

  /** A field longer than this is none. */
  private static final int FIELD = 128;

  /** The longest name of a side. */
  private static final int LABEL = 32;

  private final TimeText time;
  private int end;
  private long nanos;

  LogPrefix(TimeText time) {
    this.time = time;
  }

  int end() {
    return end;
  }

  /** Nanoseconds since the epoch, -1 where the prefix has no zone. */
  long nanos() {
    return nanos;
  }

  /** A prefix that begins with a digit. */
  boolean timed(byte[] b, int start, int stop) {
    nanos = -1;
    int at;
    if (time.iso(b, start, stop)) {
      nanos = time.nanos();
      at = time.end();
    } else if (local(b, start, stop)) {
      at = fraction(b, start + 19, stop);
    } else if (time.timeOfDay(b, start, stop)) {
      at = fraction(b, start + 8, stop);
      int level = at < stop && b[at] == ' ' ? avocado(b, at + 1, stop) : -1;
      end = level;
      return level >= 0;
    } else if (time.seconds(b, start, stop) && time.end() - start > 16) {
      nanos = time.nanos();
      int tag =
          time.end() < stop && b[time.end()] == ' ' ? host(b, time.end() + 1, stop, true) : -1;
      end = tag;
      return tag >= 0;
    } else {
      return false;
    }
    if (at + 1 >= stop) {
      return false;
    }
    if (b[at] == ':' && b[at + 1] == ' ') {
      end = libvirt(b, at + 2, stop);
      return true;
    }
    if (b[at] == '|') {
      // Open vSwitch: the fields that follow tell whose line it is.
      end = at;
      return nanos >= 0;
    }
    if (b[at] != ' ') {
      return false;
    }
    int rest = at + 1;
    int further = container(b, rest, stop);
    further = further >= 0 ? further : host(b, rest, stop, true);
    further = further >= 0 ? further : oslo(b, rest, stop);
    further = further >= 0 ? further : avocado(b, rest, stop);
    end = further >= 0 ? further : rest;
    return true;
  }

  /** The index after a prefix that begins with a name, or -1. */
  int named(byte[] b, int start, int stop) {
    if (stop - start > 16 && month(b, start) && b[start + 3] == ' ') {
      int at = start + 4;
      while (at < stop && at < start + 7 && b[at] != ' ' || at == start + 4 && b[at] == ' ') {
        at++;
      }
      if (at < stop && b[at] == ' ' && time.timeOfDay(b, at + 1, stop)) {
        int after = fraction(b, at + 9, stop);
        return after < stop && b[after] == ' ' ? host(b, after + 1, stop, false) : -1;
      }
      return -1;
    }
    int klog = klog(b, start, stop);
    return klog >= 0 ? klog : compose(b, start, stop);
  }

  private static boolean month(byte[] b, int start) {
    for (String month : MONTHS) {
      if (b[start] == month.charAt(0)
          && b[start + 1] == month.charAt(1)
          && b[start + 2] == month.charAt(2)) {
        return true;
      }
    }
    return false;
  }

  /** A date and a time of day without zone. */
  private boolean local(byte[] b, int start, int stop) {
    return stop - start > 20
        && b[start + 4] == '-'
        && b[start + 7] == '-'
        && (b[start + 10] == ' ' || b[start + 10] == 'T')
        && time.timeOfDay(b, start + 11, stop);
  }

  private static int fraction(byte[] b, int start, int stop) {
    if (start >= stop || b[start] != '.' && b[start] != ',') {
      return start;
    }
    return digits(b, start + 1, stop);
  }

  /**
   * {@code host1 QEMU[2538388]: }.
   *
   * @param needed whether the number has to be there: after a time of QEMU's own form, words with a
   *     colon are its line
   */
  private static int host(byte[] b, int start, int stop, boolean needed) {
    int host = word(b, start, stop);
    if (host == start || host >= stop || b[host] != ' ') {
      return -1;
    }
    int at = host + 1;
    int limit = Math.min(stop, at + FIELD);
    while (at < limit && b[at] != ' ' && b[at] != '[' && b[at] != ':') {
      at++;
    }
    if (at == host + 1 || at >= limit || isLevel(b, start, host)) {
      return -1;
    }
    boolean numbered = b[at] == '[';
    if (numbered) {
      at = digits(b, at + 1, stop);
      if (at >= stop || b[at] != ']') {
        return -1;
      }
      at++;
    }
    boolean ends = at < stop && b[at] == ':' && (at + 1 == stop || b[at + 1] == ' ');
    return ends && (numbered || !needed) && b[host - 1] != ':' ? Math.min(stop, at + 2) : -1;
  }

  /** {@code stderr F }, of the log format of container runtimes. */
  private static int container(byte[] b, int start, int stop) {
    boolean named = starts(b, start, stop, "stdout ") || starts(b, start, stop, "stderr ");
    int at = start + 7;
    return named && at + 1 < stop && (b[at] == 'F' || b[at] == 'P') && b[at + 1] == ' '
        ? at + 2
        : -1;
  }

  /** {@code 541 ERROR nova.virt.libvirt.driver [req-1 ] [instance: 1f0e] }. */
  private static int oslo(byte[] b, int start, int stop) {
    int at = digits(b, start, stop);
    if (at == start || at >= stop || b[at] != ' ') {
      return -1;
    }
    int level = word(b, at + 1, stop);
    if (!isLevel(b, at + 1, level) || level >= stop) {
      return -1;
    }
    at = word(b, level + 1, stop) + 1;
    while (at < stop && b[at] == '[') {
      int close = find(b, at, Math.min(stop, at + 4 * FIELD), ']');
      if (close < 0) {
        break;
      }
      at = close + 1;
      while (at < stop && b[at] == ' ') {
        at++;
      }
    }
    return Math.min(at, stop);
  }

  /** {@code stacktrace L0039 ERROR| }, where the first two may be missing. */
  private static int avocado(byte[] b, int start, int stop) {
    int bar = find(b, start, Math.min(stop, start + FIELD), '|');
    if (bar < 0) {
      return -1;
    }
    int from = bar;
    while (from > start && b[from - 1] == ' ') {
      from--;
    }
    int to = from;
    while (from > start && b[from - 1] != ' ') {
      from--;
    }
    return isLevel(b, from, to) ? Math.min(stop, bar + 2) : -1;
  }

  /** {@code 65555: error : qemuMonitorIO:578 : }, where the last part may be missing. */
  private static int libvirt(byte[] b, int start, int stop) {
    int at = digits(b, start, stop);
    if (at == start || at + 1 >= stop || b[at] != ':') {
      return start;
    }
    at += 2;
    int level = word(b, at, stop);
    if (level == at || !starts(b, level, stop, " : ")) {
      return at;
    }
    at = level + 3;
    int function = at;
    while (function < stop && function < at + FIELD && b[function] != ' ') {
      function++;
    }
    return starts(b, function, stop, " : ") ? function + 3 : at;
  }

  private static int klog(byte[] b, int start, int stop) {
    if ("IWEF".indexOf(b[start]) < 0 || digits(b, start + 1, stop) != start + 5) {
      return -1;
    }
    int close = find(b, start, Math.min(stop, start + FIELD), ']');
    return close > 0 && close + 1 < stop && b[close + 1] == ' ' ? close + 2 : -1;
  }

  /**
   * The index after what people write before the lines of a side, as {@code dst: }, {@code [target]
   * } or {@code source> }; -1 where no line of QEMU follows.
   */
  int labelled(byte[] b, int start, int stop) {
    boolean bracket = b[start] == '[';
    int name = bracket ? start + 1 : start;
    int at = name;
    while (at < stop && at < name + LABEL && (isWord(b[at]) || b[at] == '-' || b[at] == '.')) {
      at++;
    }
    boolean closed =
        at > name && at < stop && (bracket ? b[at] == ']' : b[at] == ':' || b[at] == '>');
    if (!closed || ProgramName.end(b, start, stop) >= 0) {
      return -1;
    }
    int line = at + 1;
    while (line < stop && b[line] == ' ') {
      line++;
    }
    return line > at + 1 && isLine(b, line, stop) ? line : -1;
  }

  /** Whether a line of QEMU begins here, with or without a time. */
  private boolean isLine(byte[] b, int at, int stop) {
    if (ProgramName.end(b, at, stop) >= 0 || time.threadStamp(b, at, stop)) {
      return true;
    }
    return time.iso(b, at, stop)
        && time.end() < stop
        && b[time.end()] == ' '
        && ProgramName.end(b, time.end() + 1, stop) >= 0;
  }

  private static int compose(byte[] b, int start, int stop) {
    int name = start;
    while (name < stop && name < start + FIELD && (isWord(b[name]) || b[name] == '-')) {
      name++;
    }
    int bar = name;
    while (bar < stop && b[bar] == ' ') {
      bar++;
    }
    boolean found = name > start && bar > name && bar + 1 < stop;
    return found && b[bar] == '|' && b[bar + 1] == ' ' ? bar + 2 : -1;
  }

  private static boolean isLevel(byte[] b, int from, int to) {
    for (String level : LEVELS) {
      if (level.length() == to - from && starts(b, from, to, level)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWord(int c) {
    return LineReader.isNameByte(c) || c == '.';
  }

  private static int word(byte[] b, int start, int stop) {
    int at = start;
    int limit = Math.min(stop, start + FIELD);
    while (at < limit && b[at] > ' ') {
      at++;
    }
    return at;
  }

  private static int digits(byte[] b, int start, int stop) {
    int at = start;
    while (at < stop && b[at] >= '0' && b[at] <= '9') {
      at++;
    }
    return at;
  }

  public static int find(byte[] b, int start, int stop, int wanted) {
    for (int i = start; i < stop; i++) {
      if (b[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  static boolean starts(byte[] b, int start, int stop, String text) {
    if (stop - start < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (b[start + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
