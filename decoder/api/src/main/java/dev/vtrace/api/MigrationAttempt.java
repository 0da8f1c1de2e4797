// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One try to migrate. A run may have several: hops, retries.
 *
 * @param number first 1
 * @param source name of the participant that sends
 * @param destination name of the participant that receives
 * @param endNs when the last side knew how it ended
 * @param why what the outcome rests on
 */
public record MigrationAttempt(
    int number,
    Optional<String> source,
    Optional<String> destination,
    OptionalLong beginNs,
    OptionalLong endNs,
    MigrationOutcome outcome,
    String why) {
  /** How a migration ended. */
  public enum MigrationOutcome {
    COMPLETED,
    FAILED,
    CANCELLED,
    UNKNOWN
  }
}
