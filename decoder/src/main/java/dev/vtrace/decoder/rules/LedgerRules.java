// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.analysis.Operation;
import dev.vtrace.decoder.analysis.Phase;
import dev.vtrace.decoder.analysis.Transfer;
import dev.vtrace.decoder.analysis.Verdict;
import dev.vtrace.decoder.analysis.Window;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.Event;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;

/** What the ledger says of operations and migrations, as problems. */
final class LedgerRules {
  static final List<Rule> TABLE =
      List.of(
          Rule.run(Code.MIGRATION_CANCELLED, Rank.CAUSE, LedgerRules::cancelled),
          Rule.run(
              Code.TRANSFER_FORBIDS,
              Rank.FAULT,
              (run, report) -> operations(run, report, Verdict.VIOLATION, true)),
          Rule.run(
              Code.OPERATION_MISSING,
              Rank.FAULT,
              (run, report) -> operations(run, report, Verdict.VIOLATION, false)),
          Rule.run(
              Code.OPERATION_FAILED,
              Rank.CONSEQUENCE,
              (run, report) -> operations(run, report, Verdict.FAILED, false)),
          Rule.run(Code.SOURCE_UNAWARE, Rank.FAULT, LedgerRules::unaware),
          Rule.run(Code.BOTH_RUN, Rank.FAULT, LedgerRules::bothRun),
          Rule.run(Code.ERROR_HANDLER_LOST, Rank.NOTE, LedgerRules::handlerLost));

  private LedgerRules() {}

  /** One problem for all operations of a window: they have one cause. */
  private static void operations(Run run, Report report, Verdict verdict, boolean happened) {
    for (Window window : run.migration().windows()) {
      List<String> names = new ArrayList<>();
      List<Evidence> places = new ArrayList<>();
      String why = "";
      for (Operation operation : window.operations()) {
        if (operation.verdict() == verdict
            && (verdict == Verdict.FAILED || happened(window, operation) == happened)) {
          String queue = operation.queue() < 0 ? "" : " queue " + operation.queue();
          names.add(operation.name() + queue);
          places.addAll(operation.evidence());
          why = why.isEmpty() ? operation.why() : why;
        }
      }
      if (!names.isEmpty()) {
        report.add(
            window.participant() + "/" + window.device() + "/" + window.kind().label(),
            window.beginNs(),
            String.join(", ", names) + ": " + why,
            places);
      }
    }
  }

  private static boolean happened(Window window, Operation operation) {
    return operation.step() == Operation.Step.EXTRA || window.transfer() == Transfer.YES;
  }

  private static void cancelled(Run run, Report report) {
    List<Evidence> places = new ArrayList<>();
    long time = -1;
    String who = "";
    for (QmpMessage message : run.qmp()) {
      boolean command =
          message.kind() == QmpMessage.Kind.COMMAND && message.name().startsWith("migrate_cancel")
              || message.kind() == QmpMessage.Kind.COMMAND
                  && message.name().equals("migrate-cancel");
      String status = message.value("data.status");
      if (command || status != null && status.equals("cancelling")) {
        places.add(Places.of(message, command ? "" : status));
        who = message.who();
        time = time < 0 ? message.timeNs() : time;
      }
    }
    for (ProcessLog log : run.logs()) {
      for (TraceEvent event : log.events()) {
        if (told(event, "cancelling")) {
          places.add(Places.of(event));
          who = who.isEmpty() ? log.participant() : who;
          time = time < 0 ? log.time(event) : time;
        }
      }
    }
    if (!places.isEmpty()) {
      report.add(who, time, "the migration was cancelled", places);
    }
  }

  private static boolean told(TraceEvent event, String state) {
    return event.is(Event.MIGRATION_STATE) && event.string("new_state").equals(state);
  }

  /** Without a return path the source never hears that the destination gave up. */
  private static void unaware(Run run, Report report) {
    Evidence completed = null;
    Evidence failed = null;
    long time = -1;
    for (ProcessLog log : run.logs()) {
      boolean incoming = log.has(Event.INCOMING_CHANNEL);
      for (TraceEvent event : log.events()) {
        if (told(event, "completed") && !incoming) {
          completed = Places.of(event);
        } else if (told(event, "failed")) {
          failed = Places.of(event);
          time = log.time(event);
        }
      }
    }
    for (QmpMessage message : run.qmp()) {
      String status =
          message.name().equals("query-migrate") ? message.value("return.status") : null;
      if (status != null && status.equals("completed")) {
        completed = completed == null ? Places.of(message, status) : completed;
      } else if (status != null && status.equals("failed")) {
        failed = failed == null ? Places.of(message, status) : failed;
        time = time < 0 ? message.timeNs() : time;
      }
    }
    if (completed != null && failed != null) {
      report.add(
          "",
          time,
          "the source says that the migration is completed, the destination that it failed",
          List.of(completed, failed));
    }
  }

  /** Both QEMUs drive the same back-end, or write to the same disk. */
  private static void bothRun(Run run, Report report) {
    AfterHandOver.startsAgain(run, report);
    for (Window back : run.migration().windows()) {
      if (back.phase() != Phase.ROLLBACK || back.kind() != Window.Kind.START) {
        continue;
      }
      for (Window there : run.migration().windows()) {
        boolean runs =
            there.phase() == Phase.SWITCHOVER
                && there.kind() == Window.Kind.START
                && !there.failed()
                && there.attempt() == back.attempt()
                && there.device().equals(back.device())
                && !there.participant().equals(back.participant());
        if (runs && back.beginNs() >= there.beginNs()) {
          report.add(
              back.participant() + "/" + back.device(),
              back.beginNs(),
              "the device is started again here, but "
                  + there.participant()
                  + " has started it, too",
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

  private static void handlerLost(Run run, Report report) {
    for (Window window : run.migration().windows()) {
      if (window.phase() == Phase.ROLLBACK
          && window.kind() == Window.Kind.START
          && window.transfer() == Transfer.YES) {
        report.add(
            window.participant() + "/" + window.device(),
            window.beginNs(),
            "the source goes on with the back-end that it kept; errors of the back-end are not"
                + " heard from here on",
            evidence(window, window).stream().limit(1).toList());
      }
    }
  }
}
