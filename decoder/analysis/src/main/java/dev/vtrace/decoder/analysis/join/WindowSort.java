// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts windows in order: by their place in the log where they are of one process, else by time.
 * What has no time stays where it was.
 */
public final class WindowSort {
  private final Map<String, Integer> participants = new HashMap<>();

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
      insert(out);
    }
    return out;
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
    if (one.beginNs >= 0 && two.beginNs >= 0) {
      return Long.compare(one.beginNs, two.beginNs);
    }
    return Integer.compare(place(one), place(two));
  }

  private int place(WindowBuilder frame) {
    return participants.getOrDefault(frame.participant, -1);
  }
}
