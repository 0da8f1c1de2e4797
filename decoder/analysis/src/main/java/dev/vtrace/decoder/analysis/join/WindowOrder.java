// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import java.util.List;

/**
 * The windows of one process in their order, to find those after a moment without looking at all:
 * bounds within which each window has still to be asked, since some have a place in the log, some a
 * time, and the two need not agree.
 */
public final class WindowOrder {
  public final List<WindowBuilder> windows;

  /** Of all windows up to each, the last place and the latest beginning. */
  private final int[] lastOrder;

  private final long[] lastNs;

  /** Of all windows from each on, the first place, and beginnings of those with and without one. */
  private final int[] firstOrder;

  private final long[] firstNs;
  private final long[] unplacedNs;

  public WindowOrder(List<WindowBuilder> windows) {
    this.windows = windows;
    int size = windows.size();
    lastOrder = new int[size];
    lastNs = new long[size];
    int order = -1;
    long ns = -1;
    for (int i = 0; i < size; i++) {
      order = Math.max(order, windows.get(i).order);
      ns = Math.max(ns, windows.get(i).beginNs);
      lastOrder[i] = order;
      lastNs[i] = ns;
    }
    firstOrder = new int[size + 1];
    firstNs = new long[size + 1];
    unplacedNs = new long[size + 1];
    firstOrder[size] = Integer.MAX_VALUE;
    firstNs[size] = Long.MAX_VALUE;
    unplacedNs[size] = Long.MAX_VALUE;
    for (int i = size - 1; i >= 0; i--) {
      WindowBuilder window = windows.get(i);
      boolean placed = window.order >= 0;
      firstOrder[i] = placed ? Math.min(firstOrder[i + 1], window.order) : firstOrder[i + 1];
      firstNs[i] = placed ? Math.min(firstNs[i + 1], window.beginNs) : firstNs[i + 1];
      unplacedNs[i] = placed ? unplacedNs[i + 1] : Math.min(unplacedNs[i + 1], window.beginNs);
    }
  }

  /** No window before this position lies after a place in the log, or a time; -1 for unknown. */
  public int from(int order, long timeNs) {
    int low = 0;
    int high = windows.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean maybe = order >= 0 && lastOrder[middle] > order;
      maybe |= timeNs >= 0 && lastNs[middle] >= timeNs;
      if (maybe) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * All windows from this position on lie after a place in the log, or where they have none, or it
   * is not known (-1), after a time.
   */
  public int until(int order, long timeNs) {
    int low = 0;
    int high = windows.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean placed =
          firstOrder[middle] == Integer.MAX_VALUE
              || (order >= 0 ? firstOrder[middle] > order : after(firstNs[middle], timeNs));
      boolean unplaced = unplacedNs[middle] == Long.MAX_VALUE || after(unplacedNs[middle], timeNs);
      if (placed && unplaced) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static boolean after(long beginNs, long timeNs) {
    return timeNs >= 0 && beginNs >= timeNs;
  }
}
