// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How much larger a quantile is in one distribution than in another, with its 95 % bootstrap
 * interval. A quantile of a sample that is drawn anew is the value at a rank that follows a beta
 * distribution, so it is drawn at once, and the effort does not depend on the number of values.
 * Source: Efron, Bootstrap Methods (1979); order statistics of uniform draws.
 *
 * @param before the quantile of the first
 * @param after the quantile of the second
 * @param ratio change as a part of {@code before}: 0.1 for 10 % more; not a number where {@code
 *     before} is 0
 * @param low lower end of its interval
 * @param high upper end of its interval
 */
public record QuantileChange(long before, long after, double ratio, double low, double high) {
  private static final int DRAWS = 4_000;
  private static final double OUTSIDE = 0.025;

  /** The same for the same distributions, each time. */
  private static final long SEED = 20261130;

  static QuantileChange of(Distribution before, Distribution after, double share) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] ratios = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      ratios[i] = ratio(draw(before, share, random), draw(after, share, random));
    }
    Arrays.sort(ratios);
    long first = before.quantile(share);
    long second = after.quantile(share);
    return new QuantileChange(
        first,
        second,
        ratio(first, second),
        ratios[(int) (OUTSIDE * DRAWS)],
        ratios[(int) ((1 - OUTSIDE) * DRAWS) - 1]);
  }

  /** Whether the interval tells that there is a change at all. */
  public boolean isCertain() {
    return low > 0 || high < 0;
  }

  private static double ratio(long before, long after) {
    return before == 0 ? after == 0 ? 0 : Double.NaN : (double) (after - before) / before;
  }

  private static long draw(Distribution from, double share, SplittableRandom random) {
    int size = from.size();
    int rank = from.rank(share) + 1;
    double below = gamma(rank, random);
    double place = below / (below + gamma(size + 1 - rank, random));
    return from.at(Math.min(size - 1, (int) (place * size)));
  }

  /** A draw of a gamma distribution. Source: Marsaglia and Tsang (2000), for shapes from 1 on. */
  private static double gamma(int shape, SplittableRandom random) {
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + c * x, 3);
      if (v > 0 && Math.log(random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
