// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of the time between each of some times and the next.
 *
 * @param busy where something goes on
 * @param whole where all is to scale
 * @param edges the times at which that begins or ends
 */
record Gaps(BitSet busy, BitSet whole, Set<Long> edges) {
  /**
   * @param times sorted
   */
  static Gaps of(long[] times, List<TimeScale.Stretch> stretches) {
    Gaps out = new Gaps(new BitSet(), new BitSet(), new HashSet<>());
    for (TimeScale.Stretch each : stretches) {
      int from = first(times, each.begin());
      int to = first(times, each.end() + 1) - 1;
      if (from < to) {
        out.busy.set(from, to);
        if (each.whole()) {
          out.whole.set(from, to);
          out.edges.add(times[from]);
          out.edges.add(times[to]);
        }
      }
    }
    return out;
  }

  /** Position of the first time that is not before another. */
  private static int first(long[] times, long time) {
    int found = Arrays.binarySearch(times, time);
    return found >= 0 ? found : -found - 1;
  }
}
