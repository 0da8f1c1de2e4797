// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.trace.ReadSummary;
import org.jspecify.annotations.Nullable;

/**
 * What became of one file of a capture.
 *
 * @param summary what its reader met; null for a stream, for a list and for what was not read
 * @param understood how many of its records tell something: events, messages, lines that QEMU,
 *     libvirt or a back-end wrote, and lines that were refused as damaged ones; for a stream 1 if
 *     any of it was decoded
 * @param passedOver why it was not read; empty if it was
 */
public record LoadedFile(
    Input input, @Nullable ReadSummary summary, long understood, String passedOver) {
  /** Whether it was read. */
  public boolean read() {
    return passedOver.isEmpty();
  }
}
