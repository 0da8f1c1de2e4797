// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A row of a timeline.
 *
 * @param index its position
 * @param label what stands at its left
 * @param participant name of the process; absent for the lane of a stream
 * @param device absent where the lane is of more than one
 * @param queue absent where the lane is of no queue
 */
public record TimelineLane(
    int index,
    TimelineLaneKind kind,
    String label,
    Optional<String> participant,
    Optional<String> device,
    OptionalInt queue) {
  /** What a lane shows. */
  public enum TimelineLaneKind {
    /** A QEMU, above its devices. */
    PARTICIPANT,
    DEVICE,
    QUEUE,
    /** A connection to a back-end. */
    BACKEND,
    /** A migration stream, between the two QEMUs. */
    STREAM
  }
}
