// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import static dev.vtrace.decoder.rules.model.EvidenceNeed.DESTINATION_EVENTS;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.DESTINATION_STATES;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.QMP;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOCKET;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOURCE_EVENTS;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOURCE_STATES;
import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.AttemptFacts;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the ledger says of operations and migrations, as problems. */
public final class LedgerRules {
  public static final List<Rule> TABLE =
      List.of(
          Rule.attempt(Code.MIGRATION_CANCELLED, Rank.CAUSE, LedgerRules::cancelled)
              .by(SOURCE_STATES)
              .by(QMP),
          Rule.run(
                  Code.TRANSFER_FORBIDS,
                  Rank.FAULT,
                  (run, report) -> operations(run, report, Verdict.VIOLATION, true))
              .by(SOURCE_EVENTS, DESTINATION_EVENTS)
              .by(SOCKET),
          Rule.run(
                  Code.OPERATION_MISSING,
                  Rank.FAULT,
                  (run, report) -> operations(run, report, Verdict.VIOLATION, false))
              .by(SOURCE_EVENTS, DESTINATION_EVENTS)
              .by(SOCKET),
          Rule.run(
                  Code.OPERATION_FAILED,
                  Rank.CONSEQUENCE,
                  (run, report) -> operations(run, report, Verdict.FAILED, false))
              .by(SOURCE_EVENTS, DESTINATION_EVENTS)
              .by(SOCKET),
          Rule.attempt(Code.SOURCE_UNAWARE, Rank.FAULT, LedgerRules::unaware)
              .by(SOURCE_STATES, DESTINATION_STATES)
              .by(QMP),
          Rule.run(Code.BOTH_RUN, Rank.FAULT, LedgerRules::bothRun)
              .by(SOURCE_EVENTS, DESTINATION_EVENTS),
          Rule.run(Code.ERROR_HANDLER_LOST, Rank.NOTE, LedgerRules::handlerLost).by(SOURCE_EVENTS));

  private LedgerRules() {}

  /** One problem for all operations of a window: they have one cause. */
  private static void operations(
      CheckedRun run, ProblemCollector report, Verdict verdict, boolean happened) {
    for (Window window : run.migration().windows()) {
      List<String> names = new ArrayList<>();
      List<Evidence> evidence = new ArrayList<>();
      String why = "";
      for (Operation operation : window.operations()) {
        if (operation.verdict() == verdict
            && (verdict == Verdict.FAILED || happened(window, operation) == happened)) {
          String queue = operation.queue() < 0 ? "" : " queue " + operation.queue();
          names.add(operation.name() + queue);
          evidence.addAll(operation.evidence());
          why = why.isEmpty() ? operation.why() : why;
        }
      }
      if (!names.isEmpty()) {
        report
            .in(window.attempt())
            .add(
                window.participant() + "/" + window.device() + "/" + window.kind().label(),
                window.beginNs(),
                String.join(", ", names) + ": " + why,
                evidence);
      }
    }
  }

  private static boolean happened(Window window, Operation operation) {
    return operation.step() == Operation.OperationStep.EXTRA || window.transfer() == Transfer.YES;
  }

  private static void cancelled(AttemptFacts attempt, ProblemCollector report) {
    List<Evidence> evidence = new ArrayList<>();
    long time = -1;
    String who = "";
    for (String participant : List.of(attempt.source(), attempt.destination())) {
      for (QmpMessage message : attempt.qmp(participant)) {
        boolean command = cancels(message);
        String status = message.value("data.status");
        if (command || status != null && status.equals("cancelling")) {
          evidence.add(EvidencePlaces.of(message, command || status == null ? "" : status));
          who = who.isEmpty() ? participant : who;
          time = time < 0 ? message.timeNs() : time;
        }
      }
    }
    for (String participant : List.of(attempt.source(), attempt.destination())) {
      ProcessLog log = attempt.log(participant);
      for (TraceEvent event : attempt.events(participant)) {
        if (reports(event, "cancelling")) {
          evidence.add(EvidencePlaces.of(event));
          who = who.isEmpty() ? participant : who;
          time = time < 0 ? requireNonNull(log).time(event) : time;
        }
      }
    }
    Attempt.AttemptOutcome outcome = attempt.attempt().outcome();
    // A command that comes too late cancels nothing.
    boolean asked = outcome == Attempt.AttemptOutcome.UNKNOWN && !evidence.isEmpty();
    if (outcome == Attempt.AttemptOutcome.CANCELLED || asked) {
      if (evidence.isEmpty()) {
        evidence.addAll(proofs(attempt.attempt(), Attempt.AttemptOutcome.CANCELLED));
      }
      who = who.isEmpty() ? attempt.source() : who;
      time = time < 0 ? attempt.attempt().endNs() : time;
      report.add(who, time, "the migration was cancelled", evidence);
    }
  }

  private static boolean cancels(QmpMessage message) {
    boolean name =
        message.name().startsWith("migrate_cancel") || message.name().equals("migrate-cancel");
    return name && message.kind() == QmpMessage.QmpMessageKind.COMMAND;
  }

  private static boolean reports(TraceEvent event, String state) {
    return event.is(Event.MIGRATION_STATE) && event.string("new_state").equals(state);
  }

  /** What its sides say of an outcome. */
  private static List<Evidence> proofs(Attempt attempt, Attempt.AttemptOutcome outcome) {
    List<Evidence> out = new ArrayList<>();
    for (Attempt.End end : Arrays.asList(attempt.received(), attempt.sent())) {
      if (end != null && end.outcome() == outcome && end.proof() != null) {
        out.add(end.proof());
      }
    }
    return out;
  }

  /** Without a return path the source never hears that the destination gave up. */
  private static void unaware(AttemptFacts facts, ProblemCollector report) {
    Attempt.End sent = facts.attempt().sent();
    Attempt.End received = facts.attempt().received();
    if (sent != null
        && received != null
        && sent.outcome() == Attempt.AttemptOutcome.COMPLETED
        && received.outcome() == Attempt.AttemptOutcome.FAILED) {
      report.add(
          "",
          received.endNs(),
          "the source says that the migration is completed, the destination that it failed",
          List.of(sent.proof(), received.proof()));
    }
  }

  /** Both QEMUs drive the same back-end, or write to the same disk. */
  private static void bothRun(CheckedRun run, ProblemCollector report) {
    AfterHandOver.startsAgain(run, report);
    Map<Integer, List<Window>> arrived = new HashMap<>();
    Map<String, Long> ended = new HashMap<>();
    for (Participant each : run.migration().participants()) {
      each.endNs().ifPresent(end -> ended.put(each.name(), end));
    }
    for (Window window : run.migration().windows()) {
      if (window.phase() == Phase.SWITCHOVER
          && window.kind() == Window.WindowKind.START
          && !window.failed()) {
        arrived.computeIfAbsent(window.attempt(), n -> new ArrayList<>()).add(window);
      }
    }
    for (Window back : run.migration().windows()) {
      if (back.phase() != Phase.ROLLBACK || back.kind() != Window.WindowKind.START) {
        continue;
      }
      for (Window there : arrived.getOrDefault(back.attempt(), List.of())) {
        if (there.device().equals(back.device())
            && !there.participant().equals(back.participant())
            && back.beginNs() >= there.beginNs()
            && back.beginNs() <= ended.getOrDefault(there.participant(), Long.MAX_VALUE)) {
          report
              .in(back.attempt())
              .add(
                  back.participant() + "/" + back.device(),
                  back.beginNs(),
                  "the device is started again here, but "
                      + there.participant()
                      + " has also started it",
                  evidence(back, there));
        }
      }
    }
  }

  private static List<Evidence> evidence(Window one, Window two) {
    List<Evidence> out = new ArrayList<>();
    for (Window window : List.of(one, two)) {
      for (Operation operation : window.operations()) {
        if (!operation.evidence().isEmpty()) {
          out.add(operation.evidence().get(0));
          break;
        }
      }
    }
    return out;
  }

  private static void handlerLost(CheckedRun run, ProblemCollector report) {
    for (Window window : run.migration().windows()) {
      if (window.phase() == Phase.ROLLBACK
          && window.kind() == Window.WindowKind.START
          && window.transfer() == Transfer.YES) {
        report
            .in(window.attempt())
            .add(
                window.participant() + "/" + window.device(),
                window.beginNs(),
                "the source continues with the back-end that it kept; from here on, it does not"
                    + " see errors of the back-end",
                evidence(window, window).stream().limit(1).toList());
      }
    }
  }
}
