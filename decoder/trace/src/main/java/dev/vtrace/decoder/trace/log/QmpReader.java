// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.LogLine;
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
 * Reads QMP conversations: one object a line, printed over several lines, with the prompt of
 * qmp-shell, in the logs of libvirtd and avocado, as virsh shows them, or typed into the human
 * monitor; forms may be mixed. What QEMU and back-ends wrote between the messages is passed on as
 * {@link LogLine} and {@link BackendLine}.
 */
public final class QmpReader implements TraceReader {
  private final ReadOptions options;

  /** A reader for one transcript. */
  public QmpReader(ReadOptions options) {
    this.options = options;
  }

  @Override
  public ReadSummary read(InputStream in, Consumer<? super TraceRecord> sink) throws IOException {
    LineReader lines = new LineReader(in, LineReader.DATA_LINE);
    LimitedFindings findings = new LimitedFindings(options.diagnostics());
    MixedLine mixed = new MixedLine(sink);
    long damaged = 0;
    while (lines.next()) {
      SourceSpan span =
          new SourceSpan(options.file(), lines.offset(), lines.length(), lines.line());
      mixed.begin(lines.buffer(), lines.start(), lines.end(), -1, span);
      boolean odd = false;
      while (mixed.next()) {
        boolean taken = mixed.accept();
        odd |= taken ? mixed.cut() : object(mixed);
        if (!taken && ProgramName.end(mixed.buffer(), mixed.start(), mixed.end()) >= 0) {
          String text = LineReader.utf8(mixed.buffer(), mixed.start(), mixed.end());
          sink.accept(new LogLine(span, mixed.nanos(), text, false));
        }
      }
      if (odd) {
        damaged++;
        findings.add(
            Code.JSON_DAMAGED,
            lines.offset(),
            lines.length(),
            options.file() + ":" + lines.line(),
            "the line is no QMP message");
      }
    }
    mixed.finish();
    findings.end();
    TimeBasis clock = mixed.timed() ? TimeBasis.WALL : TimeBasis.NONE;
    return new ReadSummary(clock, lines.consumed(), lines.line(), mixed.count(), 0, damaged);
  }

  private static boolean object(MixedLine mixed) {
    return mixed.start() < mixed.end() && mixed.buffer()[mixed.start()] == '{';
  }
}
