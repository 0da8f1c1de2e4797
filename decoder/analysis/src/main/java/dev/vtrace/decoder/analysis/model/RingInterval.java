// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import dev.vtrace.decoder.vhostuser.RingState;

/**
 * A time in which a ring was in one state.
 *
 * @param beginNs nanoseconds since the epoch, -1 if not known
 * @param endNs -1 if it lasted to the end of the evidence
 */
public record RingInterval(
    String participant, String device, int queue, RingState state, long beginNs, long endNs) {
  /** The same with another end. */
  public RingInterval until(long otherNs) {
    return new RingInterval(participant, device, queue, state, beginNs, otherNs);
  }
}
