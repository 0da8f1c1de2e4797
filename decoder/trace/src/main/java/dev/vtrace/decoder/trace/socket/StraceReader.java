// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.socket;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.ReadSummary.TimeBasis;
import dev.vtrace.decoder.trace.SocketCall;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.line.LimitedFindings;
import dev.vtrace.decoder.trace.line.LineReader;
import dev.vtrace.decoder.trace.line.TimeText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the output of strace: calls that send or receive on sockets, with their bytes and the
 * descriptors that they pass. Knows {@code -f} in both forms, {@code -t -tt -ttt -r}, {@code -x
 * -xx}, {@code -y -yy}, {@code -s}, {@code -T}, and calls that another thread interrupts.
 */
public final class StraceReader implements TraceReader {
  private static final Set<String> SENDS = Set.of("sendmsg", "sendto", "send", "write", "writev");
  private static final Set<String> RECEIVES =
      Set.of("recvmsg", "recvfrom", "recv", "read", "readv");

  /** Calls that wait for their end at once: one a thread. */
  private static final int MAX_UNFINISHED = 4096;

  private static final long DAY = 86_400_000_000_000L;

  private final ReadOptions options;

  /** A reader for one file. */
  public StraceReader(ReadOptions options) {
    this.options = options;
  }

  @Override
  public ReadSummary read(InputStream in, Consumer<? super TraceRecord> sink) throws IOException {
    return new StraceReading(in, sink).read();
  }

  /** A call whose end has not come yet. */
  private record Unfinished(String text, long timeNs, SourceSpan span) {}

  private final class StraceReading {
    private final LineReader lines;
    private final Consumer<? super TraceRecord> sink;
    private final LimitedFindings findings = new LimitedFindings(options.diagnostics());
    private final TimeText time = new TimeText();
    private final Map<Long, Unfinished> unfinished = new HashMap<>();
    private TimeBasis clock = TimeBasis.NONE;
    private long relative;
    private long days;
    private long lastOfDay = -1;
    private long events;
    private long damaged;
    private long thread;
    private long nanos;

    StraceReading(InputStream in, Consumer<? super TraceRecord> sink) {
      this.lines = new LineReader(in, LineReader.DATA_LINE, options.file(), findings);
      this.sink = sink;
    }

    ReadSummary read() throws IOException {
      while (lines.next()) {
        int at = prefix();
        if (at < lines.end() && !lines.cut()) {
          call(at);
        } else if (lines.cut()) {
          damaged(Code.LINE_TOO_LONG, "the line is longer than any call");
        }
      }
      if (!unfinished.isEmpty()) {
        findings.add(
            Code.LINE_DAMAGED,
            lines.offset(),
            0,
            options.file(),
            unfinished.size() + " calls have no end in the file");
      }
      findings.end();
      return new ReadSummary(clock, lines.consumed(), lines.line(), events, 0, damaged);
    }

    private void damaged(Code code, String text) {
      damaged++;
      findings.add(code, lines.offset(), lines.length(), options.file() + ":" + lines.line(), text);
    }

    /** Reads thread and time; returns the index of the call. */
    private int prefix() {
      byte[] b = lines.buffer();
      int end = lines.end();
      int at = lines.start();
      thread = -1;
      nanos = -1;
      if (at + 5 < end && b[at] == '[' && b[at + 1] == 'p') {
        int close = at;
        while (close < end && b[close] != ']') {
          close++;
        }
        thread = number(b, at + 4, close);
        at = close + 1;
      } else {
        int stop = at;
        while (stop < end && b[stop] >= '0' && b[stop] <= '9') {
          stop++;
        }
        if (stop > at && stop < end && b[stop] == ' ') {
          thread = number(b, at, stop);
          at = stop;
        }
      }
      boolean padded = at < end && b[at] == ' ';
      while (at < end && b[at] == ' ') {
        at++;
      }
      if (at < end && b[at] >= '0' && b[at] <= '9') {
        at = stamp(b, at, end, padded);
      }
      return at;
    }

    private int stamp(byte[] b, int start, int end, boolean padded) {
      int at = start;
      if (time.timeOfDay(b, at, end)) {
        clock = TimeBasis.TIME_OF_DAY;
        if (time.nanos() < lastOfDay - DAY / 2) {
          days++;
        }
        lastOfDay = time.nanos();
        nanos = time.nanos() + days * DAY;
      } else if (time.seconds(b, at, end)) {
        if (time.nanos() > 100_000_000L * 1_000_000_000L) {
          clock = TimeBasis.WALL;
          nanos = time.nanos();
        } else {
          clock = TimeBasis.RELATIVE;
          relative += time.nanos();
          nanos = relative;
        }
      } else {
        return at;
      }
      at = time.end();
      while (at < end && b[at] == ' ') {
        at++;
      }
      return at;
    }

    private long number(byte[] b, int from, int to) {
      long value = 0;
      for (int i = from; i < to; i++) {
        if (b[i] >= '0' && b[i] <= '9') {
          value = value * 10 + b[i] - '0';
        }
      }
      return value;
    }

    private void call(int start) {
      byte[] b = lines.buffer();
      int end = lines.end();
      SourceSpan span =
          new SourceSpan(options.file(), lines.offset(), lines.length(), lines.line());
      if (b[start] == '<') {
        resumed(start, span);
        return;
      }
      int open = start;
      while (open < end && LineReader.isNameByte(b[open])) {
        open++;
      }
      if (open == start || open >= end || b[open] != '(') {
        return;
      }
      String name = lines.text(start, open);
      if (!SENDS.contains(name) && !RECEIVES.contains(name)) {
        return;
      }
      if (!socket(b, open, end)) {
        return;
      }
      String text = new String(b, start, end - start, StandardCharsets.ISO_8859_1);
      if (text.endsWith("<unfinished ...>")) {
        if (unfinished.size() < MAX_UNFINISHED) {
          String begun = text.substring(0, text.length() - 16);
          unfinished.put(thread, new Unfinished(begun, nanos, span));
        }
        return;
      }
      finish(text, nanos, span);
    }

    /** Files and pipes are passed over where strace says what a descriptor is. */
    private boolean socket(byte[] b, int open, int end) {
      int at = open + 1;
      while (at < end && b[at] >= '0' && b[at] <= '9') {
        at++;
      }
      if (at >= end || b[at] != '<') {
        return true;
      }
      return at + 5 < end
          && (b[at + 1] == 'U' && b[at + 2] == 'N' || b[at + 1] == 's' && b[at + 2] == 'o');
    }

    private void resumed(int start, SourceSpan span) {
      Unfinished begun = unfinished.remove(thread);
      if (begun == null) {
        return;
      }
      String text =
          new String(lines.buffer(), start, lines.end() - start, StandardCharsets.ISO_8859_1);
      int close = text.indexOf(" resumed>");
      if (!text.startsWith("<... ") || close < 0) {
        damaged(Code.LINE_DAMAGED, "the end of a call without its beginning");
        return;
      }
      finish(begun.text() + text.substring(close + 9), begun.timeNs(), begun.span());
    }

    private void finish(String text, long timeNs, SourceSpan span) {
      int result = text.lastIndexOf(") = ");
      if (result < 0) {
        damaged(Code.LINE_DAMAGED, "a call without a result; the line is cut");
        return;
      }
      long moved = result(text, result + 4);
      if (moved <= 0 || text.indexOf("MSG_PEEK", result - 200) > 0) {
        return;
      }
      int open = text.indexOf('(');
      String name = text.substring(0, open);
      Scanner scanner = new Scanner(text, open + 1, result);
      int fd = scanner.number();
      String socket = scanner.description();
      if (fd < 0) {
        damaged(Code.LINE_DAMAGED, "a call without a descriptor");
        return;
      }
      boolean message = name.endsWith("msg");
      byte[] bytes = scanner.data(message, moved);
      List<SocketCall.PassedDescriptor> passed = message ? scanner.passed() : List.of();
      long missing = moved - bytes.length;
      if (missing > 0) {
        findings.add(
            Code.STRINGS_CUT,
            span.offset(),
            span.length(),
            options.file() + ":" + span.line(),
            missing + " of " + moved + " bytes are not shown");
      }
      events++;
      boolean outgoing = SENDS.contains(name);
      sink.accept(
          new SocketCall(span, timeNs, thread, name, fd, socket, outgoing, bytes, missing, passed));
    }

    private long result(String text, int at) {
      long value = 0;
      for (int i = at; i < text.length() && i < at + 12; i++) {
        char c = text.charAt(i);
        if (c < '0' || c > '9') {
          return i == at ? -1 : value;
        }
        value = value * 10 + c - '0';
      }
      return value;
    }
  }

  /** Goes through the arguments of one call. */
  private static final class Scanner {
    private final String text;
    private final int end;
    private int at;

    Scanner(String text, int at, int end) {
      this.text = text;
      this.at = at;
      this.end = end;
    }

    int number() {
      int value = -1;
      while (at < end && Character.digit(text.charAt(at), 10) >= 0 && value < 100_000_000) {
        value = Math.max(0, value) * 10 + text.charAt(at++) - '0';
      }
      return value;
    }

    /** What stands between angle brackets; an arrow inside does not end it. */
    String description() {
      if (at >= end || text.charAt(at) != '<') {
        return "";
      }
      int from = ++at;
      while (at < end && !(text.charAt(at) == '>' && text.charAt(at - 1) != '-')) {
        at++;
      }
      String raw = text.substring(from, at);
      at = Math.min(end, at + 1);
      return raw.indexOf('\\') < 0 ? raw : unescape(raw);
    }

    private static String unescape(String raw) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int i = 0; i < raw.length(); ) {
        i = escape(raw, i, raw.length(), out);
      }
      return out.toString(StandardCharsets.UTF_8);
    }

    byte[] data(boolean message, long moved) {
      if (message) {
        int iov = text.indexOf("msg_iov", at);
        at = iov < 0 || iov > end ? end : iov;
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      boolean cut = false;
      int from = at + 7;
      while (at < end && out.size() < moved) {
        char c = text.charAt(at);
        if (c == '"') {
          ByteArrayOutputStream piece = new ByteArrayOutputStream();
          at = string(at + 1, piece);
          if (!cut) {
            out.writeBytes(piece.toByteArray());
          }
          cut |= text.startsWith("...", at);
          continue;
        }
        boolean over = message && c == 'm' && at > from && text.startsWith("msg_", at);
        if (over) {
          break;
        }
        at++;
      }
      byte[] all = out.toByteArray();
      return all.length <= moved ? all : Arrays.copyOf(all, (int) moved);
    }

    private int string(int start, ByteArrayOutputStream out) {
      int i = start;
      while (i < end && text.charAt(i) != '"') {
        i = escape(text, i, end, out);
      }
      return Math.min(end, i + 1);
    }

    /** One character of a C string; returns the index after it. */
    private static int escape(String s, int i, int end, ByteArrayOutputStream out) {
      char c = s.charAt(i);
      if (c != '\\' || i + 1 >= end) {
        out.write(c);
        return i + 1;
      }
      char kind = s.charAt(i + 1);
      int digits = 0;
      int value = 0;
      if (kind == 'x') {
        int at = i + 2;
        while (at < end && digits < 2 && Character.digit(s.charAt(at), 16) >= 0) {
          value = value * 16 + Character.digit(s.charAt(at++), 16);
          digits++;
        }
        out.write(value);
        return at;
      }
      int at = i + 1;
      while (at < end && digits < 3 && Character.digit(s.charAt(at), 8) >= 0) {
        value = value * 8 + Character.digit(s.charAt(at++), 8);
        digits++;
      }
      if (digits > 0) {
        out.write(value);
        return at;
      }
      int letter = "abtnvfr".indexOf(kind);
      out.write(letter < 0 ? kind : 7 + letter);
      return i + 2;
    }

    List<SocketCall.PassedDescriptor> passed() {
      List<SocketCall.PassedDescriptor> out = new ArrayList<>();
      int rights = text.indexOf("SCM_RIGHTS", at);
      if (rights < 0 || rights > end) {
        return out;
      }
      // strace before 4.13 has the numbers in braces, without a name.
      int open = rights;
      while (open < end && text.charAt(open) != '[' && text.charAt(open) != '{') {
        open++;
      }
      at = open + 1;
      while (at < end && text.charAt(at) != ']' && text.charAt(at) != '}') {
        int fd = number();
        if (fd < 0) {
          at++;
          continue;
        }
        out.add(new SocketCall.PassedDescriptor(fd, description()));
      }
      return List.copyOf(out);
    }
  }
}
