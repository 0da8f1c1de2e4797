// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.bytes.SourceSpan;

/**
 * Puts the times of one file on the common clock. What that adds is known, or is told by one record
 * of which the time on both clocks is known.
 */
final class FileClock {
  /** A time after this is one since the epoch: 2001. A clock since the boot is earlier. */
  private static final long EPOCH = 1_000_000_000_000_000_000L;

  private final long leastNs;
  private final long anchorOffset;
  private final long anchorNs;
  private boolean known;
  private long aheadNs;

  private FileClock(boolean known, long aheadNs, long anchorOffset, long anchorNs, long leastNs) {
    this.leastNs = leastNs;
    this.known = known;
    this.aheadNs = aheadNs;
    this.anchorOffset = anchorOffset;
    this.anchorNs = anchorNs;
  }

  /** A clock that differs by so much. */
  static FileClock ahead(long ns) {
    return new FileClock(true, ns, -1, -1, 0);
  }

  /** A clock by which the record at a place was at a time of the common one. */
  static FileClock by(SourceSpan place, long ns) {
    return new FileClock(false, 0, place.offset(), ns, 0);
  }

  /** Times that cannot be compared with others. */
  static FileClock none() {
    return new FileClock(false, 0, -1, -1, 0);
  }

  /** The clock of a file of which nothing is known yet: times since the epoch are believed. */
  static FileClock wall() {
    return new FileClock(true, 0, -1, -1, EPOCH);
  }

  /** Whether it ever tells a time. */
  boolean tells() {
    return known || anchorNs >= 0;
  }

  /** The time of a record on the common clock, -1 if not known. */
  long time(LogEntry entry) {
    if (entry.timeNs() < leastNs) {
      return -1;
    }
    if (!known && anchorNs >= 0 && entry.span().offset() == anchorOffset) {
      known = true;
      aheadNs = anchorNs - entry.timeNs();
    }
    return known ? entry.timeNs() + aheadNs : -1;
  }
}
