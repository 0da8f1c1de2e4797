// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.event.EventTable;
import dev.vtrace.decoder.trace.input.TraceReaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the records of the files of a capture, once more and each by itself. */
final class FileRecords {
  private final @Nullable EventTable declarations;

  /**
   * @throws IOException if its declarations of events cannot be read
   */
  FileRecords(Capture capture) throws IOException {
    EventTable table = null;
    for (Input input : capture.with(InputRole.EVENTS)) {
      try (ByteSource source = Inputs.open(input.path())) {
        table =
            table == null
                ? EventTable.read(new SourceStream(source), input.name(), finding -> {})
                : table;
      }
    }
    declarations = table;
  }

  /**
   * Passes on every record. What is damaged in it was found when the run was read.
   *
   * @throws IOException if it cannot be read
   */
  void read(Input input, Consumer<TraceRecord> sink) throws IOException {
    try (ByteSource source = Inputs.open(input.path())) {
      reader(input).read(source, sink);
    }
  }

  /**
   * The same of bytes that come from elsewhere.
   *
   * @throws IOException if they cannot be read
   */
  void read(Input input, InputStream in, Consumer<TraceRecord> sink) throws IOException {
    reader(input).read(in, sink);
  }

  private TraceReader reader(Input input) {
    ReadOptions options = ReadOptions.of(input.name(), finding -> {});
    options = declarations == null ? options : options.withEvents(declarations);
    boolean calls = input.kind() == InputKind.STRACE;
    InputKind kind = input.role() == InputRole.BACKEND_LOG ? InputKind.BACKEND_LOG : input.kind();
    return (calls ? TraceReaders.wire(kind, options) : TraceReaders.of(kind, options))
        .orElseThrow();
  }
}
