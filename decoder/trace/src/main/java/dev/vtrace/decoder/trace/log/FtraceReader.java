// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.ReadSummary.TimeBasis;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.event.NameTable;
import dev.vtrace.decoder.trace.event.PrintedArguments;
import dev.vtrace.decoder.trace.line.LimitedFindings;
import dev.vtrace.decoder.trace.line.LineReader;
import dev.vtrace.decoder.trace.line.TimeText;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads the text of Linux ftrace with what QEMU's ftrace backend wrote to {@code trace_marker}:
 *
 * <pre>  qemu-system-x86-1234  [003] .....  5678.901234: tracing_mark_write: vhost_dev_stop 0x..
 * </pre>
 *
 * Other ftrace lines are passed over; the clock is that of the trace, normally since boot.
 */
public final class FtraceReader implements TraceReader {
  private static final byte[] MARK = {'_', 'm', 'a', 'r', 'k', '_', 'w', 'r', 'i', 't', 'e', ':'};
  private static final byte[] PRINT = {':', ' ', 'p', 'r', 'i', 'n', 't', ':'};

  private final ReadOptions options;

  /** A reader for one trace. */
  public FtraceReader(ReadOptions options) {
    this.options = options;
  }

  @Override
  public ReadSummary read(InputStream in, Consumer<? super TraceRecord> sink) throws IOException {
    LimitedFindings findings = new LimitedFindings(options.diagnostics());
    LineReader lines = new LineReader(in, LineReader.LOG_LINE, options.file(), findings);
    NameTable names = new NameTable(options.events(), options.names());
    TimeText time = new TimeText();
    long events = 0;
    long refused = 0;
    long damaged = 0;
    while (lines.next()) {
      byte[] b = lines.buffer();
      int end = lines.end();
      int marker = marker(b, lines.start(), end);
      if (marker < 0) {
        continue;
      }
      int at = marker;
      while (at < end && b[at] == ' ') {
        at++;
      }
      int hash = 0;
      int stop = at;
      while (stop < end && LineReader.isNameByte(b[stop])) {
        hash = NameTable.hash(hash, b[stop++]);
      }
      long nanos = stamp(time, b, lines.start(), marker);
      NameTable.NameEntry entry = stop > at ? names.find(b, at, stop, hash) : null;
      boolean named = entry != null && entry.isEvent() && (stop == end || b[stop] == ' ');
      SourceSpan span =
          new SourceSpan(options.file(), lines.offset(), lines.length(), lines.line());
      if (nanos < 0 || lines.cut()) {
        damaged++;
        findings.add(
            Code.LINE_DAMAGED,
            lines.offset(),
            lines.length(),
            options.file() + ":" + lines.line(),
            "a marker without a time");
      }
      if (!named) {
        sink.accept(new LogLine(span, nanos, lines.text(at, end), nanos < 0));
      } else if (!requireNonNull(entry).wanted) {
        refused++;
      } else {
        events++;
        sink.accept(
            new TraceEvent(
                span,
                nanos,
                thread(b, lines.start(), marker),
                entry.name,
                new PrintedArguments(
                    lines.text(Math.min(end, stop + 1), end),
                    entry.declaration,
                    entry.name.known())));
      }
    }
    findings.end();
    return new ReadSummary(
        TimeBasis.MONOTONIC, lines.consumed(), lines.line(), events, refused, damaged);
  }

  /** The index after the word that says a marker follows, or -1. */
  public static int marker(byte[] b, int start, int end) {
    if (start < end && b[start] == '#') {
      return -1;
    }
    for (int i = start; i < end; i++) {
      if (b[i] == ':' && i >= start + MARK.length && matches(b, i + 1 - MARK.length, MARK)) {
        return i + 1;
      }
      if (b[i] == ':' && i >= start + PRINT.length && matches(b, i + 1 - PRINT.length, PRINT)) {
        int at = i + 1;
        // trace-cmd shows the marker's function or address first.
        for (int colon = at; colon < end && colon < at + 40; colon++) {
          if (b[colon] == ':' && colon + 1 < end && b[colon + 1] == ' ') {
            return colon + 1;
          }
        }
        return at;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] b, int at, byte[] word) {
    for (int i = 0; i < word.length; i++) {
      if (b[at + i] != word[i]) {
        return false;
      }
    }
    return true;
  }

  /** The last {@code seconds.fraction:} before the marker. */
  private static long stamp(TimeText time, byte[] b, int start, int marker) {
    for (int i = marker - 2; i > start; i--) {
      if (b[i] == ':' && i > start && b[i - 1] >= '0' && b[i - 1] <= '9') {
        int from = i;
        while (from > start && (b[from - 1] == '.' || b[from - 1] >= '0' && b[from - 1] <= '9')) {
          from--;
        }
        return time.seconds(b, from, i) && time.end() == i ? time.nanos() : -1;
      }
    }
    return -1;
  }

  /** The number between the last dash of the task and the processor's bracket. */
  private static long thread(byte[] b, int start, int marker) {
    int bracket = start;
    while (bracket < marker && b[bracket] != '[') {
      bracket++;
    }
    int end = bracket;
    while (end > start && b[end - 1] == ' ') {
      end--;
    }
    if (end > start && b[end - 1] == ')') {
      while (end > start && b[end - 1] != '(') {
        end--;
      }
      end--;
      while (end > start && b[end - 1] == ' ') {
        end--;
      }
    }
    long value = 0;
    long scale = 1;
    int at = end;
    while (at > start && b[at - 1] >= '0' && b[at - 1] <= '9' && end - at < 10) {
      value += (b[--at] - '0') * scale;
      scale *= 10;
    }
    return at < end ? value : -1;
  }
}
