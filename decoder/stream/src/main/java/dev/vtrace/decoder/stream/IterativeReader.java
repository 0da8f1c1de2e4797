// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import java.io.IOException;

/**
 * Reads the data of sections that a subsystem writes in parts and whose layout no description
 * tells. One reader lives as long as the stream, so that parts can build on each other.
 */
interface IterativeReader {
  /**
   * Reads the data after a section's header (START, FULL) or id (PART, END) up to where the data
   * itself says it ends; running out of bytes may throw {@code EndOfBytes}.
   */
  void read(SectionBuilder section) throws IOException;
}
