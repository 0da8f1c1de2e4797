// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.evidence.DeviceUser;
import dev.vtrace.decoder.analysis.evidence.Tolerances;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.model.Pattern;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts windows of different processes together: a transferred stop in one and a transferred start
 * in another, next to each other in time, hand a device over; a transferred start in the same
 * process after it takes the device back. Each of the two makes the other sure.
 */
public final class HandOvers {
  private final Map<WindowBuilder, WindowBuilder> taken = new LinkedHashMap<>();
  private final Map<WindowBuilder, WindowBuilder> back = new HashMap<>();

  /** Starts that are one half of a pair already. */
  private final Set<WindowBuilder> paired = new HashSet<>();

  private final Map<WindowBuilder, WindowBuilder> next = new HashMap<>();

  /**
   * @param builders those of one process in the order of time, with their patterns
   */
  public HandOvers(List<WindowBuilder> builders) {
    Map<DeviceUser, List<WindowBuilder>> windows = new LinkedHashMap<>();
    for (WindowBuilder window : builders) {
      if (Joiner.isWindow(window) && window.traced) {
        DeviceUser user = DeviceUser.of(window);
        windows.computeIfAbsent(user, u -> new ArrayList<>()).add(window);
      }
    }
    windows.values().forEach(this::takenBack);
    Map<String, TreeMap<Long, List<WindowBuilder>>> starts = new HashMap<>();
    windows.values().forEach(list -> starts(list, starts));
    for (Map.Entry<DeviceUser, List<WindowBuilder>> each : windows.entrySet()) {
      pair(each.getValue(), starts.getOrDefault(each.getKey().device(), new TreeMap<>()));
    }
  }

  /** The start that took over what a stop left to it, by stop. */
  Map<WindowBuilder, WindowBuilder> taken() {
    return taken;
  }

  /** The start of the same process that took back what a stop had left, or null. */
  @Nullable WindowBuilder back(WindowBuilder stop) {
    return back.get(stop);
  }

  /** Whether a start has its stop. */
  boolean isPaired(WindowBuilder start) {
    return paired.contains(start);
  }

  /** The next window of the same device in the same process, or null. */
  @Nullable WindowBuilder next(WindowBuilder window) {
    return next.get(window);
  }

  private static boolean maybe(WindowBuilder window) {
    return window.pattern == Pattern.TRANSFER || window.pattern == Pattern.LIKELY;
  }

  /** Starts that may be transfers, by device and time: the first that a process has of a device. */
  private static void starts(
      List<WindowBuilder> windows, Map<String, TreeMap<Long, List<WindowBuilder>>> starts) {
    WindowBuilder window = windows.get(0);
    if (window.kind == WindowKind.START && maybe(window)) {
      starts
          .computeIfAbsent(window.vhostDevice(), d -> new TreeMap<>())
          .computeIfAbsent(window.beginNs, t -> new ArrayList<>())
          .add(window);
    }
  }

  /** The start right after a transferred stop. */
  private void takenBack(List<WindowBuilder> windows) {
    for (int i = 0; i + 1 < windows.size(); i++) {
      WindowBuilder stop = windows.get(i);
      WindowBuilder start = windows.get(i + 1);
      next.put(stop, start);
      boolean goes = stop.kind == WindowKind.STOP && stop.pattern != Pattern.ORDINARY;
      boolean comes = start.kind == WindowKind.START && start.pattern != Pattern.ORDINARY;
      boolean sure = stop.pattern == Pattern.TRANSFER || start.pattern == Pattern.TRANSFER;
      if (start.kind == WindowKind.START && !goes && maybe(start)) {
        // What a process gave up in an ordinary way cannot come back to it by transfer.
        start.pattern = Pattern.OPEN;
      } else if (goes && comes && sure) {
        stop.pattern = Pattern.TRANSFER;
        start.pattern = start.passedOver() ? Pattern.TRANSFER : start.pattern;
        back.put(stop, start);
        paired.add(start);
      }
    }
  }

  private void pair(List<WindowBuilder> windows, TreeMap<Long, List<WindowBuilder>> starts) {
    for (int i = 0; i < windows.size(); i++) {
      WindowBuilder stop = windows.get(i);
      if (stop.kind != WindowKind.STOP || !maybe(stop)) {
        continue;
      }
      WindowBuilder next = i + 1 < windows.size() ? windows.get(i + 1) : null;
      WindowBuilder start = start(stop, next, starts);
      if (start != null) {
        taken.put(stop, start);
        paired.add(start);
        stop.pattern = Pattern.TRANSFER;
        start.pattern = Pattern.TRANSFER;
      }
    }
  }

  private @Nullable WindowBuilder start(
      WindowBuilder stop, @Nullable WindowBuilder next, TreeMap<Long, List<WindowBuilder>> starts) {
    boolean timed = stop.beginNs >= 0;
    long from = timed ? stop.beginNs - Tolerances.USED.handOverEarly() : -1;
    long until = timed ? stop.beginNs + Tolerances.USED.handOverLate() : -1;
    if (timed && next != null && next.beginNs >= 0) {
      until = Math.min(until, next.beginNs);
    } else if (!timed && next != null) {
      return null;
    }
    if (until < from) {
      return null;
    }
    for (List<WindowBuilder> same : starts.subMap(from, true, until, true).values()) {
      for (WindowBuilder start : same) {
        if (!start.participant.equals(stop.participant) && !paired.contains(start)) {
          return start;
        }
      }
    }
    return null;
  }
}
