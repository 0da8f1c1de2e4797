// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeSet;

/**
 * Where a time lies in a picture. A run lasts for minutes, what matters in it for microseconds: so
 * the time is cut into segments, idle time between them takes little space whatever its length, and
 * a segment gets space for what happens in it, not for how long it takes. Within a segment the
 * scale is linear.
 */
public record TimeScale(List<Segment> segments) {
  /** As many as can have labels. */
  private static final int MOST = 12;

  /** An idle time is cut out if it is longer than this part of all that is left. */
  private static final double IDLE = 0.2;

  /** What is cut out is so much longer than the longest that stays. */
  private static final double BREAK = 1.5;

  /** The same as IDLE for idle time that is not between two times that matter. */
  private static final double ELSEWHERE = 0.6;

  /** The part of the picture that all idle times together get, for each of them. */
  private static final double GAP = 0.012;

  private static final int FEW = 4;

  public TimeScale {
    segments = List.copyOf(segments);
  }

  /**
   * A scale for these times.
   *
   * @param weights how much each time matters, with the times as keys
   * @param matters the weight from which on a time matters
   */
  public static TimeScale of(NavigableMap<Long, Integer> weights, int matters) {
    if (weights.isEmpty()) {
      return new TimeScale(List.of(new Segment(0, 1, 0, 1)));
    }
    long[] times = new long[weights.size()];
    long[] sums = new long[times.length + 1];
    int at = 0;
    for (Map.Entry<Long, Integer> each : weights.entrySet()) {
      times[at] = each.getKey();
      sums[at + 1] = sums[at] + each.getValue();
      at++;
    }
    return new TimeScale(spread(times, sums, cut(times, sums, matters)));
  }

  /** Cuts out the longest idle times, down to the last that is much of what would be left. */
  private static List<int[]> cut(long[] times, long[] sums, int matters) {
    List<Integer> gaps = new ArrayList<>();
    for (int i = 0; i + 1 < times.length; i++) {
      gaps.add(i);
    }
    gaps.sort(Comparator.comparingLong(i -> times[i] - times[i + 1]));
    long left = times[times.length - 1] - times[0];
    int enough = 0;
    for (int rank = 0; rank < Math.min(MOST, gaps.size()) - 1; rank++) {
      int i = gaps.get(rank);
      long length = times[i + 1] - times[i];
      boolean between = sums[i + 1] - sums[i] >= matters && sums[i + 2] - sums[i + 1] >= matters;
      left -= length;
      int shorter = gaps.get(rank + 1);
      boolean last = length > BREAK * (times[shorter + 1] - times[shorter]);
      // Several equal ones hide each other: each is little of what is left until all are gone.
      enough = last && length > (between ? IDLE : ELSEWHERE) * left ? rank + 1 : enough;
    }
    TreeSet<Integer> cuts = new TreeSet<>(gaps.subList(0, enough));
    List<int[]> pieces = new ArrayList<>();
    int from = 0;
    for (int cut : cuts) {
      pieces.add(new int[] {from, cut});
      from = cut + 1;
    }
    pieces.add(new int[] {from, times.length - 1});
    return pieces;
  }

  private static List<Segment> spread(long[] times, long[] sums, List<int[]> pieces) {
    double[] shares = new double[pieces.size()];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      int[] piece = pieces.get(i);
      shares[i] = Math.sqrt(FEW + sums[piece[1] + 1] - sums[piece[0]]);
      sum += shares[i];
    }
    List<Segment> out = new ArrayList<>();
    double room = 1 - GAP * (shares.length - 1);
    double x = 0;
    for (int i = 0; i < shares.length; i++) {
      double to = i == shares.length - 1 ? 1 : x + room * shares[i] / sum;
      out.add(new Segment(times[pieces.get(i)[0]], times[pieces.get(i)[1]], x, to));
      x = to + GAP;
    }
    return out;
  }

  /** Where a time lies: 0 at the left edge, 1 at the right one. */
  public double at(long time) {
    Segment before = null;
    for (Segment segment : segments) {
      if (time < segment.begin()) {
        if (before == null) {
          return 0;
        }
        double part = (double) (time - before.end()) / Math.max(1, segment.begin() - before.end());
        return before.to() + part * (segment.from() - before.to());
      }
      if (time <= segment.end()) {
        long length = segment.end() - segment.begin();
        // What has no length stands in the middle of its space.
        double part = length == 0 ? 0.5 : (double) (time - segment.begin()) / length;
        return segment.from() + part * (segment.to() - segment.from());
      }
      before = segment;
    }
    return 1;
  }

  /** How long nothing happened before a segment. */
  public long idleBefore(int segment) {
    return segment == 0 ? 0 : segments.get(segment).begin() - segments.get(segment - 1).end();
  }
}
