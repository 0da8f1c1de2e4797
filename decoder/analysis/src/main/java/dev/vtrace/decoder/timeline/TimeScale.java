// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/**
 * Where a time lies in a picture. A run lasts for minutes, what matters in it for microseconds: so
 * the time is cut into segments, idle time between them takes little space whatever its length, and
 * a segment gets space for what happens in it, not for how long it takes. Within a segment the
 * scale is linear. Segments that touch each other have different scales, but no idle time between
 * them.
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

  /** The part that time gets in which something goes on, but nothing is to be shown. */
  private static final double NARROW = 0.03;

  private static final int FEW = 4;

  public TimeScale {
    segments = List.copyOf(segments);
  }

  /**
   * Time in which something goes on even where no mark lies.
   *
   * @param whole whether all of it is to scale
   */
  public record Stretch(long begin, long end, boolean whole) {}

  /** A part of the times, by their positions; {@code joined} if no idle time lies before it. */
  private record ScalePiece(int from, int to, boolean joined, boolean narrow) {}

  /** A scale for these times. */
  public static TimeScale of(NavigableMap<Long, Integer> weights, int matters) {
    return of(weights, matters, List.of());
  }

  /**
   * A scale for these times.
   *
   * @param weights how much each time matters, with the times as keys
   * @param matters the weight from which on a time matters
   * @param busy time that is never idle: it is narrow at most; begin and end of what is to be whole
   *     are among the times
   */
  public static TimeScale of(NavigableMap<Long, Integer> weights, int matters, List<Stretch> busy) {
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
    Gaps gaps = Gaps.of(times, busy);
    return new TimeScale(spread(times, sums, pieces(times, cut(times, sums, gaps, matters), gaps)));
  }

  /** Cuts out the longest idle times, down to the last that is much of what would be left. */
  private static Set<Integer> cut(long[] times, long[] sums, Gaps gaps, int matters) {
    List<Integer> order = new ArrayList<>();
    long left = 0;
    long whole = 0;
    for (int i = 0; i + 1 < times.length; i++) {
      long length = times[i + 1] - times[i];
      if (gaps.whole().get(i)) {
        whole += length;
      } else {
        order.add(i);
        left += length;
      }
    }
    order.sort(Comparator.comparingLong(i -> times[i] - times[i + 1]));
    int enough = 0;
    for (int rank = 0; rank < Math.min(MOST - 1, order.size()); rank++) {
      int i = order.get(rank);
      long length = times[i + 1] - times[i];
      boolean between = sums[i + 1] - sums[i] >= matters && sums[i + 2] - sums[i + 1] >= matters;
      left -= length;
      // Something has to be left: the next shorter one, or what is whole.
      int next = rank + 1 < order.size() ? order.get(rank + 1) : -1;
      long shorter = next >= 0 ? times[next + 1] - times[next] : whole > 0 ? whole : length;
      boolean last = length > BREAK * shorter;
      // Several equal ones hide each other: each is little of what is left until all are gone.
      enough = last && length > (between ? IDLE : ELSEWHERE) * left ? rank + 1 : enough;
    }
    return new HashSet<>(order.subList(0, enough));
  }

  /**
   * Pieces between the cuts; what is whole has one of its own, and so has a gap that is not idle.
   */
  private static List<ScalePiece> pieces(long[] times, Set<Integer> cuts, Gaps gaps) {
    List<ScalePiece> out = new ArrayList<>();
    int from = 0;
    boolean joined = false;
    for (int i = 0; i < times.length; i++) {
      if (i > from && gaps.edges().contains(times[i])) {
        out.add(new ScalePiece(from, i, joined, false));
        from = i;
        joined = true;
      }
      if (i == times.length - 1 || cuts.contains(i)) {
        if (i > from || !joined) {
          out.add(new ScalePiece(from, i, joined, false));
        }
        joined = i < times.length - 1 && gaps.busy().get(i);
        if (joined) {
          out.add(new ScalePiece(i, i + 1, true, true));
        }
        from = i + 1;
      }
    }
    return out;
  }

  private static List<Segment> spread(long[] times, long[] sums, List<ScalePiece> pieces) {
    double[] shares = new double[pieces.size()];
    double sum = 0;
    double room = 1;
    for (int i = 0; i < shares.length; i++) {
      ScalePiece piece = pieces.get(i);
      shares[i] = piece.narrow() ? 0 : Math.sqrt(FEW + sums[piece.to() + 1] - sums[piece.from()]);
      sum += shares[i];
      room -= (piece.joined() || i == 0 ? 0 : GAP) + (piece.narrow() ? NARROW : 0);
    }
    List<Segment> out = new ArrayList<>();
    double x = 0;
    for (int i = 0; i < shares.length; i++) {
      ScalePiece piece = pieces.get(i);
      x += piece.joined() || i == 0 ? 0 : GAP;
      double to = x + (piece.narrow() ? NARROW : room * shares[i] / sum);
      to = i == shares.length - 1 ? 1 : to;
      out.add(new Segment(times[piece.from()], times[piece.to()], x, to));
      x = to;
    }
    return out;
  }

  /** Where a time lies: 0 at the left edge, 1 at the right one. */
  public double at(long time) {
    int at = firstEndingAtOrAfter(time);
    if (at == segments.size()) {
      return 1;
    }
    Segment segment = segments.get(at);
    if (time < segment.begin()) {
      if (at == 0) {
        return 0;
      }
      Segment before = segments.get(at - 1);
      double part = (double) (time - before.end()) / Math.max(1, segment.begin() - before.end());
      return before.to() + part * (segment.from() - before.to());
    }
    long length = segment.end() - segment.begin();
    // What has no length stands in the middle of its space.
    double part = length == 0 ? 0.5 : (double) (time - segment.begin()) / length;
    return segment.from() + part * (segment.to() - segment.from());
  }

  private int firstEndingAtOrAfter(long time) {
    int low = 0;
    int high = segments.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (segments.get(middle).end() < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How long nothing happened before a segment. */
  public long idleBefore(int segment) {
    return segment == 0 ? 0 : segments.get(segment).begin() - segments.get(segment - 1).end();
  }
}
