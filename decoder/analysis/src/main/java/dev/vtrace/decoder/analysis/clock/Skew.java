// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.clock;

import java.util.ArrayList;
import java.util.List;

/**
 * What has to be added to the times of one clock to get those of another: it lies between two
 * bounds.
 *
 * @param lowNs nanoseconds; minus {@link #OPEN} where there is no bound
 * @param highNs nanoseconds; {@link #OPEN} where there is no bound
 * @param how what tells it
 */
record Skew(long lowNs, long highNs, List<String> how) {
  /** More than a hundred years. */
  static final long OPEN = Long.MAX_VALUE / 2;

  static final Skew NONE = new Skew(0, 0, List.of());

  Skew {
    how = List.copyOf(how);
  }

  /** Bounds by one kind of evidence. */
  static Skew of(long lowNs, long highNs, String how) {
    return new Skew(lowNs, highNs, List.of(how));
  }

  /** The same, seen from the other clock. */
  Skew reversed() {
    return new Skew(-highNs, -lowNs, how);
  }

  /** From this clock over another one to a third. */
  Skew then(Skew next) {
    return new Skew(sum(lowNs, next.lowNs), sum(highNs, next.highNs), join(next));
  }

  /** Both are true; what contradicts the narrower one is not believed. */
  Skew and(Skew other) {
    Skew narrow = width() <= other.width() ? this : other;
    Skew wide = narrow == this ? other : this;
    long low = Math.max(narrow.lowNs, wide.lowNs);
    long high = Math.min(narrow.highNs, wide.highNs);
    return low > high ? narrow : new Skew(low, high, narrow.join(wide));
  }

  /** Whether both clocks may be the same. */
  boolean agrees() {
    return lowNs <= 0 && highNs >= 0;
  }

  boolean bounded() {
    return lowNs > -OPEN && highNs < OPEN;
  }

  /** How far apart the bounds are. */
  long width() {
    return bounded() ? highNs - lowNs : OPEN;
  }

  /** The best guess: between the bounds, or next to the only one. */
  long middle() {
    return bounded() ? lowNs + (highNs - lowNs) / 2 : agrees() ? 0 : lowNs > -OPEN ? lowNs : highNs;
  }

  private List<String> join(Skew other) {
    List<String> all = new ArrayList<>(how);
    other.how.stream().filter(each -> !all.contains(each)).forEach(all::add);
    return all;
  }

  private static long sum(long one, long two) {
    boolean open = Math.abs(one) >= OPEN || Math.abs(two) >= OPEN;
    return open ? (Math.abs(one) >= OPEN ? one : two) : one + two;
  }
}
