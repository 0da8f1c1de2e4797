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
import org.jspecify.annotations.Nullable;

/**
 * Reads QMP conversations: one object a line, printed over several lines, with the prompt of
 * qmp-shell, in the logs of libvirtd and avocado, as virsh shows them, or typed into the human
 * monitor; forms may be mixed. What QEMU and back-ends wrote between the messages is passed on as
 * {@link LogLine} and {@link BackendLine}.
 */
public final class QmpReader implements TraceReader {
  private static final String NO_END = "the object that begins here has no end";

  private final ReadOptions options;

  /** A reader for one transcript. */
  public QmpReader(ReadOptions options) {
    this.options = options;
  }

  @Override
  public ReadSummary read(InputStream in, Consumer<? super TraceRecord> sink) throws IOException {
    LimitedFindings findings = new LimitedFindings(options.diagnostics());
    LineReader lines = new LineReader(in, LineReader.DATA_LINE, options.file(), findings);
    MixedLine mixed = new MixedLine(sink);
    long damaged = 0;
    while (lines.next()) {
      SourceSpan span =
          new SourceSpan(options.file(), lines.offset(), lines.length(), lines.line());
      mixed.begin(lines.buffer(), lines.start(), lines.end(), -1, span);
      String odd = "";
      while (mixed.next()) {
        boolean taken = mixed.accept();
        String what = taken ? taken(mixed, lines.terminated()) : other(mixed);
        odd = odd.isEmpty() ? what : odd;
        if (!taken && ProgramName.end(mixed.buffer(), mixed.start(), mixed.end()) >= 0) {
          String text = LineReader.utf8(mixed.buffer(), mixed.start(), mixed.end());
          sink.accept(new LogLine(span, mixed.nanos(), text, false));
        }
      }
      damaged += report(findings, span, odd) + report(findings, mixed.lost(), NO_END);
    }
    mixed.finish();
    damaged += report(findings, mixed.lost(), NO_END);
    findings.end();
    TimeBasis clock = mixed.timed() ? TimeBasis.WALL : TimeBasis.NONE;
    return new ReadSummary(clock, lines.consumed(), lines.line(), mixed.count(), 0, damaged);
  }

  private long report(LimitedFindings findings, @Nullable SourceSpan span, String what) {
    if (span == null || what.isEmpty()) {
      return 0;
    }
    String path = options.file() + ":" + span.line();
    findings.add(Code.JSON_DAMAGED, span.offset(), span.length(), path, what);
    return 1;
  }

  /** What is wrong with a line that was taken; empty if nothing is. */
  private static String taken(MixedLine mixed, boolean terminated) {
    if (mixed.cut() || mixed.part() && !terminated) {
      return "the line is not a QMP message";
    }
    boolean own = !mixed.wrapped() && object(mixed);
    return own && mixed.followed() ? "something else follows the message in its line" : "";
  }

  /** The same of one that was not; whoever else wrote into the file wrote text. */
  private static String other(MixedLine mixed) {
    if (object(mixed)) {
      return "the line is not a QMP message";
    }
    byte[] b = mixed.buffer();
    for (int i = mixed.start(); i < mixed.end(); i++) {
      if (b[i] >= 0 && b[i] < ' ' && b[i] != '\t' && b[i] != '\r' && b[i] != 0x1b) {
        return "the line is not text";
      }
    }
    return "";
  }

  private static boolean object(MixedLine mixed) {
    return mixed.start() < mixed.end() && mixed.buffer()[mixed.start()] == '{';
  }
}
