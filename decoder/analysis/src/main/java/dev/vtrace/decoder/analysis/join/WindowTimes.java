// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.evidence.Tolerances;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Windows with times, to find those that lie at a time without looking at all. */
public final class WindowTimes {
  private record PlacedWindow(WindowBuilder window, int place) {}

  private final List<PlacedWindow> byBegin = new ArrayList<>();

  /** Of each, and all that begin before it, when the last one ends. */
  private final long[] lastEndNs;

  public WindowTimes(List<WindowBuilder> windows) {
    for (int i = 0; i < windows.size(); i++) {
      if (windows.get(i).beginNs >= 0) {
        byBegin.add(new PlacedWindow(windows.get(i), i));
      }
    }
    byBegin.sort(Comparator.comparingLong(each -> each.window.beginNs));
    lastEndNs = new long[byBegin.size()];
    long last = -1;
    for (int i = 0; i < lastEndNs.length; i++) {
      last = Math.max(last, byBegin.get(i).window.endNs);
      lastEndNs[i] = last;
    }
  }

  /**
   * The window that begins and ends nearest to where another one does; the first of several.
   *
   * @return null if none lies there, give or take {@link Tolerances#window()}
   */
  public @Nullable WindowBuilder nearest(WindowBuilder group) {
    long fromNs = group.beginNs - Tolerances.USED.window();
    long toNs = group.endNs + Tolerances.USED.window();
    int later = indexAt(group.beginNs);
    int earlier = later - 1;
    PlacedWindow best = null;
    // Those that begin farther away than the best is apart need not be looked at.
    while (later < lastEndNs.length && begin(later) <= toNs && !beyond(best, group, later)) {
      best = nearer(best, byBegin.get(later++), group, fromNs);
    }
    while (earlier >= 0 && lastEndNs[earlier] >= fromNs && !beyond(best, group, earlier)) {
      best = nearer(best, byBegin.get(earlier--), group, fromNs);
    }
    return best == null ? null : best.window;
  }

  private boolean beyond(@Nullable PlacedWindow best, WindowBuilder group, int at) {
    return best != null && Math.abs(begin(at) - group.beginNs) > apart(best.window, group);
  }

  private static @Nullable PlacedWindow nearer(
      @Nullable PlacedWindow best, PlacedWindow next, WindowBuilder group, long fromNs) {
    if (next.window.endNs < fromNs) {
      return best;
    }
    if (best == null) {
      return next;
    }
    long less = apart(next.window, group) - apart(best.window, group);
    return less < 0 || less == 0 && next.place < best.place ? next : best;
  }

  private static long apart(WindowBuilder one, WindowBuilder two) {
    return Math.abs(one.beginNs - two.beginNs) + Math.abs(one.endNs - two.endNs);
  }

  private long begin(int at) {
    return byBegin.get(at).window.beginNs;
  }

  /** Position of the first that does not begin before a time. */
  private int indexAt(long timeNs) {
    int low = 0;
    int high = byBegin.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (begin(middle) < timeNs) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
