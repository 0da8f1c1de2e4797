// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.clock;

import dev.vtrace.decoder.analysis.evidence.Tolerances;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds how far two clocks are apart by events that both recorded. Nothing tells which is which, as
 * the same requests are sent at each start, but the true distance is the one at which nearly all of
 * them meet: every pair with the same name votes for its own.
 */
final class SharedEvents {
  /** Fewer events meet by chance. */
  private static final int FEW = 3;

  private static final int MOST = 400;
  private static final int MOST_THERE = 4_000;

  /** One event: what it is, and when. */
  record SharedEvent(String key, long timeNs) {}

  /** A pair of events that may be the same. */
  private record EventPair(long distanceNs, int index) {}

  private SharedEvents() {}

  /**
   * What to add to the times of the first list to get those of the second; null if that does not
   * show clearly.
   *
   * @param leastNs how long what they share has to last: one start of a device is like any other,
   *     but not what lies between several
   */
  static @Nullable Skew skew(
      List<SharedEvent> here, List<SharedEvent> there, long leastNs, String how) {
    List<SharedEvent> some = here.subList(0, Math.min(MOST, here.size()));
    List<SharedEvent> others = there.subList(0, Math.min(MOST_THERE, there.size()));
    int enough = Math.max(FEW, (int) Math.ceil(0.9 * Math.min(some.size(), others.size())));
    List<EventPair> pairs = pairs(some, others);
    int[] best = window(pairs, 0, 0, -1);
    if (best[2] < enough || lasts(pairs.subList(best[0], best[1] + 1), some) < leastNs) {
      return null;
    }
    long first = pairs.get(best[0]).distanceNs();
    long last = pairs.get(best[1]).distanceNs();
    int second = window(pairs, first, last, best[2])[2];
    if (second > 0.75 * best[2]) {
      return null;
    }
    long middle = pairs.get((best[0] + best[1]) / 2).distanceNs();
    long half = Math.max(middle - first, last - middle) + Tolerances.USED.sharedLate();
    return Skew.of(middle - half, middle + half, how);
  }

  private static long lasts(List<EventPair> pairs, List<SharedEvent> marks) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (EventPair pair : pairs) {
      long time = marks.get(pair.index()).timeNs();
      first = Math.min(first, time);
      last = Math.max(last, time);
    }
    return last - first;
  }

  private static List<EventPair> pairs(List<SharedEvent> here, List<SharedEvent> there) {
    Map<String, List<SharedEvent>> byKey = new HashMap<>();
    for (SharedEvent mark : there) {
      byKey.computeIfAbsent(mark.key(), k -> new ArrayList<>()).add(mark);
    }
    List<EventPair> out = new ArrayList<>();
    for (int i = 0; i < here.size(); i++) {
      for (SharedEvent other : byKey.getOrDefault(here.get(i).key(), List.of())) {
        out.add(new EventPair(other.timeNs() - here.get(i).timeNs(), i));
      }
    }
    out.sort(Comparator.comparingLong(EventPair::distanceNs));
    return out;
  }

  /**
   * The stretch of distances at which most events meet: its first and last pair, and how many.
   *
   * @param found how many met at the stretch to leave out, or -1 for none
   */
  private static int[] window(List<EventPair> pairs, long first, long last, int found) {
    int[] best = {-1, -1, 0};
    Map<Integer, Integer> within = new HashMap<>();
    int from = 0;
    for (int to = 0; to < pairs.size(); to++) {
      within.merge(pairs.get(to).index(), 1, Integer::sum);
      while (pairs.get(to).distanceNs() - pairs.get(from).distanceNs()
          > Tolerances.USED.sharedSpread()) {
        within.computeIfPresent(pairs.get(from).index(), (k, v) -> v == 1 ? null : v - 1);
        from++;
      }
      boolean near =
          found >= 0
              && pairs.get(to).distanceNs() >= first - Tolerances.USED.sharedSpread()
              && pairs.get(from).distanceNs() <= last + Tolerances.USED.sharedSpread();
      if (!near && within.size() > best[2]) {
        best = new int[] {from, to, within.size()};
      }
    }
    return best;
  }
}
