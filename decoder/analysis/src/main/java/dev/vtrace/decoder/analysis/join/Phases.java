// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.evidence.Tolerances;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.model.Attempt.AttemptOutcome;
import dev.vtrace.decoder.analysis.model.Pattern;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Says of each window which migration it belongs to and what it is in it. */
public final class Phases {
  private final Map<String, WindowOrder> frames = new HashMap<>();
  private final Map<String, MigrationBeginnings> beginnings = new HashMap<>();
  private final Map<User, NavigableSet<Long>> starts = new HashMap<>();
  private final List<ReportedMigration> sides;

  private record User(String participant, String device) {
    static User of(WindowBuilder frame) {
      return new User(frame.participant, frame.device);
    }
  }

  /**
   * @param frames those of one process behind each other in the order of time
   */
  public Phases(List<WindowBuilder> frames, List<ReportedMigration> sides) {
    this.sides = sides;
    Map<String, List<WindowBuilder>> own = new HashMap<>();
    for (WindowBuilder frame : frames) {
      own.computeIfAbsent(frame.participant, p -> new ArrayList<>()).add(frame);
      if (frame.kind == WindowKind.START) {
        starts.computeIfAbsent(User.of(frame), u -> new TreeSet<>()).add(frame.beginNs);
      }
    }
    own.forEach((participant, each) -> this.frames.put(participant, new WindowOrder(each)));
    Map<String, List<ReportedMigration>> begun = new HashMap<>();
    for (ReportedMigration side : sides) {
      begun.computeIfAbsent(side.participant, p -> new ArrayList<>()).add(side);
    }
    begun.forEach(
        (participant, each) -> beginnings.put(participant, new MigrationBeginnings(each)));
  }

  public void assign() {
    Map<String, List<ReportedMigration>> last = new HashMap<>();
    for (ReportedMigration side : sides) {
      if (side.attempt != null && frames.containsKey(side.participant)) {
        last.computeIfAbsent(side.participant, p -> new ArrayList<>()).add(side);
      }
    }
    last.forEach((participant, each) -> during(requireNonNull(frames.get(participant)), each));
    for (ReportedMigration side : sides) {
      if (side.attempt == null || !frames.containsKey(side.participant)) {
        continue;
      }
      if (side.outgoing) {
        leave(side);
      } else {
        arrive(side);
      }
    }
  }

  /** Each window is of the last migration that it lies in; those that have one are passed over. */
  private static void during(WindowOrder order, List<ReportedMigration> sides) {
    List<WindowBuilder> frames = order.frames;
    int[] next = new int[frames.size() + 1];
    Arrays.setAll(next, i -> i);
    for (int s = sides.size() - 1; s >= 0; s--) {
      ReportedMigration side = sides.get(s);
      int until = end(order, side);
      int from = order.from(side.beginOrder, side.beginNs);
      for (int i = free(next, from); i < until; i = free(next, i + 1)) {
        WindowBuilder frame = frames.get(i);
        if (afterBegin(frame, side) && !afterEnd(frame, side)) {
          frame.attempt = side.attempt;
          frame.role = side.outgoing ? Role.SOURCE : Role.DESTINATION;
          next[i] = i + 1;
        }
      }
    }
  }

  private static int end(WindowOrder order, ReportedMigration side) {
    int end = side.endOrder == Integer.MAX_VALUE ? -1 : side.endOrder;
    return side.endNs < 0 && end < 0 ? order.frames.size() : order.until(end, side.endNs);
  }

  private static int free(int[] next, int from) {
    int at = from;
    while (next[at] != at) {
      next[at] = next[next[at]];
      at = next[at];
    }
    return at;
  }

  /** The windows of a process from the beginning of a migration to that of its next one. */
  private List<WindowBuilder> own(ReportedMigration side) {
    WindowOrder order = requireNonNull(frames.get(side.participant));
    MigrationBeginnings.Next next = requireNonNull(beginnings.get(side.participant)).after(side);
    boolean placed = next.order() < Integer.MAX_VALUE;
    boolean timed = next.ns() < Long.MAX_VALUE;
    int until = order.until(placed ? next.order() : -1, timed ? next.ns() : -1);
    List<WindowBuilder> mine = new ArrayList<>();
    for (int i = order.from(side.beginOrder, side.beginNs); i < until; i++) {
      WindowBuilder frame = order.frames.get(i);
      if (afterBegin(frame, side) && !next.begun(frame)) {
        mine.add(frame);
      }
    }
    return mine;
  }

  public static boolean afterBegin(WindowBuilder frame, ReportedMigration side) {
    return after(frame, side.beginOrder, side.beginNs);
  }

  public static boolean afterEnd(WindowBuilder frame, ReportedMigration side) {
    int order = side.endOrder == Integer.MAX_VALUE ? -1 : side.endOrder;
    return side.endNs < 0 && order < 0 ? false : after(frame, order, side.endNs);
  }

  private static boolean after(WindowBuilder frame, int order, long timeNs) {
    if (frame.order >= 0 && order >= 0) {
      return frame.order > order;
    }
    return timeNs >= 0 && frame.beginNs >= timeNs;
  }

  /** The source: the stop of each device with which the guest's run ends, and what undoes it. */
  private void leave(ReportedMigration side) {
    List<WindowBuilder> mine = own(side);
    WindowBuilder[] started = starts(mine);
    boolean told = side.finishOrder >= 0 || side.finishNs >= 0;
    boolean failed = side.settled().outcome() != AttemptOutcome.COMPLETED;
    boolean alone = side.settled().destination().isEmpty();
    Set<String> left = new HashSet<>();
    Set<String> back = new HashSet<>();
    for (int i = 0; i < mine.size(); i++) {
      WindowBuilder frame = mine.get(i);
      if (frame.kind == WindowKind.STOP && !left.contains(frame.device)) {
        boolean leaves = told ? finishing(frame, side) : last(frame, started[i], side);
        if (leaves && !afterEnd(frame, side)) {
          left.add(frame.device);
          mark(frame, side, Phase.SWITCHOVER, Role.SOURCE);
        }
      } else if (frame.kind == WindowKind.START
          && left.contains(frame.device)
          && (failed || alone && frame.traced)
          && back.add(frame.device)) {
        mark(frame, side, Phase.ROLLBACK, Role.SOURCE);
      }
    }
  }

  /**
   * Whether a stop is the one that hands the device over, where nothing tells when the guest was
   * stopped for it. One that a start follows while pages still flow is a reset by the guest.
   */
  private static boolean last(WindowBuilder stop, WindowBuilder start, ReportedMigration side) {
    if (stop.pattern == Pattern.TRANSFER) {
      return true;
    }
    boolean stopped = side.stoppedOrder >= 0;
    if (!stopped && side.outcome != AttemptOutcome.COMPLETED && stop.pattern != Pattern.LIKELY) {
      return false;
    }
    if (stopped && stop.order > side.stoppedOrder) {
      return false;
    }
    if (start == null) {
      return true;
    }
    return stopped ? after(start, side.stoppedOrder, -1) : afterEnd(start, side);
  }

  /** The start of the same device that follows each window, or null. */
  private static WindowBuilder[] starts(List<WindowBuilder> mine) {
    WindowBuilder[] out = new WindowBuilder[mine.size()];
    Map<String, WindowBuilder> later = new HashMap<>();
    for (int i = out.length - 1; i >= 0; i--) {
      WindowBuilder frame = mine.get(i);
      out[i] = later.get(frame.device);
      if (frame.kind == WindowKind.START) {
        later.put(frame.device, frame);
      }
    }
    return out;
  }

  /**
   * Whether a stop is part of the end of the guest's run. QMP reports that end when devices have
   * been stopped, a trace before.
   */
  private boolean finishing(WindowBuilder frame, ReportedMigration side) {
    if (frame.order >= 0 && side.finishOrder >= 0) {
      return frame.order > side.finishOrder;
    }
    boolean told = side.finishOrder < 0;
    if (!after(frame, -1, told ? side.finishNs - Tolerances.USED.monitor() : side.finishNs)) {
      return false;
    }
    NavigableSet<Long> started = starts.get(new User(side.participant, frame.device));
    Long next = started == null ? null : started.higher(frame.beginNs);
    return next == null || next >= side.finishNs;
  }

  /**
   * The destination: the first start of each device. They come together, at once or, where the
   * guest arrives paused, later; a device that is first started after that came by other ways.
   */
  private void arrive(ReportedMigration side) {
    Set<String> arrived = new HashSet<>();
    long lastNs = -1;
    for (WindowBuilder frame : own(side)) {
      if (frame.kind == WindowKind.START
          && side.settled().outcome() != AttemptOutcome.CANCELLED
          && inTime(frame, side, lastNs)
          && arrived.add(frame.device)) {
        mark(frame, side, Phase.SWITCHOVER, Role.DESTINATION);
        lastNs = Math.max(lastNs, frame.endNs);
      }
    }
  }

  /** A start that only its messages show may be a later one, after one without messages. */
  private static boolean inTime(WindowBuilder frame, ReportedMigration side, long lastNs) {
    long end = Math.max(Math.max(side.endNs, side.resumeNs), lastNs);
    boolean first = frame.traced && lastNs < 0;
    return first
        || end < 0
        || frame.beginNs < 0
        || frame.beginNs <= end + Tolerances.USED.monitor();
  }

  private static void mark(WindowBuilder frame, ReportedMigration side, Phase phase, Role role) {
    frame.attempt = side.attempt;
    frame.phase = phase;
    frame.role = role;
  }
}
