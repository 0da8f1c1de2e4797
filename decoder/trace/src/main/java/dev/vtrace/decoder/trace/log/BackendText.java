// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.BackendLine.BackendLogKind;
import dev.vtrace.decoder.trace.BackendLine.BackendLogLevel;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.line.LineReader;
import dev.vtrace.decoder.trace.line.TimeText;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recognises lines of back-ends:
 *
 * <pre>VHOST_CONFIG: (/tmp/v.sock) read message VHOST_USER_SET_VRING_ADDR    DPDK, SPDK
 * |00123|netdev_dpdk|ERR|TEXT                                         Open vSwitch, after the time
 * [2026-01-05 10:00:00.617938] vhost.c: 928:event_send: *ERROR*: TEXT SPDK
 * Request: VHOST_USER_GET_FEATURES (1)                                libvhost-user, passt
 * qemu-storage-daemon: vu_panic: TEXT                                 QEMU's storage daemon
 * [2024-07-18T12:57:14Z ERROR virtiofsd] TEXT                         rust-vmm, vhost-device
 * ** (vhost-user-input:1816): CRITICAL **: 07:20:46.077: TEXT         programs with GLib</pre>
 */
public final class BackendText {
  private static final String DPDK = "VHOST_CONFIG: ";
  private static final String REQUEST = "Request: VHOST_USER_";
  private static final String MESSAGE = "VHOST_USER_";
  private static final String DAEMON = "qemu-storage-daemon: ";
  private static final String[] OTHER_DPDK = {"VHOST_DATA: ", "VHOST_FDMAN: ", "EAL: "};

  /** Words of a level in the logs of all back-ends. */
  private static final String[] ERRORS = {"ERROR", "ERR", "CRITICAL", "EMER", "FATAL"};

  private static final String[] WARNINGS = {"WARN", "WARNING"};
  private static final String[] NOTES = {"NOTICE", "INFO", "DEBUG", "DBG", "TRACE"};

  private static final int MAX_PAYLOAD = 128;

  private final TimeText time = new TimeText();

  /** The line, or null if it is not surely of a back-end. */
  @Nullable BackendLine of(byte[] b, int start, int end, long nanos, SourceSpan span) {
    if (!mayBe(b, start, end)) {
      return null;
    }
    return of(LineReader.utf8(b, start, end), b, start, nanos, span);
  }

  /** A line of a back-end's log that has none of the forms. */
  BackendLine other(byte[] b, int start, int end, long nanos, SourceSpan span) {
    return line(
        BackendLogKind.OTHER, BackendLogLevel.NONE, LineReader.utf8(b, start, end), nanos, span);
  }

  private @Nullable BackendLine of(String line, byte[] b, int start, long nanos, SourceSpan span) {
    int dpdk = line.indexOf(DPDK);
    if (dpdk >= 0) {
      BackendLogLevel level = ovsLevel(line.substring(0, dpdk));
      return dpdk(line.substring(dpdk + DPDK.length()), level, nanos, span);
    }
    for (String other : OTHER_DPDK) {
      if (line.startsWith(other)) {
        return line(
            BackendLogKind.DPDK, BackendLogLevel.NONE, line.substring(other.length()), nanos, span);
      }
    }
    if (line.contains(REQUEST)) {
      int at = line.indexOf(REQUEST);
      Request request = request(line, at);
      return new BackendLine(
          span,
          nanos,
          BackendLogKind.LIBVHOST_USER,
          BackendLogLevel.NONE,
          "",
          request,
          line,
          values(line));
    }
    if (line.startsWith(DAEMON)) {
      String text = line.substring(DAEMON.length());
      BackendLogLevel level =
          text.startsWith("warning: ") ? BackendLogLevel.WARNING : BackendLogLevel.ERROR;
      return line(BackendLogKind.STORAGE_DAEMON, level, text, nanos, span);
    }
    char first = line.charAt(0);
    if (first == '|') {
      return ovs(line, nanos, span);
    }
    if (first == '[') {
      return bracket(line, b, start, nanos, span);
    }
    BackendLogLevel glib = first == '*' || first == '(' ? glib(line) : null;
    if (glib != null) {
      return line(BackendLogKind.GLIB, glib, line, nanos, span);
    }
    BackendLogLevel spdk = spdk(line);
    if (spdk != null) {
      return line(BackendLogKind.SPDK, spdk, line, nanos, span);
    }
    boolean panic =
        line.startsWith("PANIC: ")
            || line.startsWith("vu_panic: ")
            || line.startsWith("thread '") && line.contains("panicked at");
    if (panic) {
      BackendLogKind origin = first == 't' ? BackendLogKind.RUST : BackendLogKind.LIBVHOST_USER;
      return line(origin, BackendLogLevel.ERROR, line, nanos, span);
    }
    return rust(line, line, nanos, span);
  }

  /** Whether it is worth to look at a line: most are of other writers. */
  private static boolean mayBe(byte[] b, int start, int end) {
    if (end - start < 6) {
      return false;
    }
    switch (b[start]) {
      case '[', '|', '*', '(', 'V', 'R', 'P', 'E', 'q', 'v', 't', 'W', 'I', 'D', 'T':
        return true;
      default:
        return LogPrefix.find(b, start, end, '*') >= 0 || contains(b, start, end);
    }
  }

  private static boolean contains(byte[] b, int start, int end) {
    for (int i = start; i < end; i++) {
      boolean found =
          b[i] == 'V' && LogPrefix.starts(b, i, end, DPDK)
              || b[i] == 'R' && LogPrefix.starts(b, i, end, REQUEST);
      if (found) {
        return true;
      }
    }
    return false;
  }

  private static BackendLine dpdk(String line, BackendLogLevel level, long nanos, SourceSpan span) {
    String text = line;
    String socket = "";
    int close = text.indexOf(") ");
    if (text.startsWith("(") && close > 0) {
      socket = text.substring(1, close);
      text = text.substring(close + 2);
    }
    int read = text.indexOf("read message ");
    Request request = read < 0 ? null : request(text, read);
    return new BackendLine(
        span, nanos, BackendLogKind.DPDK, level, socket, request, text, values(text));
  }

  /** The level in {@code |00123|dpdk|WARN|}, which Open vSwitch puts before lines of DPDK. */
  private static BackendLogLevel ovsLevel(String head) {
    String[] parts = head.split("\\|", 6);
    BackendLogLevel level = parts.length == 5 && parts[4].isEmpty() ? level(parts[3]) : null;
    return level == BackendLogLevel.NONE
        ? BackendLogLevel.NOTE
        : level == null ? BackendLogLevel.NONE : level;
  }

  private static @Nullable BackendLine ovs(String line, long nanos, SourceSpan span) {
    String[] parts = line.split("\\|", 5);
    if (parts.length < 5 || parts[1].isEmpty() || !digits(parts[1])) {
      return null;
    }
    BackendLogLevel level = level(parts[3]);
    return level == null
        ? null
        : line(BackendLogKind.OVS, level, parts[2] + "|" + parts[3] + "|" + parts[4], nanos, span);
  }

  private @Nullable BackendLine bracket(
      String line, byte[] b, int start, long nanos, SourceSpan span) {
    int close = line.indexOf("] ");
    if (close < 0 || close > 128) {
      return null;
    }
    String head = line.substring(1, close);
    String rest = line.substring(close + 2).strip();
    boolean zone = time.iso(b, start + 1, start + 1 + close);
    if (zone) {
      String fields = head.indexOf(' ') < 0 ? "" : head.substring(head.indexOf(' ') + 1);
      BackendLine rust = rust(fields + ": " + rest, "[" + fields + "] " + rest, time.nanos(), span);
      if (rust != null) {
        return rust;
      }
    }
    BackendLogLevel level = spdk(rest);
    boolean spdk =
        level != null || rest.startsWith("Starting SPDK ") || head.startsWith(" DPDK EAL");
    return spdk
        ? line(BackendLogKind.SPDK, level == null ? BackendLogLevel.NONE : level, rest, nanos, span)
        : null;
  }

  /** {@code ERROR virtiofsd: TEXT}, as loggers of Rust write it. */
  private static @Nullable BackendLine rust(
      String fields, String text, long nanos, SourceSpan span) {
    String line = fields.strip();
    int space = line.indexOf(' ');
    BackendLogLevel level = space < 0 ? null : level(line.substring(0, space));
    int colon = line.indexOf(": ");
    if (level == null || colon < space || !Character.isUpperCase(line.charAt(0))) {
      return null;
    }
    String module = line.substring(space + 1, colon).strip();
    for (int i = 0; i < module.length(); i++) {
      char c = module.charAt(i);
      if (!LineReader.isNameByte(c) && c != ':' && c != '-') {
        return null;
      }
    }
    return module.isEmpty() ? null : line(BackendLogKind.RUST, level, text, nanos, span);
  }

  /** {@code vhost.c: 928:spdk_vhost_event_send: *ERROR*: }. */
  private static @Nullable BackendLogLevel spdk(String line) {
    int open = line.indexOf(": *");
    int close = open < 0 ? -1 : line.indexOf("*: ", open + 3);
    int file = line.indexOf(".c:");
    return close < 0 || file < 0 || file > open ? null : level(line.substring(open + 3, close));
  }

  /** {@code ** (vhost-user-input:1816): CRITICAL **: }. */
  private static @Nullable BackendLogLevel glib(String line) {
    int open = line.startsWith("** (") ? 3 : line.startsWith("(") ? 0 : -1;
    int close = open < 0 ? -1 : line.indexOf("): ", open);
    int stars = close < 0 ? -1 : line.indexOf(" **: ", close);
    if (stars < 0) {
      return null;
    }
    String word = line.substring(close + 3, stars);
    return level(word.substring(word.lastIndexOf('-') + 1));
  }

  private static @Nullable BackendLogLevel level(String word) {
    for (String error : ERRORS) {
      if (word.equals(error)) {
        return BackendLogLevel.ERROR;
      }
    }
    for (String warning : WARNINGS) {
      if (word.equals(warning)) {
        return BackendLogLevel.WARNING;
      }
    }
    for (String note : NOTES) {
      if (word.equals(note)) {
        return BackendLogLevel.NONE;
      }
    }
    return null;
  }

  private static boolean digits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static BackendLine line(
      BackendLogKind origin, BackendLogLevel level, String text, long nanos, SourceSpan span) {
    return new BackendLine(span, nanos, origin, level, "", null, text, values(text));
  }

  private static @Nullable Request request(String text, int from) {
    int start = text.indexOf(MESSAGE, from);
    if (start < 0) {
      return null;
    }
    int end = start;
    while (end < text.length() && LineReader.isNameByte(text.charAt(end))) {
      end++;
    }
    return Request.named(text.substring(start, end));
  }

  /**
   * Whether a line is a part of a message as libvhost-user prints it: {@code State.index: 1},
   * {@code Got kick_fd: 7 for vq: 0}.
   */
  static boolean payload(byte[] b, int start, int end) {
    if (end - start > MAX_PAYLOAD) {
      return false;
    }
    String line = LineReader.utf8(b, start, end).strip();
    int colon = line.indexOf(": ");
    if (colon <= 0) {
      return line.equals("vhost_vring_addr:") || line.startsWith("Region ");
    }
    boolean name =
        line.chars()
            .limit(colon)
            .allMatch(c -> LineReader.isNameByte((char) c) || ". ".indexOf(c) >= 0);
    String value = line.substring(colon + 2).strip();
    return name && !value.isEmpty() && Character.isDigit(value.charAt(0));
  }

  /** {@code vring base idx:0 last_used_idx:12} and {@code Flags: 0x1}. */
  public static List<QmpMessage.QmpLeaf> values(String text) {
    List<QmpMessage.QmpLeaf> out = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int colon = text.indexOf(':', at);
      if (colon < 0) {
        break;
      }
      int from = colon;
      while (from > at && LineReader.isNameByte(text.charAt(from - 1))) {
        from--;
      }
      int start = colon + 1;
      while (start < text.length() && text.charAt(start) == ' ') {
        start++;
      }
      int end = start;
      while (end < text.length() && " ,.)".indexOf(text.charAt(end)) < 0) {
        end++;
      }
      if (from < colon && start < end) {
        out.add(new QmpMessage.QmpLeaf(text.substring(from, colon), text.substring(start, end)));
      }
      at = Math.max(end, colon + 1);
    }
    return List.copyOf(out);
  }
}
