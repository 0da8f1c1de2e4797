// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

/**
 * What a reader met.
 *
 * @param clock what the times of its records are
 * @param bytes length of the input
 * @param records lines, records or messages in it
 * @param events those that were passed on as events or messages
 * @param refused events that nobody wanted
 * @param damaged pieces that were no proper record
 */
public record ReadSummary(
    TimeBasis clock, long bytes, long records, long events, long refused, long damaged) {
  /** What a time means. */
  public enum TimeBasis {
    /** Nanoseconds since the epoch. */
    WALL,
    /** CLOCK_MONOTONIC of the host. */
    MONOTONIC,
    /** Nanoseconds since midnight of an unknown day. */
    TIME_OF_DAY,
    /** Nanoseconds since the first record. */
    RELATIVE,
    NONE
  }
}
