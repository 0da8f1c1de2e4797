// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.event.EventPurpose;
import dev.vtrace.decoder.trace.event.EventUser;

/** The trace of each QEMU as steps. */
final class TraceSteps {
  private static final int MOST_QUEUES = 99_999;

  private TraceSteps() {}

  /** Adds the events of a trace. */
  static void add(LoadedTrace trace, TrackBuilder lane) {
    Nesting nesting = new Nesting();
    for (TraceEvent event : trace.events()) {
      if (event.known() != null && event.known().isFor(EventUser.DEBUGGER)) {
        StepBuilder step = draft(event, trace.time(event));
        nesting.see(step, event);
        lane.steps.add(step);
      }
    }
  }

  private static StepBuilder draft(TraceEvent event, long timeNs) {
    String text = event.line();
    Evidence evidence =
        new Evidence(event.span().file(), event.span().line(), event.span().offset(), text);
    StepBuilder step =
        new StepBuilder(evidence, new Detail.EventDetail(event), event.name(), text, timeNs);
    step.canonical = event.canonical();
    step.event = event.event();
    Event known = event.known();
    if (known != null
        && (known.purpose() == EventPurpose.QUEUE_BEGIN
            || known.purpose() == EventPurpose.QUEUE_END)) {
      step.queue = queue(event.number("idx", -1));
    }
    return step;
  }

  private static int queue(long number) {
    return number >= 0 && number <= MOST_QUEUES ? (int) number : -1;
  }
}
