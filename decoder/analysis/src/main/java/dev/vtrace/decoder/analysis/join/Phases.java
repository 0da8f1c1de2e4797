// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.evidence.DeviceUser;
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
  private final Map<DeviceUser, NavigableSet<Long>> starts = new HashMap<>();
  private final List<ReportedMigration> sides;

  /**
   * @param windows those of one process in the order of time
   */
  public Phases(List<WindowBuilder> windows, List<ReportedMigration> sides) {
    this.sides = sides;
    Map<String, List<WindowBuilder>> own = new HashMap<>();
    for (WindowBuilder window : windows) {
      own.computeIfAbsent(window.participant, p -> new ArrayList<>()).add(window);
      if (window.kind == WindowKind.START) {
        starts.computeIfAbsent(DeviceUser.of(window), u -> new TreeSet<>()).add(window.beginNs);
      }
    }
    own.forEach((participant, each) -> this.frames.put(participant, new WindowOrder(each)));
    Map<String, List<ReportedMigration>> begun = new HashMap<>();
    for (ReportedMigration reported : sides) {
      begun.computeIfAbsent(reported.participant, p -> new ArrayList<>()).add(reported);
    }
    begun.forEach(
        (participant, each) -> beginnings.put(participant, new MigrationBeginnings(each)));
  }

  public void assign() {
    Map<String, List<ReportedMigration>> last = new HashMap<>();
    for (ReportedMigration reported : sides) {
      if (reported.attempt != null && frames.containsKey(reported.participant)) {
        last.computeIfAbsent(reported.participant, p -> new ArrayList<>()).add(reported);
      }
    }
    last.forEach((participant, each) -> during(requireNonNull(frames.get(participant)), each));
    for (ReportedMigration reported : sides) {
      if (reported.attempt == null || !frames.containsKey(reported.participant)) {
        continue;
      }
      if (reported.outgoing) {
        leave(reported);
      } else {
        arrive(reported);
      }
    }
  }

  /** Each window is of the last migration that it lies in; those that have one are passed over. */
  private static void during(WindowOrder order, List<ReportedMigration> sides) {
    List<WindowBuilder> windows = order.windows;
    int[] next = new int[windows.size() + 1];
    Arrays.setAll(next, i -> i);
    for (int s = sides.size() - 1; s >= 0; s--) {
      ReportedMigration reported = sides.get(s);
      int until = end(order, reported);
      int from = order.from(reported.beginOrder, reported.beginNs);
      for (int i = free(next, from); i < until; i = free(next, i + 1)) {
        WindowBuilder window = windows.get(i);
        if (afterBegin(window, reported) && !afterEnd(window, reported)) {
          window.attempt = reported.attempt;
          window.role = reported.outgoing ? Role.SOURCE : Role.DESTINATION;
          next[i] = i + 1;
        }
      }
    }
  }

  private static int end(WindowOrder order, ReportedMigration reported) {
    int end = reported.endOrder == Integer.MAX_VALUE ? -1 : reported.endOrder;
    return reported.endNs < 0 && end < 0 ? order.windows.size() : order.until(end, reported.endNs);
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
  private List<WindowBuilder> own(ReportedMigration reported) {
    WindowOrder order = requireNonNull(frames.get(reported.participant));
    MigrationBeginnings.Next next =
        requireNonNull(beginnings.get(reported.participant)).after(reported);
    boolean placed = next.order() < Integer.MAX_VALUE;
    boolean timed = next.ns() < Long.MAX_VALUE;
    int until = order.until(placed ? next.order() : -1, timed ? next.ns() : -1);
    List<WindowBuilder> mine = new ArrayList<>();
    for (int i = order.from(reported.beginOrder, reported.beginNs); i < until; i++) {
      WindowBuilder window = order.windows.get(i);
      if (afterBegin(window, reported) && !next.begun(window)) {
        mine.add(window);
      }
    }
    return mine;
  }

  public static boolean afterBegin(WindowBuilder window, ReportedMigration reported) {
    return after(window, reported.beginOrder, reported.beginNs);
  }

  public static boolean afterEnd(WindowBuilder window, ReportedMigration reported) {
    int order = reported.endOrder == Integer.MAX_VALUE ? -1 : reported.endOrder;
    return reported.endNs < 0 && order < 0 ? false : after(window, order, reported.endNs);
  }

  private static boolean after(WindowBuilder window, int order, long timeNs) {
    if (window.order >= 0 && order >= 0) {
      return window.order > order;
    }
    return timeNs >= 0 && window.beginNs >= timeNs;
  }

  /** The source: the stop of each device with which the guest's run ends, and what undoes it. */
  private void leave(ReportedMigration reported) {
    List<WindowBuilder> mine = own(reported);
    WindowBuilder[] started = starts(mine);
    boolean known = reported.finishOrder >= 0 || reported.finishNs >= 0;
    boolean failed = reported.settled().outcome() != AttemptOutcome.COMPLETED;
    boolean alone = reported.settled().destination().isEmpty();
    Set<String> left = new HashSet<>();
    Set<String> back = new HashSet<>();
    for (int i = 0; i < mine.size(); i++) {
      WindowBuilder window = mine.get(i);
      if (window.kind == WindowKind.STOP && !left.contains(window.vhostDevice())) {
        boolean leaves = known ? finishing(window, reported) : last(window, started[i], reported);
        if (leaves && !afterEnd(window, reported)) {
          left.add(window.vhostDevice());
          mark(window, reported, Phase.SWITCHOVER, Role.SOURCE);
        }
      } else if (window.kind == WindowKind.START
          && left.contains(window.vhostDevice())
          && (failed || alone && window.traced)
          && back.add(window.vhostDevice())) {
        mark(window, reported, Phase.ROLLBACK, Role.SOURCE);
      }
    }
  }

  /**
   * Whether a stop is the one that hands the device over, where nothing tells when the guest was
   * stopped for it. One that a start follows while pages still flow is a reset by the guest.
   */
  private static boolean last(WindowBuilder stop, WindowBuilder start, ReportedMigration reported) {
    if (stop.pattern == Pattern.TRANSFER) {
      return true;
    }
    boolean stopped = reported.stoppedOrder >= 0;
    if (!stopped
        && reported.outcome != AttemptOutcome.COMPLETED
        && stop.pattern != Pattern.LIKELY) {
      return false;
    }
    if (stopped && stop.order > reported.stoppedOrder) {
      return false;
    }
    if (start == null) {
      return true;
    }
    return stopped ? after(start, reported.stoppedOrder, -1) : afterEnd(start, reported);
  }

  /** The start of the same device that follows each window, or null. */
  private static WindowBuilder[] starts(List<WindowBuilder> mine) {
    WindowBuilder[] out = new WindowBuilder[mine.size()];
    Map<String, WindowBuilder> later = new HashMap<>();
    for (int i = out.length - 1; i >= 0; i--) {
      WindowBuilder window = mine.get(i);
      out[i] = later.get(window.vhostDevice());
      if (window.kind == WindowKind.START) {
        later.put(window.vhostDevice(), window);
      }
    }
    return out;
  }

  /**
   * Whether a stop is part of the end of the guest's run. QMP reports that end when devices have
   * been stopped, a trace before.
   */
  private boolean finishing(WindowBuilder window, ReportedMigration reported) {
    if (window.order >= 0 && reported.finishOrder >= 0) {
      return window.order > reported.finishOrder;
    }
    boolean known = reported.finishOrder < 0;
    if (!after(
        window, -1, known ? reported.finishNs - Tolerances.USED.monitor() : reported.finishNs)) {
      return false;
    }
    NavigableSet<Long> started =
        starts.get(new DeviceUser(reported.participant, window.vhostDevice()));
    Long next = started == null ? null : started.higher(window.beginNs);
    return next == null || next >= reported.finishNs;
  }

  /**
   * The destination: the first start of each device. They come together, at once or, where the
   * guest arrives paused, later; a device that is first started after that came by other ways.
   * Where the log says that lines are missing, the first start may be among them.
   */
  private void arrive(ReportedMigration reported) {
    Set<String> arrived = new HashSet<>();
    long lastNs = -1;
    for (WindowBuilder window : own(reported)) {
      if (window.kind == WindowKind.START
          && reported.settled().outcome() != AttemptOutcome.CANCELLED
          && inTime(window, reported, lastNs)
          && arrived.add(window.vhostDevice())) {
        mark(window, reported, Phase.SWITCHOVER, Role.DESTINATION);
        lastNs = Math.max(lastNs, window.endNs);
      }
    }
  }

  /** A start that only its messages show may be a later one, after one without messages. */
  private static boolean inTime(WindowBuilder window, ReportedMigration reported, long lastNs) {
    long end = Math.max(Math.max(reported.endNs, reported.resumeNs), lastNs);
    boolean taken = window.pattern == Pattern.TRANSFER || window.pattern == Pattern.LIKELY;
    boolean omitted = !taken && window.omission > Math.max(reported.beginOrder, 0);
    boolean timed = end >= 0 && window.beginNs >= 0;
    boolean first = window.traced && lastNs < 0;
    return !omitted && (first || !timed)
        || timed && window.beginNs <= end + Tolerances.USED.monitor();
  }

  private static void mark(
      WindowBuilder window, ReportedMigration reported, Phase phase, Role role) {
    window.attempt = reported.attempt;
    window.phase = phase;
    window.role = role;
  }
}
