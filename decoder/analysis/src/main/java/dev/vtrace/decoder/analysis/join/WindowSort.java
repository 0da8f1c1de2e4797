// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts windows in order: by their place in the log where they are of one process, else by time. A
 * window of a log that has no time lies where the next one of that log lies that has one, since
 * traffic that the log does not show was before or after it. What has no time otherwise stays where
 * it was.
 */
public final class WindowSort {
  private final Map<String, Integer> participants = new HashMap<>();

  /** When windows begin, or their neighbours in the log; -1 if neither is known. */
  private final Map<WindowBuilder, Long> begins = new IdentityHashMap<>();

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
    } else {
      begins(out);
      insert(out);
    }
    return out;
  }

  /** Times of neighbours: of the next one in the log that has a time, else of the last one. */
  private void begins(List<WindowBuilder> frames) {
    Map<String, Long> near = new HashMap<>();
    for (int i = frames.size() - 1; i >= 0; i--) {
      WindowBuilder frame = frames.get(i);
      begins.put(frame, begin(frame, near));
    }
    near.clear();
    for (WindowBuilder frame : frames) {
      long begin = begin(frame, near);
      begins.merge(frame, begin, (later, earlier) -> later >= 0 ? later : earlier);
    }
  }

  private static long begin(WindowBuilder frame, Map<String, Long> near) {
    if (frame.order >= 0 && frame.beginNs >= 0) {
      near.put(frame.participant, frame.beginNs);
    }
    return frame.order < 0 || frame.beginNs >= 0
        ? frame.beginNs
        : near.getOrDefault(frame.participant, -1L);
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
      out.add(placed ? logs.get(frame.participant).get(at) : frame);
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
    long oneNs = begins.get(one);
    long twoNs = begins.get(two);
    if (oneNs >= 0 && twoNs >= 0) {
      return Long.compare(oneNs, twoNs);
    }
    return Integer.compare(place(one), place(two));
  }

  private int place(WindowBuilder frame) {
    return participants.getOrDefault(frame.participant, -1);
  }
}
