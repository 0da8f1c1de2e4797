// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import org.jspecify.annotations.Nullable;

/**
 * One try to migrate. A capture may hold several: hops, retries.
 *
 * @param number first 1
 * @param source name of the participant that sends, or empty
 * @param destination name of the participant that receives, or empty
 * @param beginNs nanoseconds since the epoch, -1 if not known
 * @param endNs when the last side knew how it ended, -1 if not known
 * @param why what the outcome rests on
 * @param sent what the source says about it, null if it tells nothing
 * @param received what the destination says about it, null if it tells nothing
 */
public record Attempt(
    int number,
    String source,
    String destination,
    long beginNs,
    long endNs,
    AttemptOutcome outcome,
    String why,
    @Nullable End sent,
    @Nullable End received) {
  /**
   * What one of its two ends says about it.
   *
   * @param beginNs when it began there, -1 if not known
   * @param endNs when it ended there, -1 if not known
   * @param proof what tells how it ended, null if nothing does
   */
  public record End(long beginNs, long endNs, AttemptOutcome outcome, @Nullable Evidence proof) {}

  /** How it ended. */
  public enum AttemptOutcome {
    COMPLETED("completed"),
    FAILED("failed"),
    CANCELLED("cancelled"),
    UNKNOWN("unknown");

    private final String label;

    AttemptOutcome(String label) {
      this.label = label;
    }

    /** The word in text and JSON. */
    public String label() {
      return label;
    }
  }
}
