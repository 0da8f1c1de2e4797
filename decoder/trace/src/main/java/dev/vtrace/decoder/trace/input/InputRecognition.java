// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.input;

import static dev.vtrace.decoder.trace.InputKind.BACKEND_LOG;
import static dev.vtrace.decoder.trace.InputKind.BZIP2;
import static dev.vtrace.decoder.trace.InputKind.CPR_CHANNEL;
import static dev.vtrace.decoder.trace.InputKind.DESCRIPTORS_JSON;
import static dev.vtrace.decoder.trace.InputKind.EMPTY;
import static dev.vtrace.decoder.trace.InputKind.FTRACE;
import static dev.vtrace.decoder.trace.InputKind.GZIP;
import static dev.vtrace.decoder.trace.InputKind.JSON;
import static dev.vtrace.decoder.trace.InputKind.LZ4;
import static dev.vtrace.decoder.trace.InputKind.MIGRATION_STREAM;
import static dev.vtrace.decoder.trace.InputKind.MULTIFD_CHANNEL;
import static dev.vtrace.decoder.trace.InputKind.PCAP;
import static dev.vtrace.decoder.trace.InputKind.PCAPNG;
import static dev.vtrace.decoder.trace.InputKind.QEMU_LOG;
import static dev.vtrace.decoder.trace.InputKind.QMP;
import static dev.vtrace.decoder.trace.InputKind.SIMPLETRACE;
import static dev.vtrace.decoder.trace.InputKind.SIMPLETRACE_TEXT;
import static dev.vtrace.decoder.trace.InputKind.STRACE;
import static dev.vtrace.decoder.trace.InputKind.TAR;
import static dev.vtrace.decoder.trace.InputKind.TEXT;
import static dev.vtrace.decoder.trace.InputKind.TRACE_EVENTS;
import static dev.vtrace.decoder.trace.InputKind.UNKNOWN;
import static dev.vtrace.decoder.trace.InputKind.VHOST_USER_JSON;
import static dev.vtrace.decoder.trace.InputKind.XZ;
import static dev.vtrace.decoder.trace.InputKind.ZIP;
import static dev.vtrace.decoder.trace.InputKind.ZSTD;

import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.PackedForm;
import dev.vtrace.decoder.bytes.StreamMagic;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.event.EventTable;
import dev.vtrace.decoder.trace.line.LineReader;
import dev.vtrace.decoder.trace.line.TimeText;
import dev.vtrace.decoder.trace.log.FtraceReader;
import dev.vtrace.decoder.trace.log.LogPrefix;
import dev.vtrace.decoder.trace.log.QmpText;
import dev.vtrace.decoder.trace.log.TextKind;
import dev.vtrace.decoder.trace.log.Unwrapper;
import dev.vtrace.decoder.trace.simpletrace.SimpletraceReader;
import dev.vtrace.decoder.trace.socket.PcapReader;
import dev.vtrace.decoder.trace.socket.Pcapng;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tells what an input file is, by its first bytes and never by its name. */
public final class InputRecognition {
  /** Bytes that are enough to tell. */
  public static final int HEAD = 64 * 1024;

  /** Bytes that may be zero before a stream. */
  private static final long GAP = 16L << 20;

  private static final int LINES = 200;
  private static final byte[] STREAM = {'Q', 'E', 'V', 'M'};

  private InputRecognition() {}

  /**
   * The kind of what is in a file, after any packing. No more of it is read, or unpacked, than
   * tells.
   *
   * @throws IOException if it cannot be read, or is damaged where it is looked at
   */
  public static InputKind of(Path file) throws IOException {
    try (InputStream in = Inputs.look(file)) {
      return of(in);
    }
  }

  private static InputKind of(InputStream in) throws IOException {
    byte[] head = in.readNBytes(HEAD);
    InputKind kind = of(head, head.length);
    return kind == UNKNOWN && head.length == HEAD ? gap(head, in) : kind;
  }

  /** A stream, or a log, may stand after a gap that was never written: look on for it. */
  private static InputKind gap(byte[] chunk, InputStream in) throws IOException {
    int length = chunk.length;
    for (long at = 0; at < GAP && length > 0; at += HEAD) {
      int zero = 0;
      while (zero < length && chunk[zero] == 0) {
        zero++;
      }
      if (zero < length) {
        byte[] first = Arrays.copyOfRange(chunk, zero, zero + HEAD);
        int there = length - zero;
        there += in.readNBytes(first, there, HEAD - there);
        return startsWith(first, 0, there, STREAM) ? MIGRATION_STREAM : holed(first, there);
      }
      length = in.readNBytes(chunk, 0, HEAD);
    }
    return UNKNOWN;
  }

  /** The kind of a file that begins with these bytes. */
  public static InputKind of(byte[] head, int length) {
    if (length == 0) {
      return EMPTY;
    }
    InputKind binary = binary(head, length);
    if (binary != null) {
      return binary;
    }
    for (int i = 0; i < Math.min(length, 512); i++) {
      if (head[i] == 0) {
        return holed(head, length);
      }
    }
    return text(head, length);
  }

  /**
   * A log may begin in, or with, a hole: of a text with zero bytes only what is surely a log is.
   */
  private static InputKind holed(byte[] head, int length) {
    byte[] text = new byte[length];
    int kept = 0;
    for (int i = 0; i < length; i++) {
      int end = i;
      while (end < length && head[end] == 0) {
        end++;
      }
      boolean hole = end - i >= LineReader.HOLE;
      text[kept++] = hole ? (byte) '\n' : head[i];
      i = hole ? end - 1 : i;
    }
    InputKind kind = printable(text, kept) ? text(text, kept) : UNKNOWN;
    return kind == TEXT || kind == JSON ? UNKNOWN : kind;
  }

  private static @Nullable InputKind binary(byte[] b, int length) {
    int zero = 0;
    while (zero < length && b[zero] == 0) {
      zero++;
    }
    if (startsWith(b, zero, length, STREAM) || StreamMagic.isDamaged(b, length)) {
      return MIGRATION_STREAM;
    }
    if (starts(b, length, 0x11, 0x22, 0x33, 0x44)) {
      return MULTIFD_CHANNEL;
    }
    if (starts(b, length, 'Q', 'C', 'P', 'R')) {
      return CPR_CHANNEL;
    }
    if (starts(b, length, 0x1f, 0x8b)) {
      return GZIP;
    }
    if (starts(b, length, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      return XZ;
    }
    if (starts(b, length, 'P', 'K', 3, 4) || starts(b, length, 'P', 'K', 5, 6)) {
      return ZIP;
    }
    if (starts(b, length, 0x28, 0xb5, 0x2f, 0xfd)) {
      return ZSTD;
    }
    if (PackedForm.isBzip2(b, length)) {
      return BZIP2;
    }
    if (PackedForm.isLz4(b, length)) {
      return LZ4;
    }
    if (PackedForm.isTar(b, length)) {
      return TAR;
    }
    if (starts(b, length, 0x0a, 0x0d, 0x0d, 0x0a) || damagedPcapng(b, length)) {
      return PCAPNG;
    }
    if (PcapReader.order(b, length) != null) {
      return PCAP;
    }
    return SimpletraceReader.order(b, length) == null ? null : SIMPLETRACE;
  }

  /** Whether the byte-order magic of pcapng stands where it should, after a damaged block type. */
  private static boolean damagedPcapng(byte[] b, int length) {
    if (length < 12) {
      return false;
    }
    int magic = (b[8] & 0xff) << 24 | (b[9] & 0xff) << 16 | (b[10] & 0xff) << 8 | b[11] & 0xff;
    return magic == Pcapng.MAGIC || magic == Integer.reverseBytes(Pcapng.MAGIC);
  }

  private static boolean starts(byte[] b, int length, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (i >= length || (b[i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean startsWith(byte[] b, int at, int length, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (at + i >= length || b[at + i] != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** Counts what the lines look like; the most frequent kind wins. */
  private static InputKind text(byte[] b, int length) {
    int[] votes = new int[InputKind.values().length];
    Unwrapper wrapper = new Unwrapper();
    int lines = 0;
    int start = 0;
    boolean json = false;
    boolean traced = false;
    for (int i = 0; i < length && lines < LINES; i++) {
      if (b[i] != '\n' && i + 1 < length) {
        continue;
      }
      int end = b[i] == '\n' ? i : i + 1;
      int stop = end > start && b[end - 1] == '\r' ? end - 1 : end;
      if (stop > start) {
        json |= lines == 0 && object(b, start, stop);
        lines++;
        InputKind kind = line(b, start, stop, json, wrapper);
        if (kind != null) {
          votes[kind.ordinal()]++;
        }
        traced |=
            kind == QEMU_LOG && TextKind.event(wrapper.buffer(), wrapper.start(), wrapper.end());
      }
      start = i + 1;
    }
    InputKind best = json ? JSON : TEXT;
    for (InputKind kind : InputKind.values()) {
      if (votes[kind.ordinal()] > (best.ordinal() < votes.length ? votes[best.ordinal()] : 0)) {
        best = kind;
      }
    }
    if (traced && (best == QMP || best == BACKEND_LOG)) {
      // Its reader knows the lines of all three.
      return QEMU_LOG;
    }
    if (best != TEXT && best != JSON) {
      return best;
    }
    if (best == TEXT && !printable(b, length)) {
      return UNKNOWN;
    }
    return PastedLines.any(b, length, LINES, best == JSON) ? QEMU_LOG : best;
  }

  /** Whether a text begins as JSON does; a bracket also begins lines of many loggers. */
  private static boolean object(byte[] b, int start, int end) {
    int next = start + 1;
    while (next < end && b[next] == ' ') {
      next++;
    }
    return b[start] == '{' || b[start] == '[' && (next >= end || "{[\"]".indexOf(b[next]) >= 0);
  }

  /** The kind of a line as it stands, else of what is left without its wrappers. */
  static @Nullable InputKind line(byte[] b, int start, int stop, boolean json, Unwrapper wrapper) {
    boolean wrapped = wrapper.unwrap(b, start, stop);
    InputKind kind = json || b[start] == '{' ? jsonLine(b, start, stop) : null;
    if (!json && kind == QMP) {
      // A log may hold a conversation beside other lines.
      kind = null;
    }
    if (kind == null && b[start] != '{') {
      kind = line(b, start, stop);
    }
    if (kind != null) {
      return kind;
    }
    byte[] text = wrapper.buffer();
    int from = wrapper.start();
    int to = LogPrefix.find(text, from, wrapper.end(), '\n');
    to = to < 0 ? wrapper.end() : to;
    if (from < to && (wrapped || !json || QmpText.begins(text, from, to))) {
      return TextKind.of(text, from, to, wrapper.prompted(), wrapper.nanos() >= 0);
    }
    return json ? TextKind.pretty(b, start, stop) : null;
  }

  private static boolean printable(byte[] b, int length) {
    int odd = 0;
    for (int i = 0; i < length; i++) {
      if (b[i] >= 0 && b[i] < ' ' && b[i] != '\n' && b[i] != '\r' && b[i] != '\t' && b[i] != 0x1b) {
        odd++;
      }
    }
    return odd * 20L <= length;
  }

  private static @Nullable InputKind jsonLine(byte[] b, int start, int end) {
    if (b[start] != '{') {
      return null;
    }
    String line = new String(b, start, Math.min(end - start, 4096), StandardCharsets.ISO_8859_1);
    if (line.contains("\"fd_byte_off\"")) {
      return DESCRIPTORS_JSON;
    }
    if (line.contains("\"conn\"") && (line.contains("\"hex\"") || line.contains("\"event\""))) {
      return VHOST_USER_JSON;
    }
    boolean wrapped = line.contains("\"msg\"") && line.contains("\"dir\"");
    boolean qmp =
        line.startsWith("{\"execute\"")
            || line.startsWith("{\"return\"")
            || line.startsWith("{\"QMP\"")
            || line.startsWith("{\"error\"")
            || line.startsWith("{\"timestamp\"")
            || line.startsWith("{\"event\"");
    return wrapped || qmp ? QMP : null;
  }

  private static @Nullable InputKind line(byte[] b, int start, int end) {
    String line = new String(b, start, Math.min(end - start, 400), StandardCharsets.ISO_8859_1);
    if (FtraceReader.marker(b, start, end) >= 0 || line.startsWith("# tracer:")) {
      return FTRACE;
    }
    if (line.contains("QEMU_MONITOR_") && line.contains("mon=")) {
      return QMP;
    }
    if (call(line)) {
      return STRACE;
    }
    if (line.charAt(line.length() - 1) == '"' && EventTable.declaration(line) != null) {
      return TRACE_EVENTS;
    }
    return event(b, start, end, line);
  }

  /** {@code 16963 08:01:33.305296 read(3, ...} in any of its forms. */
  private static boolean call(String line) {
    int open = line.indexOf('(');
    if (line.contains(" resumed>") || line.contains("+++ exited with ")) {
      return true;
    }
    if (open <= 0 || line.contains("(void)")) {
      return false;
    }
    int name = open;
    while (name > 0 && LineReader.isNameByte(line.charAt(name - 1))) {
      name--;
    }
    if (name == open) {
      return false;
    }
    for (int i = 0; i < name; i++) {
      if ("0123456789 .:[]pid".indexOf(line.charAt(i)) < 0) {
        return false;
      }
    }
    return line.lastIndexOf(") = ") > open
        || line.contains("<unfinished")
        || name > 0 && Character.digit(line.charAt(0), 10) >= 0;
  }

  private static @Nullable InputKind event(byte[] b, int start, int end, String line) {
    TimeText time = new TimeText();
    if (time.threadStamp(b, start, end)) {
      return QEMU_LOG;
    }
    // What libvirt writes around the log of a QEMU that it runs.
    if (line.contains(": starting up libvirt version: ")
        || line.contains(": shutting down, reason=")) {
      return QEMU_LOG;
    }
    int space = line.indexOf(' ');
    int pid = line.indexOf(" pid=");
    if (pid > space
        && space > 0
        && line.indexOf(' ', space + 1) == pid
        && pid - space > 4
        && line.charAt(pid - 4) == '.') {
      return SIMPLETRACE_TEXT;
    }
    return null;
  }
}
