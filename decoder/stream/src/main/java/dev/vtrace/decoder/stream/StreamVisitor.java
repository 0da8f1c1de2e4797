// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.io.IOException;

/**
 * Receives what a {@link StreamDecoder} finds, in stream order, as it finds it. An exception of a
 * visitor ends the decoding.
 */
public interface StreamVisitor {
  /** Called first. */
  default void begin(ByteSource source) throws IOException {}

  /** Called for each record of the stream; sections of a package are inside their command. */
  default void section(Section section) throws IOException {}

  /** Called for each RAM block before any of its pages. */
  default void ramBlock(RamBlock block) throws IOException {}

  /** Called where other channels of the migration may be known to have been written so far. */
  default void ramSync(RamSync sync) throws IOException {}

  /** Called for each page record before its section, if pages were asked for. */
  default void page(RamPage page) throws IOException {}

  /** Called for each finding. */
  default void diagnostic(Diagnostic diagnostic) throws IOException {}

  /** Called last. */
  default void end(StreamSummary summary) throws IOException {}
}
