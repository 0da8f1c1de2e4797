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
  public static List<WindowBuilder> sort(List<WindowBuilder> frames, List<String> participants) {
    return new WindowSort(participants).sort(frames);
  }

  private List<WindowBuilder> sort(List<WindowBuilder> frames) {
    List<WindowBuilder> out = inLogs(frames);
    if (timed(out)) {
      out.sort(Comparator.comparingLong(frame -> frame.beginNs));
      return out;
    }
    begins(out);
    stages(out);
    if (begins.values().stream().allMatch(begin -> begin < 0)) {
      out.sort(Comparator.<WindowBuilder>comparingInt(this::stage).thenComparingInt(this::place));
    } else {
      insert(out);
    }
    return out;
  }

  /** Times of neighbours: of the next one in the log that has a time, else of the last one. */
  private void begins(List<WindowBuilder> frames) {
    handedOver(frames);
    Map<WindowBuilder, Long> known = new IdentityHashMap<>(begins);
    Map<String, Long> near = new HashMap<>();
    for (int i = frames.size() - 1; i >= 0; i--) {
      WindowBuilder frame = frames.get(i);
      begins.put(frame, begin(frame, known.getOrDefault(frame, -1L), near));
    }
    near.clear();
    for (WindowBuilder frame : frames) {
      long begin = begin(frame, known.getOrDefault(frame, -1L), near);
      begins.merge(frame, begin, (later, earlier) -> later >= 0 ? later : earlier);
    }
    taken(frames);
  }

  /** What is taken over without a time of its own lies where it was left. */
  private void taken(List<WindowBuilder> frames) {
    Map<Attempt, Long> left = new HashMap<>();
    for (WindowBuilder frame : frames) {
      if (frame.phase == Phase.SWITCHOVER && frame.role == Role.SOURCE) {
        left.merge(frame.attempt, begins.get(frame), Math::max);
      }
    }
    for (WindowBuilder frame : frames) {
      if (frame.phase == Phase.SWITCHOVER
          && frame.role == Role.DESTINATION
          && frame.beginNs < 0
          && left.getOrDefault(frame.attempt, -1L) >= 0) {
        begins.put(frame, left.get(frame.attempt));
      }
    }
  }

  private static long begin(WindowBuilder frame, long own, Map<String, Long> near) {
    if (frame.order >= 0 && own >= 0) {
      near.put(frame.participant, own);
    }
    return frame.order < 0 || own >= 0 ? own : near.getOrDefault(frame.participant, -1L);
  }

  /**
   * Where no window of a log has a time: the stop that hands a device over comes after what else
   * the source sent, and the start that takes it before what else the destination sent.
   */
  private void handedOver(List<WindowBuilder> frames) {
    Map<String, Long> first = new HashMap<>();
    Map<String, Long> last = new HashMap<>();
    Set<String> placed = new HashSet<>();
    for (WindowBuilder frame : frames) {
      begins.put(frame, frame.beginNs);
      if (frame.beginNs >= 0) {
        first.merge(frame.participant, frame.beginNs, Math::min);
        last.merge(frame.participant, frame.beginNs, Math::max);
        if (frame.order >= 0) {
          placed.add(frame.participant);
        }
      }
    }
    for (WindowBuilder frame : frames) {
      Map<String, Long> ends = frame.role == Role.SOURCE ? last : first;
      if (frame.phase == Phase.SWITCHOVER
          && !placed.contains(frame.participant)
          && ends.containsKey(frame.participant)) {
        long after = frame.role == Role.SOURCE ? 1 : -1;
        begins.put(frame, ends.get(frame.participant) + after);
      }
    }
  }

  /** Before, in and after each migration, one stage after the other. */
  private void stages(List<WindowBuilder> frames) {
    Map<String, Integer> reached = new HashMap<>();
    for (WindowBuilder frame : frames) {
      int stage = reached.getOrDefault(frame.participant, 0);
      if (frame.phase == Phase.SWITCHOVER && frame.attempt != null) {
        boolean arrives = frame.role == Role.DESTINATION;
        stage = Math.max(stage, STAGES * frame.attempt.number() + (arrives ? 1 : 0));
      } else if (stage > 0 && stage % STAGES == 0 && Joiner.isWindow(frame)) {
        // The source goes on after it has handed its devices over.
        stage += STAGES - 1;
      }
      if (frame.order >= 0) {
        reached.put(frame.participant, stage);
      }
      stages.put(frame, stage);
    }
  }

  /** Those of each log in the order of the log, at the places that they have together. */
  private static List<WindowBuilder> inLogs(List<WindowBuilder> frames) {
    Map<String, List<WindowBuilder>> logs = new HashMap<>();
    for (WindowBuilder frame : frames) {
      if (frame.order >= 0) {
        logs.computeIfAbsent(frame.participant, p -> new ArrayList<>()).add(frame);
      }
    }
    logs.values().forEach(each -> each.sort(Comparator.comparingInt(frame -> frame.order)));
    Map<String, Integer> next = new HashMap<>();
    List<WindowBuilder> out = new ArrayList<>();
    for (WindowBuilder frame : frames) {
      boolean placed = frame.order >= 0;
      int at = placed ? next.merge(frame.participant, 1, Integer::sum) - 1 : 0;
      out.add(placed ? requireNonNull(logs.get(frame.participant)).get(at) : frame);
    }
    return out;
  }

  /** Whether all have times that do not contradict the logs. */
  private static boolean timed(List<WindowBuilder> frames) {
    Map<String, Long> last = new HashMap<>();
    for (WindowBuilder frame : frames) {
      Long before = frame.order >= 0 ? last.put(frame.participant, frame.beginNs) : null;
      if (frame.beginNs < 0 || before != null && before > frame.beginNs) {
        return false;
      }
    }
    return true;
  }

  /** Keeps what has no time where it was; sorts of the library want a total order. */
  private void insert(List<WindowBuilder> frames) {
    for (int i = 1; i < frames.size(); i++) {
      WindowBuilder frame = frames.get(i);
      int at = i;
      while (at > 0 && compare(frames.get(at - 1), frame) > 0) {
        frames.set(at, frames.get(at - 1));
        at--;
      }
      frames.set(at, frame);
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
        : Integer.compare(place(one), place(two));
  }

  private int stage(WindowBuilder frame) {
    return requireNonNull(stages.get(frame));
  }

  private int place(WindowBuilder frame) {
    return participants.getOrDefault(frame.participant, -1);
  }
}
