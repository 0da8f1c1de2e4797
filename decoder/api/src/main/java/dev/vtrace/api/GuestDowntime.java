// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where the time went in which the guest did not run. The periods follow each other without a gap
 * and cover all of it.
 *
 * @param migration number of the migration
 * @param beginKnown whether the evidence has the guest's stop
 * @param endKnown whether the evidence has the guest's start; otherwise the length is a lower bound
 * @param sourceNs the part that the source knows of and query-migrate counts
 * @param reportedMs what query-migrate says of that part, in milliseconds
 */
public record GuestDowntime(
    int migration,
    long beginNs,
    long endNs,
    boolean beginKnown,
    boolean endKnown,
    OptionalLong sourceNs,
    OptionalLong reportedMs,
    List<DowntimePeriod> periods) {
  public GuestDowntime {
    periods = List.copyOf(periods);
  }

  /** The length in nanoseconds. */
  public long lengthNs() {
    return endNs - beginNs;
  }

  /** How long a phase took in all, in nanoseconds. */
  public long lengthNs(DowntimePhase phase) {
    return periods.stream()
        .filter(period -> period.phase() == phase)
        .mapToLong(period -> period.endNs() - period.beginNs())
        .sum();
  }

  /** What the time was spent on. */
  public enum DowntimePhase {
    /** Waiting for what was in flight: processors, requests of a ring, block devices. */
    DRAIN,
    /** Stopping devices. */
    STOP,
    /** Waiting before the switchover because somebody asked for that. */
    PAUSE,
    /** Writing what is left of memory, and the states of devices. */
    SAVE,
    /** Reading them, as far as it took longer than writing them. */
    LOAD,
    /** Starting devices. */
    START,
    /** From a failure or cancellation to the start on the source. */
    ROLLBACK,
    /** The evidence does not say. */
    UNACCOUNTED
  }

  /**
   * A stretch of the downtime.
   *
   * @param device absent where the time is that of QEMU as a whole
   * @param what was done: a message, or a few words
   */
  public record DowntimePeriod(
      DowntimePhase phase,
      Optional<String> participant,
      Optional<String> device,
      OptionalInt queue,
      String what,
      long beginNs,
      long endNs) {}
}
