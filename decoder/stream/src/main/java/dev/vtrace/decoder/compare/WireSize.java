// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

/**
 * How many bytes fields have on the wire, as far as that is told: {@code base}, or that and any
 * number of times {@code step} more.
 *
 * @param step 0 where the number is known, 1 where nothing but the least is
 */
record WireSize(long base, long step) {
  static final WireSize ZERO = new WireSize(0, 0);
  static final WireSize UNKNOWN = new WireSize(0, 1);

  /** More than any state has; keeps sums of what a hostile description claims from overflowing. */
  private static final long MOST = 1L << 40;

  static WireSize exactly(long bytes) {
    return bytes > MOST ? UNKNOWN : new WireSize(bytes, 0);
  }

  /** The same once at least. */
  WireSize repeated() {
    return new WireSize(base, gcd(base, step));
  }

  /** The same, or nothing. */
  WireSize optional() {
    return new WireSize(0, gcd(base, step));
  }

  boolean isExact() {
    return step == 0;
  }

  WireSize plus(WireSize other) {
    long sum = base + other.base;
    return sum > MOST ? UNKNOWN : new WireSize(sum, gcd(step, other.step));
  }

  WireSize times(long count) {
    boolean much = base > 0 && count > MOST / base;
    return much ? UNKNOWN : new WireSize(base * count, count == 0 ? 0 : step);
  }

  /** Whether both may be the same number. */
  boolean mayEqual(WireSize other) {
    long step = gcd(this.step, other.step);
    if (step == 0) {
      return base == other.base;
    }
    boolean reached = isExact() ? base >= other.base : !other.isExact() || other.base >= base;
    return reached && (base - other.base) % step == 0;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
