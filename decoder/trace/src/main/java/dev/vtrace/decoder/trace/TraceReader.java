// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.SourceStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads one kind of input from beginning to end, in constant memory. Damage is a finding, never an
 * exception; exceptions are for input and output only.
 */
public interface TraceReader {
  /** Passes on every record of a source, which stays open. */
  default ReadSummary read(ByteSource source, Consumer<? super TraceRecord> sink)
      throws IOException {
    return read(new SourceStream(source), sink);
  }

  /** Passes on every record in the order of the input. */
  ReadSummary read(InputStream in, Consumer<? super TraceRecord> sink) throws IOException;
}
