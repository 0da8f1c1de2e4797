// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Window.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts windows of different processes together: a transferred stop in one and a transferred start
 * in another, next to each other in time, hand a device over; a transferred start in the same
 * process after it takes the device back. Each of the two makes the other sure.
 */
final class HandOvers {
  private final Map<Frame, Frame> taken = new LinkedHashMap<>();
  private final Map<Frame, Frame> back = new HashMap<>();

  /** Starts that are one half of a pair already. */
  private final Set<Frame> paired = new HashSet<>();

  private final Map<Frame, Frame> next = new HashMap<>();

  private record User(String participant, String device) {}

  /**
   * @param frames those of one process in the order of time, with their patterns
   */
  HandOvers(List<Frame> frames) {
    Map<User, List<Frame>> windows = new LinkedHashMap<>();
    for (Frame frame : frames) {
      if (Joiner.isWindow(frame) && frame.traced) {
        User user = new User(frame.participant, frame.device);
        windows.computeIfAbsent(user, u -> new ArrayList<>()).add(frame);
      }
    }
    windows.values().forEach(this::takenBack);
    Map<String, TreeMap<Long, List<Frame>>> starts = new HashMap<>();
    windows.values().forEach(list -> starts(list, starts));
    for (Map.Entry<User, List<Frame>> each : windows.entrySet()) {
      pair(each.getValue(), starts.getOrDefault(each.getKey().device(), new TreeMap<>()));
    }
  }

  /** The start that took over what a stop left to it, by stop. */
  Map<Frame, Frame> taken() {
    return taken;
  }

  /** The start of the same process that took back what a stop had left, or null. */
  Frame back(Frame stop) {
    return back.get(stop);
  }

  /** Whether a start has its stop. */
  boolean isPaired(Frame start) {
    return paired.contains(start);
  }

  /** The next window of the same device in the same process, or null. */
  Frame next(Frame frame) {
    return next.get(frame);
  }

  private static boolean maybe(Frame frame) {
    return frame.pattern == Pattern.TRANSFER || frame.pattern == Pattern.LIKELY;
  }

  /** Starts that may be transfers, by device and time: the first that a process has of a device. */
  private static void starts(List<Frame> windows, Map<String, TreeMap<Long, List<Frame>>> starts) {
    Frame frame = windows.get(0);
    if (frame.kind == Kind.START && maybe(frame)) {
      starts
          .computeIfAbsent(frame.device, d -> new TreeMap<>())
          .computeIfAbsent(frame.beginNs, t -> new ArrayList<>())
          .add(frame);
    }
  }

  /** The start right after a transferred stop. */
  private void takenBack(List<Frame> windows) {
    for (int i = 0; i + 1 < windows.size(); i++) {
      Frame stop = windows.get(i);
      Frame start = windows.get(i + 1);
      next.put(stop, start);
      boolean goes = stop.kind == Kind.STOP && stop.pattern != Pattern.ORDINARY;
      boolean comes = start.kind == Kind.START && start.pattern != Pattern.ORDINARY;
      boolean sure = stop.pattern == Pattern.TRANSFER || start.pattern == Pattern.TRANSFER;
      if (start.kind == Kind.START && !goes && maybe(start)) {
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

  private void pair(List<Frame> windows, TreeMap<Long, List<Frame>> starts) {
    for (int i = 0; i < windows.size(); i++) {
      Frame stop = windows.get(i);
      if (stop.kind != Kind.STOP || !maybe(stop)) {
        continue;
      }
      Frame next = i + 1 < windows.size() ? windows.get(i + 1) : null;
      Frame start = start(stop, next, starts);
      if (start != null) {
        taken.put(stop, start);
        paired.add(start);
        stop.pattern = Pattern.TRANSFER;
        start.pattern = Pattern.TRANSFER;
      }
    }
  }

  private Frame start(Frame stop, Frame next, TreeMap<Long, List<Frame>> starts) {
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
    for (List<Frame> same : starts.subMap(from, true, until, true).values()) {
      for (Frame start : same) {
        if (!start.participant.equals(stop.participant) && !paired.contains(start)) {
          return start;
        }
      }
    }
    return null;
  }
}
