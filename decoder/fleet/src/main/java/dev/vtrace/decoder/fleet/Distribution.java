// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import java.util.Arrays;

/** Measured values, of which only the order counts. Immutable. */
public final class Distribution {
  private final long[] sorted;

  private Distribution(long[] sorted) {
    this.sorted = sorted;
  }

  /** The distribution of values in any order. */
  public static Distribution of(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Distribution(sorted);
  }

  /** How many values there are. */
  public int size() {
    return sorted.length;
  }

  /**
   * The smallest value that at least a share of all values does not exceed.
   *
   * @param share from 0 to 1
   * @throws IllegalStateException if there are no values
   */
  public long quantile(double share) {
    return sorted[rank(share)];
  }

  /** The place of a quantile. */
  int rank(double share) {
    if (sorted.length == 0) {
      throw new IllegalStateException("no values");
    }
    return (int) Math.max(0, Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1));
  }

  /** The value at a place. */
  long at(int rank) {
    return sorted[rank];
  }
}
