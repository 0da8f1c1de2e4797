// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import static dev.vtrace.decoder.rules.model.EvidenceNeed.DESTINATION_EVENTS;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOURCE_EVENTS;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Reason;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose start or stop was entered and not left, with what the ledger says of its window.
 * Source: the trace points of the series "vhost refactoring" v2 to v4: a queue is left early where
 * the back-end is transferred, where the guest did not set the queue up, and on errors.
 */
public final class QueueRules {
  /** Why a queue was not left. */
  private enum Cause {
    TRANSFER(" has no end event: "),
    NOT_SET_UP(" has no end event: the guest did not set up the queue"),
    ERROR(" has no end event: an error ended it"),
    CUT(" has no end event: the trace ends or has gaps"),
    UNEXPLAINED(" has no end event, no message, and no sign of backend transfer"),
    UNKNOWN("");

    private final String words;

    Cause(String words) {
      this.words = words;
    }
  }

  /**
   * What a log has at all.
   *
   * @param ends the ends of starts and stops
   * @param messages what was sent, so that a window without messages has none
   */
  private record Log(boolean ends, boolean messages, boolean gaps) {
    static Log of(ProcessLog log) {
      boolean ends = log.has(Event.DEV_START_OUT) || log.has(Event.DEV_STOP_OUT);
      return new Log(ends, log.has(Event.MESSAGE_SENT), log.dropped());
    }
  }

  public static final List<Rule> TABLE =
      List.of(
          rule(Code.QUEUE_FAILED, Rank.CONSEQUENCE, Cause.ERROR),
          rule(Code.QUEUE_CUT, Rank.CONSEQUENCE, Cause.CUT),
          rule(Code.QUEUE_UNEXPLAINED, Rank.FAULT, Cause.UNEXPLAINED),
          rule(Code.QUEUE_TRANSFERRED, Rank.NOTE, Cause.TRANSFER),
          rule(Code.QUEUE_NOT_SET_UP, Rank.NOTE, Cause.NOT_SET_UP));

  private QueueRules() {}

  private static Rule rule(Code code, Rank rank, Cause cause) {
    return Rule.run(code, rank, (run, report) -> check(run, report, cause))
        .by(SOURCE_EVENTS, DESTINATION_EVENTS);
  }

  private static void check(CheckedRun run, ProblemCollector report, Cause wanted) {
    Map<String, Log> logs = new HashMap<>();
    run.logs().forEach(log -> logs.put(log.participant(), Log.of(log)));
    for (Window window : run.migration().windows()) {
      List<Window.EnteredQueue> open =
          window.queues().stream()
              .filter(queue -> queue.out() == null)
              .filter(queue -> cause(logs.get(window.participant()), window, queue) == wanted)
              .toList();
      if (open.isEmpty()) {
        continue;
      }
      List<Evidence> evidence = new ArrayList<>();
      StringBuilder names = new StringBuilder();
      for (Window.EnteredQueue queue : open) {
        evidence.add(queue.in());
        names.append(' ').append(queue.queue());
      }
      String queues = open.size() == 1 ? " of queue" : " of queues";
      report
          .in(window.attempt())
          .add(
              window.participant() + "/" + window.device(),
              window.beginNs(),
              window.kind().label() + queues + names + wanted.words + became(run, window, wanted),
              evidence);
    }
  }

  private static String became(CheckedRun run, Window window, Cause cause) {
    if (cause != Cause.TRANSFER) {
      return "";
    }
    return switch (run.migration().transfer(window)) {
      case ATTEMPTED -> "the transfer of the back-end was attempted";
      case KEPT -> "the back-end is kept, and there is nothing to do";
      default -> "the back-end is transferred, and there is nothing to do";
    };
  }

  private static Cause cause(@Nullable Log log, Window window, Window.EnteredQueue queue) {
    if (log == null || !log.ends) {
      return Cause.UNKNOWN;
    }
    if (window.failed()) {
      return Cause.ERROR;
    }
    if (window.cut() || log.gaps) {
      return Cause.CUT;
    }
    if (window.transfer() == Transfer.YES) {
      return Cause.TRANSFER;
    }
    if (window.transfer() == Transfer.UNKNOWN) {
      return log.messages ? Cause.UNEXPLAINED : Cause.UNKNOWN;
    }
    for (Operation operation : window.operations()) {
      boolean unset = operation.reason() == Reason.QUEUE_NOT_SET_UP;
      if (unset && operation.queue() == queue.queue()) {
        return Cause.NOT_SET_UP;
      }
    }
    return Cause.UNKNOWN;
  }
}
