// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.evidence.Tolerances;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.model.Attempt.AttemptOutcome;
import dev.vtrace.decoder.analysis.model.Pattern;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Says of each window which migration it belongs to and what it is in it. */
public final class Phases {
  private final List<WindowBuilder> frames;
  private final List<ReportedMigration> sides;

  /**
   * @param frames those of one process behind each other in the order of time
   */
  public Phases(List<WindowBuilder> frames, List<ReportedMigration> sides) {
    this.frames = frames;
    this.sides = sides;
  }

  public void assign() {
    for (ReportedMigration side : sides) {
      if (side.attempt != null) {
        during(side);
      }
    }
    for (ReportedMigration side : sides) {
      if (side.attempt == null) {
        continue;
      }
      if (side.outgoing) {
        leave(side);
      } else {
        arrive(side);
      }
    }
  }

  private void during(ReportedMigration side) {
    for (WindowBuilder frame : frames) {
      if (mine(frame, side) && afterBegin(frame, side) && !afterEnd(frame, side)) {
        frame.attempt = side.attempt;
        frame.role = side.outgoing ? Role.SOURCE : Role.DESTINATION;
      }
    }
  }

  private static boolean mine(WindowBuilder frame, ReportedMigration side) {
    return frame.participant.equals(side.participant);
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
    Next next = next(side);
    List<WindowBuilder> mine = new ArrayList<>();
    for (WindowBuilder frame : frames) {
      if (mine(frame, side) && afterBegin(frame, side) && !next.begun(frame)) {
        mine.add(frame);
      }
    }
    boolean told = side.finishOrder >= 0 || side.finishNs >= 0;
    boolean failed = side.attempt.outcome() != AttemptOutcome.COMPLETED;
    boolean alone = side.attempt.destination().isEmpty();
    Set<String> left = new HashSet<>();
    Set<String> back = new HashSet<>();
    for (int i = 0; i < mine.size(); i++) {
      WindowBuilder frame = mine.get(i);
      if (frame.kind == WindowKind.STOP && !left.contains(frame.device)) {
        boolean leaves = told ? finishing(frame, side) : last(mine, i, side);
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
  private static boolean last(List<WindowBuilder> mine, int at, ReportedMigration side) {
    WindowBuilder stop = mine.get(at);
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
    for (WindowBuilder later : mine.subList(at + 1, mine.size())) {
      if (later.kind == WindowKind.START && later.device.equals(stop.device)) {
        return stopped ? after(later, side.stoppedOrder, -1) : afterEnd(later, side);
      }
    }
    return true;
  }

  /**
   * Whether a stop is part of the end of the guest's run. QMP tells of that end when devices have
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
    for (WindowBuilder other : frames) {
      if (mine(other, side)
          && other.kind == WindowKind.START
          && other.device.equals(frame.device)
          && other.beginNs > frame.beginNs
          && other.beginNs < side.finishNs) {
        return false;
      }
    }
    return true;
  }

  /**
   * The destination: the first start of each device. They come together, at once or, where the
   * guest arrives paused, later; a device that is first started after that came by other ways.
   */
  private void arrive(ReportedMigration side) {
    Next next = next(side);
    Set<String> arrived = new HashSet<>();
    long lastNs = -1;
    for (WindowBuilder frame : frames) {
      if (mine(frame, side)
          && frame.kind == WindowKind.START
          && afterBegin(frame, side)
          && !next.begun(frame)
          && side.attempt.outcome() != AttemptOutcome.CANCELLED
          && inTime(frame, side, lastNs)
          && arrived.add(frame.device)) {
        mark(frame, side, Phase.SWITCHOVER, Role.DESTINATION);
        lastNs = Math.max(lastNs, frame.endNs);
      }
    }
  }

  /** A start that only its messages show may be a later one, behind one without messages. */
  private static boolean inTime(WindowBuilder frame, ReportedMigration side, long lastNs) {
    long end = Math.max(Math.max(side.endNs, side.resumeNs), lastNs);
    boolean first = frame.traced && lastNs < 0;
    return first
        || end < 0
        || frame.beginNs < 0
        || frame.beginNs <= end + Tolerances.USED.monitor();
  }

  /** Where the next migration of the same process begins, whichever that is. */
  private Next next(ReportedMigration side) {
    int order = Integer.MAX_VALUE;
    long unorderedNs = Long.MAX_VALUE;
    long ns = Long.MAX_VALUE;
    for (ReportedMigration other : sides) {
      boolean next =
          other != side
              && other.participant.equals(side.participant)
              && (other.beginOrder > side.beginOrder && other.beginOrder >= 0
                  || other.beginNs > side.beginNs);
      if (next && other.beginOrder >= 0) {
        order = Math.min(order, other.beginOrder);
      }
      if (next && other.beginNs >= 0) {
        ns = Math.min(ns, other.beginNs);
        unorderedNs = other.beginOrder < 0 ? Math.min(unorderedNs, other.beginNs) : unorderedNs;
      }
    }
    return new Next(order, unorderedNs, ns);
  }

  /**
   * The earliest of all later beginnings, so that not each is held against each window.
   *
   * @param order of those that have a place in the log
   * @param unorderedNs of those that have none
   * @param ns of all
   */
  private record Next(int order, long unorderedNs, long ns) {
    /** Whether a window lies behind one of these beginnings, as {@link #after} has it. */
    boolean begun(WindowBuilder frame) {
      return frame.order >= 0
          ? frame.order > order || frame.beginNs >= unorderedNs
          : frame.beginNs >= ns;
    }
  }

  private static void mark(WindowBuilder frame, ReportedMigration side, Phase phase, Role role) {
    frame.attempt = side.attempt;
    frame.phase = phase;
    frame.role = role;
  }
}
