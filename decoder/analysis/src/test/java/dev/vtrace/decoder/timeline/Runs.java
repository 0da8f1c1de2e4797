// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Basis;
import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.analysis.model.Device;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Reason;
import dev.vtrace.decoder.analysis.model.RingInterval;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.RingState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Runs made by hand: a source's start, its stop, and a destination's start, minutes apart. */
final class Runs {
  static final long T = 1_700_000_000_000_000_000L;
  static final long SECOND = 1_000_000_000L;

  private final List<Window> windows = new ArrayList<>();
  private final List<WireMark> messages = new ArrayList<>();
  private final int queues;
  private final boolean timed;
  private OptionalLong ended = OptionalLong.empty();

  private Runs(int queues, boolean timed) {
    this.queues = queues;
    this.timed = timed;
  }

  /** A migration in which the back-end is handed over. */
  static Migration transfer(int queues, boolean timed) {
    Runs runs = new Runs(queues, timed);
    runs.window("src", Window.WindowKind.START, T, 0, Phase.ORDINARY, Verdict.EXECUTED);
    runs.window(
        "src", Window.WindowKind.STOP, T + 100 * SECOND, 1, Phase.SWITCHOVER, Verdict.SKIPPED);
    long start = T + 100 * SECOND + 5_000_000;
    runs.window("dst", Window.WindowKind.START, start, 1, Phase.SWITCHOVER, Verdict.SKIPPED);
    return runs.migration("dst", Attempt.AttemptOutcome.COMPLETED);
  }

  /** One that fails, after which the source starts again. */
  static Migration rollback() {
    return rollback(OptionalLong.empty());
  }

  /** The same, in which the destination ends at a time. */
  static Migration rollback(OptionalLong endNs) {
    Runs runs = new Runs(1, true);
    runs.window("src", Window.WindowKind.STOP, T, 1, Phase.SWITCHOVER, Verdict.SKIPPED);
    runs.window("src", Window.WindowKind.START, T + 7_000_000, 1, Phase.ROLLBACK, Verdict.SKIPPED);
    runs.ended = endNs;
    return runs.migration("dst", Attempt.AttemptOutcome.FAILED);
  }

  private void window(
      String who, Window.WindowKind kind, long begin, int attempt, Phase phase, Verdict verdict) {
    String id = "w" + (windows.size() + 1);
    List<Operation> operations = new ArrayList<>();
    for (int queue = 0; queue < queues; queue++) {
      List<Evidence> proof = List.of(new Evidence("trace.log", 10 + queue, 0, "line"));
      String name = "SET_VRING_ENABLE";
      var step = Operation.OperationStep.VHOST;
      if (!timed && kind == Window.WindowKind.START) {
        operations.add(
            new Operation(
                "SET_VRING_KICK",
                queue,
                step,
                verdict,
                Basis.OBSERVED,
                Reason.ON_SOCKET,
                "",
                proof));
      }
      operations.add(
          new Operation(name, queue, step, verdict, Basis.OBSERVED, Reason.ON_SOCKET, "", proof));
      if (!timed && kind == Window.WindowKind.STOP) {
        operations.add(
            new Operation(
                "GET_VRING_BASE",
                queue,
                step,
                verdict,
                Basis.OBSERVED,
                Reason.ON_SOCKET,
                "",
                proof));
      }
      if (verdict == Verdict.EXECUTED) {
        long at = timed ? begin + 1_000 * (queue + 1) : -1;
        Evidence sent = new Evidence("vu.jsonl", 20 + queue, 0, name);
        messages.add(
            new WireMark(at, "vu.jsonl#1", who, name, queue, Direction.TO_BACKEND, id, -1, sent));
      }
    }
    Transfer transfer = verdict == Verdict.SKIPPED ? Transfer.YES : Transfer.NO;
    Role role = who.equals("src") ? Role.SOURCE : Role.DESTINATION;
    windows.add(
        new Window(
            id,
            role,
            who,
            "pci/vhost-user-blk",
            kind,
            timed ? begin : -1,
            timed ? begin + 1_000 * (queues + 1) : -1,
            attempt,
            phase,
            transfer,
            "told",
            false,
            false,
            List.of(),
            operations));
  }

  private Migration migration(String destination, Attempt.AttemptOutcome outcome) {
    List<RingInterval> rings = new ArrayList<>();
    for (int queue = 0; queue < queues && timed; queue++) {
      var state = RingState.TRANSFERRED;
      rings.add(new RingInterval("src", "pci/vhost-user-blk", queue, state, T + 100 * SECOND, -1));
    }
    return new Migration(
        "run",
        List.of(
            new Participant(
                "src", "src", Role.SOURCE, Clock.WALL, List.of("trace.log"), OptionalLong.empty()),
            new Participant("dst", "dst", Role.DESTINATION, Clock.WALL, List.of(), ended)),
        List.of(new Attempt(1, "src", destination, -1, -1, outcome, "", null, null)),
        List.of(new Device("pci/vhost-user-blk", List.of("src", "dst"), OptionalInt.of(queues))),
        windows,
        List.of(),
        rings,
        messages,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
