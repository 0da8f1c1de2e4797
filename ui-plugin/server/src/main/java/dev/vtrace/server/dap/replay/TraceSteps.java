// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.Operation;
import dev.vtrace.decoder.analysis.Participant;
import dev.vtrace.decoder.analysis.Window;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.trace.Event;
import dev.vtrace.decoder.trace.EventPurpose;
import dev.vtrace.decoder.trace.EventUser;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.HashMap;
import java.util.Map;

/** The trace of each QEMU as steps. */
final class TraceSteps {
  private static final int MOST_QUEUES = 99_999;

  private final JoinedRun run;

  TraceSteps(JoinedRun run) {
    this.run = run;
  }

  /** Adds the events of a participant's trace, the one that the verdicts name. */
  void add(Participant participant, Lane lane) {
    LoadedTrace trace = trace(participant.name());
    if (trace == null) {
      return;
    }
    Nesting nesting = new Nesting();
    for (TraceEvent event : trace.events()) {
      if (event.known() != null && event.known().isFor(EventUser.DEBUGGER)) {
        Draft draft = draft(event, trace.time(event));
        nesting.see(draft, event);
        lane.drafts.add(draft);
      }
    }
  }

  private static Draft draft(TraceEvent event, long timeNs) {
    String text = event.line();
    Evidence evidence =
        new Evidence(event.span().file(), event.span().line(), event.span().offset(), text);
    Draft draft = new Draft(evidence, new Detail.Event(event), event.name(), text, timeNs);
    draft.canonical = event.canonical();
    draft.event = event.event();
    Event known = event.known();
    if (known != null
        && (known.purpose() == EventPurpose.QUEUE_BEGIN
            || known.purpose() == EventPurpose.QUEUE_END)) {
      draft.queue = queue(event.number("idx", -1));
    }
    return draft;
  }

  private static int queue(long number) {
    return number >= 0 && number <= MOST_QUEUES ? (int) number : -1;
  }

  /** Of several traces of one process, the one that most of the evidence comes from. */
  private LoadedTrace trace(String participant) {
    Map<String, Integer> named = new HashMap<>();
    for (Window window : run.migration().windows()) {
      if (window.participant().equals(participant)) {
        for (Operation operation : window.operations()) {
          operation.evidence().forEach(e -> named.merge(e.file(), 1, Integer::sum));
        }
      }
    }
    LoadedTrace best = null;
    for (LoadedTrace trace : run.evidence().traces()) {
      if (trace.participant().equals(participant)) {
        boolean more =
            best == null
                || named.getOrDefault(trace.file(), 0) > named.getOrDefault(best.file(), 0);
        best = more ? trace : best;
      }
    }
    return best;
  }
}
