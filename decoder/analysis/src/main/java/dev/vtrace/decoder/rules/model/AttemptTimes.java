// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.analysis.model.Attempt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Migrations by their times. */
public final class AttemptTimes {
  private final List<Attempt> attempts;

  /** Those with times, by their beginning. */
  private final List<Attempt> timed = new ArrayList<>();

  /** Of each of them, which one of it and those before it ends last. */
  private final List<Attempt> longest = new ArrayList<>();

  /**
   * @param attempts in their order
   */
  public AttemptTimes(List<Attempt> attempts) {
    this.attempts = attempts;
    for (Attempt attempt : attempts) {
      if (attempt.beginNs() >= 0) {
        timed.add(attempt);
      }
    }
    timed.sort(Comparator.comparingLong(Attempt::beginNs));
    Attempt last = null;
    for (Attempt attempt : timed) {
      last = last == null || end(attempt) > end(last) ? attempt : last;
      longest.add(last);
    }
  }

  private static long end(Attempt attempt) {
    return Math.max(attempt.endNs(), attempt.beginNs());
  }

  /**
   * The one that a time is in or next to; in order where there are no times.
   *
   * @param timeNs -1 if not known
   * @param number which one it is in order, first 0
   * @param withinNs how far away it may be
   * @return null if there is none
   */
  public @Nullable Attempt nearest(long timeNs, int number, long withinNs) {
    Attempt inOrder = number < attempts.size() ? attempts.get(number) : null;
    if (timeNs < 0 || inOrder != null && inOrder.beginNs() < 0) {
      return inOrder;
    }
    int after = index(timeNs);
    Attempt found = null;
    long least = withinNs;
    if (after > 0) {
      Attempt last = longest.get(after - 1);
      Attempt before = end(last) >= timeNs ? firstThatLasts(timeNs) : last;
      long away = Math.max(0, timeNs - end(before));
      if (away < least) {
        found = before;
        least = away;
      }
    }
    if (after < timed.size() && timed.get(after).beginNs() - timeNs < least) {
      found = timed.get(after);
    }
    return found;
  }

  /** Position of the first that begins after a time. */
  private int index(long timeNs) {
    int low = 0;
    int high = timed.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (timed.get(middle).beginNs() <= timeNs) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Attempt firstThatLasts(long timeNs) {
    int low = 0;
    int high = longest.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (end(longest.get(middle)) >= timeNs) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return longest.get(low);
  }
}
