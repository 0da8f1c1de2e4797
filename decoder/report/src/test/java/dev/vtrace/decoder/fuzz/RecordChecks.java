// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fuzz;

import static dev.vtrace.decoder.fuzz.Spans.require;

import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.input.InputRecognition;
import dev.vtrace.decoder.trace.input.TraceReaders;
import java.io.IOException;
import java.util.Optional;

/** Checks what holds for every reader of records, whatever it is given. */
final class RecordChecks {
  private final HeapSource source;

  private RecordChecks(byte[] input) {
    this.source = new HeapSource("fuzz", input);
  }

  /** Recognises an input, and reads it by each reader there is. */
  static void read(byte[] input) throws IOException {
    RecordChecks checks = new RecordChecks(input);
    require(InputRecognition.of(input, input.length) != null, "not even unknown");
    for (InputKind kind : InputKind.values()) {
      checks.read(kind, false);
      checks.read(kind, true);
    }
  }

  private void read(InputKind kind, boolean wire) throws IOException {
    ReadOptions options = ReadOptions.of("fuzz", found -> Spans.diagnostic(found, source));
    Optional<TraceReader> reader =
        wire ? TraceReaders.wire(kind, options) : TraceReaders.of(kind, options);
    if (reader.isEmpty()) {
      return;
    }
    long used = once(reader.get());
    if (used > Spans.limit(source)) {
      // The first input to reach a class has its loading counted, too.
      used = once((wire ? TraceReaders.wire(kind, options) : TraceReaders.of(kind, options)).get());
    }
    require(used <= Spans.limit(source), kind + ": " + used + " bytes allocated");
  }

  private long once(TraceReader reader) throws IOException {
    long before = Spans.allocated();
    ReadSummary summary = reader.read(source, this::record);
    require(summary.bytes() == source.size(), summary + " of " + source.size());
    require(summary.records() >= 0 && summary.damaged() >= 0, summary.toString());
    return Spans.allocated() - before;
  }

  private void record(TraceRecord record) {
    SourceSpan span = record.span();
    String what = record.toString();
    require(span.offset() >= 0 && span.length() >= 0, what);
    require(span.offset() <= source.size(), what);
    // Bytes of a message may lie in pieces, each a record of its own.
    boolean whole = !(record instanceof WireMessage);
    require(!whole || span.offset() + span.length() <= source.size(), what);
  }
}
