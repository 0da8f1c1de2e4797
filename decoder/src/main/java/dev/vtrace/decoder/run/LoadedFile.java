// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.trace.ReadSummary;

/**
 * What became of one file of a capture.
 *
 * @param summary what its reader met; null for a stream, for a list and for what was not read
 * @param passedOver why it was not read; empty if it was
 */
public record LoadedFile(Input input, ReadSummary summary, String passedOver) {
  /** Whether it was read. */
  public boolean read() {
    return passedOver.isEmpty();
  }
}
