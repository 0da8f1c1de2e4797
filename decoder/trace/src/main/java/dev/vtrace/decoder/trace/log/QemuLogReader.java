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
import dev.vtrace.decoder.trace.line.ProgramName;
import dev.vtrace.decoder.trace.line.TimeText;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads QEMU's text log. An event is {@code name args} after one of three beginnings: nothing,
 * {@code 32117@1795419395.385718:} (thread id; QEMU up to 10.1 with {@code -msg timestamp=on}), or
 * {@code 2026-11-23T07:36:44.750370Z } (from 10.2 on; no fraction when it is 0). Everything else is
 * kept as a {@link LogLine}, without what loggers put around it; messages of QMP and lines of
 * back-ends between the lines of QEMU are passed on as what they are.
 */
public final class QemuLogReader implements TraceReader {
  /** Threads write a little out of order; more than this is a jump of the clock. */
  private static final long JUMP_NS = 1_000_000_000L;

  private static final String FAILED = " failed";

  private final ReadOptions options;

  /** A reader for one log. */
  public QemuLogReader(ReadOptions options) {
    this.options = options;
  }

  @Override
  public ReadSummary read(InputStream in, Consumer<? super TraceRecord> sink) throws IOException {
    return new QemuLogReading(in, sink).read();
  }

  private final class QemuLogReading {
    private final LineReader lines;
    private final Consumer<? super TraceRecord> sink;
    private final LimitedFindings findings = new LimitedFindings(options.diagnostics());
    private final NameTable names = new NameTable(options.events(), options.names());
    private final TimeText time = new TimeText();
    private final MixedLine mixed;
    private final FoldedLines folded;

    @SuppressWarnings("NullAway.Init")
    private byte[] buffer;

    private long latest = -1;
    private boolean timed;
    private boolean wrapperTimed;
    private boolean taken;
    private long events;
    private long refused;
    private long damaged;

    QemuLogReading(InputStream in, Consumer<? super TraceRecord> sink) {
      this.lines = new LineReader(in, LineReader.LOG_LINE, options.file(), findings);
      this.sink = sink;
      this.mixed = new MixedLine(sink);
      this.folded = new FoldedLines(lines);
    }

    ReadSummary read() throws IOException {
      while (lines.next()) {
        buffer = lines.buffer();
        if (lines.cut()) {
          damaged(Code.LINE_TOO_LONG, "the line is longer than " + LineReader.LOG_LINE + " bytes");
        } else if (!lines.terminated() && lines.length() > 0) {
          damaged(Code.LINE_DAMAGED, "the last line has no end; it may be cut");
        }
        line(lines.start(), lines.end(), -1, false);
      }
      mixed.finish();
      findings.end();
      TimeBasis clock = timed || wrapperTimed || mixed.timed() ? TimeBasis.WALL : TimeBasis.NONE;
      long count = events + mixed.count();
      return new ReadSummary(clock, lines.consumed(), lines.line(), count, refused, damaged);
    }

    private void damaged(Code code, String text) {
      damaged++;
      findings.add(code, lines.offset(), lines.length(), options.file() + ":" + lines.line(), text);
    }

    /**
     * Reads a line, and those that begin inside it.
     *
     * @param wrapperNs the time of what was taken off, or -1
     * @param bare whether wrappers were taken off already
     */
    private void line(int start, int end, long wrapperNs, boolean bare) throws IOException {
      int next = first(start, end, wrapperNs, bare);
      while (next > 0) {
        next = first(next, end, -1, bare);
      }
    }

    /** Reads a line up to where another begins inside it, which it returns; -1 if none does. */
    private int first(int start, int end, long wrapperNs, boolean bare) throws IOException {
      long thread = -1;
      long nanos = -1;
      int at = start;
      if (end > start && buffer[start] >= '0' && buffer[start] <= '9') {
        if (time.iso(buffer, start, end)) {
          nanos = time.nanos();
          at = time.end();
          if (at < end && buffer[at] == ' ') {
            at++;
          }
        } else if (time.threadStamp(buffer, start, end)) {
          nanos = time.nanos();
          thread = time.thread();
          at = time.end();
        }
      }
      boolean own = nanos >= 0;
      nanos = own ? nanos : wrapperNs;
      int hash = 0;
      int stop = at;
      while (stop < end && LineReader.isNameByte(buffer[stop])) {
        hash = NameTable.hash(hash, buffer[stop++]);
      }
      boolean name = stop > at && (stop == end || buffer[stop] == ' ');
      NameTable.NameEntry entry = name ? names.find(buffer, at, stop, hash) : null;
      boolean event = entry != null && entry.isEvent();
      if (!event && !bare) {
        // What may be the time of a logger is none of QEMU's clock.
        other(start, end, nanos);
        return -1;
      }
      if (own) {
        clock(nanos);
      }
      wrapperTimed |= nanos >= 0;
      int second = at > start || !timed ? second(at, end) : second(start + 1, end);
      if (second > 0) {
        interleaved(start, second, nanos);
        return second;
      }
      boolean stray = timed && nanos < 0 && !taken;
      // A report may begin with the name of a function, which looks like that of an event.
      boolean report =
          entry != null
              && entry.declaration == null
              && lines.text(stop, Math.min(end, stop + FAILED.length())).equals(FAILED);
      if (!event || report || stray && requireNonNull(entry).declaration == null) {
        plain(start, at, end, nanos, stray && !report && event);
        return -1;
      }
      if (!requireNonNull(entry).wanted) {
        refused++;
        return -1;
      }
      int from = Math.min(end, stop + 1);
      events++;
      sink.accept(
          new TraceEvent(
              span(start, end),
              nanos,
              thread,
              entry.name,
              new PrintedArguments(
                  LineReader.utf8(buffer, from, end), entry.declaration, entry.name.known())));
      return -1;
    }

    /** What is no event as it stands: another's line, or one of QEMU with something around it. */
    private void other(int start, int end, long nanos) throws IOException {
      byte[] whole = buffer;
      mixed.begin(whole, start, end, nanos, span(start, end));
      while (mixed.next()) {
        if (!mixed.accept()) {
          buffer = mixed.buffer();
          taken = mixed.wrapped();
          line(mixed.start(), mixed.end(), mixed.nanos(), true);
        }
      }
      taken = false;
      buffer = whole;
    }

    private SourceSpan span(int start, int end) {
      if (taken || buffer != lines.buffer()) {
        return new SourceSpan(options.file(), lines.offset(), lines.length(), lines.line());
      }
      long offset = lines.offset() + start - lines.start();
      return new SourceSpan(options.file(), offset, end - start, lines.line());
    }

    private void clock(long nanos) {
      timed = true;
      if (nanos < latest - JUMP_NS) {
        findings.add(
            Code.CLOCK_JUMP,
            lines.offset(),
            lines.length(),
            options.file() + ":" + lines.line(),
            "time goes back by " + (latest - nanos) / 1_000_000 + " ms");
        latest = nanos;
      }
      latest = Math.max(latest, nanos);
    }

    /** The start of a second time stamp in the line, or -1. */
    private int second(int from, int end) {
      for (int i = from; i < end; i++) {
        byte c = buffer[i];
        if (c == 'Z' && i + 1 < end && buffer[i + 1] == ' ') {
          for (int length : new int[] {26, 19}) {
            if (i - length >= from && time.iso(buffer, i - length, end) && time.end() == i + 1) {
              return i - length;
            }
          }
        } else if (c == '@' && i > from && buffer[i - 1] >= '0' && buffer[i - 1] <= '9') {
          int start = i;
          while (start > from
              && i - start < 10
              && buffer[start - 1] >= '0'
              && buffer[start - 1] <= '9') {
            start--;
          }
          if (time.threadStamp(buffer, start, end)) {
            return start;
          }
        }
      }
      return -1;
    }

    private void interleaved(int start, int second, long nanos) {
      damaged(Code.LINES_INTERLEAVED, "a second line begins inside this one");
      sink.accept(
          new LogLine(span(start, second), nanos, LineReader.utf8(buffer, start, second), true));
    }

    private void plain(int start, int at, int end, long nanos, boolean cut) throws IOException {
      if (end == start) {
        return;
      }
      boolean garbage = cut;
      for (int i = at; i < end && !garbage; i++) {
        garbage = buffer[i] >= 0 && buffer[i] < ' ' && buffer[i] != '\t' && buffer[i] != 0x1b;
      }
      if (garbage) {
        damaged(
            Code.LINE_DAMAGED,
            cut ? "an event without the time that the others have" : "the line is not text");
      }
      SourceSpan span = span(start, end);
      String text = LineReader.utf8(buffer, at, end);
      boolean report = !garbage && ProgramName.end(buffer, at, end) >= 0;
      String rest = report && buffer == lines.buffer() ? folded.rest(text) : "";
      sink.accept(new LogLine(span, nanos, text + rest, garbage));
    }
  }
}
