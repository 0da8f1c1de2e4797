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
import dev.vtrace.decoder.rules.model.SenderTurns;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a source does with a device after a completed migration has handed its back-end over: its VM
 * went on, by cont for one. That the destination has started the device is needed; where it has
 * not, going on may be right.
 */
final class AfterHandOver {
  private AfterHandOver() {}

  /** The source starts the device again while the destination has it. */
  static void startsAgain(CheckedRun run, ProblemCollector report) {
    Map<ConnectionUse, TreeMap<Long, Window>> uses = new HashMap<>();
    for (Window window : run.migration().windows()) {
      if (window.beginNs() >= 0
          && (window.kind() == Window.WindowKind.STOP || window.attempt() == 0)) {
        ConnectionUse use = new ConnectionUse(window.participant(), window.device(), window.kind());
        uses.computeIfAbsent(use, u -> new TreeMap<>()).putIfAbsent(window.beginNs(), window);
      }
    }
    Map<Integer, List<Window>> windows = run.migration().byAttempt();
    for (Attempt attempt : completed(run)) {
      for (Window there : started(windows, attempt)) {
        ConnectionUse stops =
            new ConnectionUse(there.participant(), there.device(), Window.WindowKind.STOP);
        ConnectionUse starts =
            new ConnectionUse(attempt.source(), there.device(), Window.WindowKind.START);
        Window stop = next(uses, stops, there.beginNs());
        Window back = next(uses, starts, attempt.endNs());
        long until = stop == null ? Long.MAX_VALUE : stop.beginNs();
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

  private record ConnectionUse(String participant, String device, Window.WindowKind kind) {}

  private static @Nullable Window next(
      Map<ConnectionUse, TreeMap<Long, Window>> uses, ConnectionUse use, long afterNs) {
    TreeMap<Long, Window> windows = uses.get(use);
    Map.Entry<Long, Window> next = windows == null ? null : windows.higherEntry(afterNs);
    return next == null ? null : next.getValue();
  }

  /**
   * The process whose rings ran before the migration sends again after it, and nobody else has
   * spoken in the meantime.
   */
  static void speaks(CheckedRun run, ProblemCollector report) {
    Map<Connection, SenderTurns> turns = new LinkedHashMap<>();
    for (Connection connection : run.connections()) {
      if (!connection.turns().isEmpty()) {
        turns.put(connection, new SenderTurns(connection));
      }
    }
    Map<Integer, List<Window>> windows = run.migration().byAttempt();
    for (Attempt attempt : completed(run)) {
      List<Window> started = started(windows, attempt);
      if (started.isEmpty() || !wholly(windows, attempt)) {
        continue;
      }
      for (Connection connection : turns.keySet()) {
        int number = turns.get(connection).running(attempt.beginNs());
        SessionStep again =
            number < 0 ? null : turns.get(connection).again(number, attempt.endNs());
        if (again != null) {
          Connection.Turn turn = connection.turns().get(number);
          List<Evidence> evidences = new ArrayList<>(List.of(EvidencePlaces.of(again)));
          evidences.addAll(evidence(started.get(0)));
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
              evidences);
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
  private static List<Window> started(Map<Integer, List<Window>> windows, Attempt attempt) {
    List<Window> out = new ArrayList<>();
    for (Window window : windows.getOrDefault(attempt.number(), List.of())) {
      boolean starts =
          window.kind() == Window.WindowKind.START
              && window.phase() == Phase.SWITCHOVER
              && window.transfer() == Transfer.YES
              && !window.failed();
      boolean there = window.beginNs() >= 0;
      if (starts && there && !window.participant().equals(attempt.source())) {
        out.add(window);
      }
    }
    return out;
  }

  /** Whether all devices that the source stopped were handed over: connections have no device. */
  private static boolean wholly(Map<Integer, List<Window>> windows, Attempt attempt) {
    boolean any = false;
    for (Window window : windows.getOrDefault(attempt.number(), List.of())) {
      boolean stop = window.kind() == Window.WindowKind.STOP && window.phase() == Phase.SWITCHOVER;
      boolean source = window.participant().equals(attempt.source());
      if (stop && source) {
        any = true;
        if (window.transfer() != Transfer.YES) {
          return false;
        }
      }
    }
    return any;
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
