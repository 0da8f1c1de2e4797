// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts windows in order: by their place in the log where they are of one process, else by time. A
 * window of a log that has no time lies where the next one of that log lies that has one, since
 * traffic that the log does not show was before or after it. What has no time otherwise stays where
 * it was.
 */
public final class WindowSort {
  private static final int STAGES = 3;

  private final Map<String, Integer> participants = new HashMap<>();

  /** When windows begin, or their neighbours in the log; -1 if neither is known. */
  private final Map<WindowBuilder, Long> begins = new IdentityHashMap<>();

  /** How far the migrations have come; each has {@link #STAGES}. */
  private final Map<WindowBuilder, Integer> stages = new IdentityHashMap<>();

  private WindowSort(List<String> participants) {
    participants.forEach(each -> this.participants.putIfAbsent(each, this.participants.size()));
  }

  /**
   * The windows in order.
   *
   * @param participants in their order
   */
  public static List<WindowBuilder> sort(List<WindowBuilder> windows, List<String> participants) {
    return new WindowSort(participants).sort(windows);
  }

  private List<WindowBuilder> sort(List<WindowBuilder> windows) {
    List<WindowBuilder> out = inLogs(windows);
    if (timed(out)) {
      out.sort(Comparator.comparingLong(window -> window.beginNs));
      return out;
    }
    begins(out);
    stages(out);
    if (begins.values().stream().allMatch(begin -> begin < 0)) {
      out.sort(Comparator.<WindowBuilder>comparingInt(this::stage).thenComparingInt(this::rank));
    } else {
      insert(out);
    }
    return out;
  }

  /** Times of neighbours: of the next one in the log that has a time, else of the last one. */
  private void begins(List<WindowBuilder> windows) {
    handedOver(windows);
    Map<WindowBuilder, Long> known = new IdentityHashMap<>(begins);
    Map<String, Long> near = new HashMap<>();
    for (int i = windows.size() - 1; i >= 0; i--) {
      WindowBuilder window = windows.get(i);
      begins.put(window, begin(window, known.getOrDefault(window, -1L), near));
    }
    near.clear();
    for (WindowBuilder window : windows) {
      long begin = begin(window, known.getOrDefault(window, -1L), near);
      begins.merge(window, begin, (later, earlier) -> later >= 0 ? later : earlier);
    }
    taken(windows);
  }

  /** What is taken over without a time of its own lies where it was left. */
  private void taken(List<WindowBuilder> windows) {
    Map<Attempt, Long> left = new HashMap<>();
    for (WindowBuilder window : windows) {
      if (window.phase == Phase.SWITCHOVER && window.role == Role.SOURCE) {
        left.merge(window.attempt, begins.get(window), Math::max);
      }
    }
    for (WindowBuilder window : windows) {
      if (window.phase == Phase.SWITCHOVER
          && window.role == Role.DESTINATION
          && window.beginNs < 0
          && left.getOrDefault(window.attempt, -1L) >= 0) {
        begins.put(window, left.get(window.attempt));
      }
    }
  }

  private static long begin(WindowBuilder window, long own, Map<String, Long> near) {
    if (window.order >= 0 && own >= 0) {
      near.put(window.participant, own);
    }
    return window.order < 0 || own >= 0 ? own : near.getOrDefault(window.participant, -1L);
  }

  /**
   * Where no window of a log has a time: the stop that hands a device over comes after what else
   * the source sent, and the start that takes it before what else the destination sent.
   */
  private void handedOver(List<WindowBuilder> windows) {
    Map<String, Long> first = new HashMap<>();
    Map<String, Long> last = new HashMap<>();
    Set<String> placed = new HashSet<>();
    for (WindowBuilder window : windows) {
      begins.put(window, window.beginNs);
      if (window.beginNs >= 0) {
        first.merge(window.participant, window.beginNs, Math::min);
        last.merge(window.participant, window.beginNs, Math::max);
        if (window.order >= 0) {
          placed.add(window.participant);
        }
      }
    }
    for (WindowBuilder window : windows) {
      Map<String, Long> ends = window.role == Role.SOURCE ? last : first;
      if (window.phase == Phase.SWITCHOVER
          && !placed.contains(window.participant)
          && ends.containsKey(window.participant)) {
        long after = window.role == Role.SOURCE ? 1 : -1;
        begins.put(window, ends.get(window.participant) + after);
      }
    }
  }

  /** Before, in and after each migration, one stage after the other. */
  private void stages(List<WindowBuilder> windows) {
    Map<String, Integer> reached = new HashMap<>();
    for (WindowBuilder window : windows) {
      int stage = reached.getOrDefault(window.participant, 0);
      if (window.phase == Phase.SWITCHOVER && window.attempt != null) {
        boolean arrives = window.role == Role.DESTINATION;
        stage = Math.max(stage, STAGES * window.attempt.number() + (arrives ? 1 : 0));
      } else if (stage > 0 && stage % STAGES == 0 && Joiner.isWindow(window)) {
        // The source goes on after it has handed its devices over.
        stage += STAGES - 1;
      }
      if (window.order >= 0) {
        reached.put(window.participant, stage);
      }
      stages.put(window, stage);
    }
  }

  /** Those of each log in the order of the log, at the places that they have together. */
  private static List<WindowBuilder> inLogs(List<WindowBuilder> windows) {
    Map<String, List<WindowBuilder>> logs = new HashMap<>();
    for (WindowBuilder window : windows) {
      if (window.order >= 0) {
        logs.computeIfAbsent(window.participant, p -> new ArrayList<>()).add(window);
      }
    }
    logs.values().forEach(each -> each.sort(Comparator.comparingInt(window -> window.order)));
    Map<String, Integer> next = new HashMap<>();
    List<WindowBuilder> out = new ArrayList<>();
    for (WindowBuilder window : windows) {
      boolean placed = window.order >= 0;
      int at = placed ? next.merge(window.participant, 1, Integer::sum) - 1 : 0;
      out.add(placed ? requireNonNull(logs.get(window.participant)).get(at) : window);
    }
    return out;
  }

  /** Whether all have times that do not contradict the logs. */
  private static boolean timed(List<WindowBuilder> windows) {
    Map<String, Long> last = new HashMap<>();
    for (WindowBuilder window : windows) {
      Long before = window.order >= 0 ? last.put(window.participant, window.beginNs) : null;
      if (window.beginNs < 0 || before != null && before > window.beginNs) {
        return false;
      }
    }
    return true;
  }

  /** Keeps what has no time where it was; sorts of the library want a total order. */
  private void insert(List<WindowBuilder> windows) {
    for (int i = 1; i < windows.size(); i++) {
      WindowBuilder window = windows.get(i);
      int at = i;
      while (at > 0 && compare(windows.get(at - 1), window) > 0) {
        windows.set(at, windows.get(at - 1));
        at--;
      }
      windows.set(at, window);
    }
  }

  private int compare(WindowBuilder one, WindowBuilder two) {
    if (one.participant.equals(two.participant) && one.order >= 0 && two.order >= 0) {
      return Integer.compare(one.order, two.order);
    }
    long oneNs = requireNonNull(begins.get(one));
    long twoNs = requireNonNull(begins.get(two));
    if (oneNs >= 0 && twoNs >= 0 && oneNs != twoNs) {
      return Long.compare(oneNs, twoNs);
    }
    boolean logged = one.order >= 0 && two.order >= 0;
    int stage = logged ? Integer.compare(stage(one), stage(two)) : 0;
    return stage != 0 || oneNs >= 0 && oneNs == twoNs
        ? stage
        : Integer.compare(rank(one), rank(two));
  }

  private int stage(WindowBuilder window) {
    return requireNonNull(stages.get(window));
  }

  private int rank(WindowBuilder window) {
    return participants.getOrDefault(window.participant, -1);
  }
}
