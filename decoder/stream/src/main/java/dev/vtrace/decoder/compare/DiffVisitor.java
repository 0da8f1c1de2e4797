// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import dev.vtrace.decoder.bytes.ByteSource;
import java.io.IOException;

/** Receives what a {@link StreamDiff} finds: sections in the order of A, then those only in B. */
public interface DiffVisitor {
  /** Called first. */
  void begin(ByteSource a, ByteSource b) throws IOException;

  /** Called for each difference; the sources can be read at the offsets of its fields. */
  void difference(Difference difference) throws IOException;

  /** Called last. */
  void end(DiffSummary summary) throws IOException;
}
