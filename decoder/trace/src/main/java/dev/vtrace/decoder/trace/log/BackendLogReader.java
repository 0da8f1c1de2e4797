// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.ReadSummary.TimeBasis;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.line.LimitedFindings;
import dev.vtrace.decoder.trace.line.LineReader;
import dev.vtrace.decoder.trace.line.ProgramName;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads logs of back-ends: DPDK, SPDK, Open vSwitch, programs with libvhost-user, QEMU's storage
 * daemon, back-ends in Rust. Many have no times of their own; a time stamp that a logger put before
 * the line is used. Every line is passed on; lines of QEMU as {@link LogLine}, messages of QMP as
 * {@link QmpMessage}.
 */
public final class BackendLogReader implements TraceReader {
  private final ReadOptions options;

  /** A reader for one log. */
  public BackendLogReader(ReadOptions options) {
    this.options = options;
  }

  @Override
  public ReadSummary read(InputStream in, Consumer<? super TraceRecord> sink) throws IOException {
    LimitedFindings findings = new LimitedFindings(options.diagnostics());
    LineReader lines = new LineReader(in, LineReader.LOG_LINE, options.file(), findings);
    MixedLine mixed = new MixedLine(sink);
    while (lines.next()) {
      SourceSpan span =
          new SourceSpan(options.file(), lines.offset(), lines.length(), lines.line());
      mixed.begin(lines.buffer(), lines.start(), lines.end(), -1, span);
      while (mixed.next()) {
        if (mixed.accept()) {
          continue;
        }
        if (ProgramName.end(mixed.buffer(), mixed.start(), mixed.end()) >= 0) {
          String text = LineReader.utf8(mixed.buffer(), mixed.start(), mixed.end());
          sink.accept(new LogLine(span, mixed.nanos(), text, false));
        } else {
          mixed.other();
        }
      }
    }
    mixed.finish();
    findings.end();
    TimeBasis clock = mixed.timed() ? TimeBasis.WALL : TimeBasis.NONE;
    return new ReadSummary(clock, lines.consumed(), lines.line(), mixed.count(), 0, 0);
  }
}
