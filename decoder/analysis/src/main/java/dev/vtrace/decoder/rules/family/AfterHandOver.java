// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.ArrayList;
import java.util.List;

/**
 * What a source does with a device after a completed migration has handed its back-end over: its VM
 * went on, by cont for one. That the destination has started the device is needed; where it has
 * not, going on may be right.
 */
final class AfterHandOver {
  private AfterHandOver() {}

  /** The source starts the device again while the destination has it. */
  static void startsAgain(CheckedRun run, ProblemCollector report) {
    List<Window> windows = run.migration().windows();
    for (Attempt attempt : completed(run)) {
      for (Window there : started(run, attempt)) {
        Window back = null;
        long until = Long.MAX_VALUE;
        for (Window window : windows) {
          boolean same = window.device().equals(there.device()) && window.beginNs() >= 0;
          boolean stops =
              window.kind() == Window.WindowKind.STOP && window.beginNs() > there.beginNs();
          if (same && stops && window.participant().equals(there.participant())) {
            until = Math.min(until, window.beginNs());
          }
          boolean starts = window.kind() == Window.WindowKind.START && window.attempt() == 0;
          boolean source = window.participant().equals(attempt.source());
          boolean later = window.beginNs() > attempt.endNs();
          if (same && starts && source && later && earlier(window, back)) {
            back = window;
          }
        }
        if (back != null && back.beginNs() < until) {
          report.add(
              back.participant() + "/" + back.device(),
              back.beginNs(),
              "the device is started again after migration "
                  + attempt.number()
                  + " has handed it over, and "
                  + there.participant()
                  + " has started it",
              evidence(back, there));
        }
      }
    }
  }

  private static boolean earlier(Window window, Window than) {
    return than == null || window.beginNs() < than.beginNs();
  }

  /**
   * The process whose rings ran before the migration sends again after it, and nobody else has
   * spoken meanwhile.
   */
  static void speaks(CheckedRun run, ProblemCollector report) {
    for (Attempt attempt : completed(run)) {
      List<Window> started = started(run, attempt);
      if (started.isEmpty() || !wholly(run, attempt)) {
        continue;
      }
      for (Connection connection : run.connections()) {
        Connection.Turn turn = running(connection, attempt.beginNs());
        SessionStep again = turn == null ? null : again(connection, turn, attempt.endNs());
        if (again != null) {
          List<Evidence> places = new ArrayList<>(List.of(EvidencePlaces.of(again)));
          places.addAll(evidence(started.get(0)));
          report.add(
              connection.label(),
              again.message().timeNs(),
              "process "
                  + turn.process()
                  + " sends "
                  + again.message().name()
                  + " on the connection that migration "
                  + attempt.number()
                  + " has handed over to "
                  + started.get(0).participant(),
              places);
        }
      }
    }
  }

  private static List<Attempt> completed(CheckedRun run) {
    List<Attempt> out = new ArrayList<>();
    for (Attempt attempt : run.migration().attempts()) {
      boolean timed = attempt.beginNs() >= 0 && attempt.endNs() >= 0;
      if (timed && attempt.outcome() == Attempt.AttemptOutcome.COMPLETED) {
        out.add(attempt);
      }
    }
    return out;
  }

  /** Starts of handed-over devices in the destination. */
  private static List<Window> started(CheckedRun run, Attempt attempt) {
    List<Window> out = new ArrayList<>();
    for (Window window : run.migration().windows()) {
      boolean starts =
          window.kind() == Window.WindowKind.START
              && window.phase() == Phase.SWITCHOVER
              && window.transfer() == Transfer.YES
              && !window.failed();
      boolean there = window.attempt() == attempt.number() && window.beginNs() >= 0;
      if (starts && there && !window.participant().equals(attempt.source())) {
        out.add(window);
      }
    }
    return out;
  }

  /** Whether all devices that the source stopped were handed over: connections have no device. */
  private static boolean wholly(CheckedRun run, Attempt attempt) {
    boolean any = false;
    for (Window window : run.migration().windows()) {
      boolean stop = window.kind() == Window.WindowKind.STOP && window.phase() == Phase.SWITCHOVER;
      boolean source = window.participant().equals(attempt.source());
      if (stop && source && window.attempt() == attempt.number()) {
        any = true;
        if (window.transfer() != Transfer.YES) {
          return false;
        }
      }
    }
    return any;
  }

  /** The turn at a time at which a ring runs; null if none does, or nobody knows who speaks. */
  private static Connection.Turn running(Connection connection, long timeNs) {
    SessionStep last = null;
    for (SessionStep step : connection.session().steps()) {
      long time = step.message().timeNs();
      last = time >= 0 && time <= timeNs ? step : last;
    }
    Connection.Turn turn = null;
    for (Connection.Turn each : connection.turns()) {
      long time = each.first().timeNs();
      turn = time >= 0 && time <= timeNs ? each : turn;
    }
    return last == null || last.after().suspended() ? null : turn;
  }

  /** The first message of a turn after a time; null if there is none. */
  private static SessionStep again(Connection connection, Connection.Turn turn, long timeNs) {
    long until = Long.MAX_VALUE;
    int next = connection.turns().indexOf(turn) + 1;
    if (next < connection.turns().size()) {
      until = connection.turns().get(next).first().span().offset();
    }
    for (SessionStep step : connection.session().steps()) {
      boolean forth = step.message().direction() == Direction.TO_BACKEND;
      boolean own = step.message().span().offset() < until;
      if (forth && own && step.message().timeNs() > timeNs) {
        return step;
      }
    }
    return null;
  }

  private static List<Evidence> evidence(Window... windows) {
    List<Evidence> out = new ArrayList<>();
    for (Window window : windows) {
      for (Operation operation : window.operations()) {
        if (!operation.evidence().isEmpty()) {
          out.add(operation.evidence().get(0));
          break;
        }
      }
    }
    return out;
  }
}
