// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A place in a file of evidence, so that what is said can be checked.
 *
 * @param file name in the capture; empty where a thing is missing from all files
 * @param line first line 1; absent in a binary file
 * @param offset in bytes from the beginning of the unpacked file; use it where there is no line
 * @param text what stands there
 * @param edge there where a silence is the evidence, and this only bounds it
 */
public record EvidencePlace(
    String file, OptionalLong line, long offset, String text, Optional<SilenceEdge> edge) {
  /** {@code src.trace.log:123}, or {@code stream.bin@4096} where there are no lines. */
  public String location() {
    return file + (line.isPresent() ? ":" + line.getAsLong() : "@" + offset);
  }
}
