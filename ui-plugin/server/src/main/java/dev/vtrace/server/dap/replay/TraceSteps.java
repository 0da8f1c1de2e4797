// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.analysis.Clock;
import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.analysis.Migration;
import dev.vtrace.decoder.analysis.Operation;
import dev.vtrace.decoder.analysis.Participant;
import dev.vtrace.decoder.analysis.Window;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.Event;
import dev.vtrace.decoder.trace.EventPurpose;
import dev.vtrace.decoder.trace.EventTable;
import dev.vtrace.decoder.trace.EventUser;
import dev.vtrace.decoder.trace.FtraceReader;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.QemuLogReader;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.SimpletraceReader;
import dev.vtrace.decoder.trace.SimpletraceTextReader;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads the trace of each QEMU as steps. What was wrong with a file is a finding of the model. */
final class TraceSteps {
  private static final int MOST_QUEUES = 99_999;

  private final Capture capture;
  private final Migration migration;

  TraceSteps(Capture capture, Migration migration) {
    this.capture = capture;
    this.migration = migration;
  }

  /** Adds the events of a participant's trace, the one that the verdicts name. */
  void read(Participant participant, Lane lane) throws IOException {
    Input input = trace(participant.name());
    if (input == null) {
      return;
    }
    Nesting nesting = new Nesting();
    Clock clock = participant.clock();
    Consumer<TraceEvent> sink =
        event -> {
          boolean timed = event.timeNs() >= 0 && clock.placed();
          long time = timed ? event.timeNs() + clock.offsetNs() : -1;
          Draft draft = draft(event, time);
          nesting.see(draft, event);
          lane.drafts.add(draft);
        };
    ReadOptions options =
        ReadOptions.of(input.name(), d -> {}).withNames(EventUser.names(EventUser.DEBUGGER));
    EventTable events = events();
    options = events == null ? options : options.withEvents(events);
    try (ByteSource source = Inputs.open(input.path())) {
      reader(input.kind(), options)
          .read(
              source,
              record -> {
                if (record instanceof TraceEvent event) {
                  sink.accept(event);
                }
              });
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
  private Input trace(String participant) {
    Map<String, Integer> named = new HashMap<>();
    for (Window window : migration.windows()) {
      if (window.participant().equals(participant)) {
        for (Operation operation : window.operations()) {
          operation.evidence().forEach(e -> named.merge(e.file(), 1, Integer::sum));
        }
      }
    }
    Input best = null;
    for (Input input : capture.with(InputRole.TRACE)) {
      boolean events = input.kind() != InputKind.STRACE;
      if (events && input.participant().equals(participant)) {
        boolean more =
            best == null
                || named.getOrDefault(input.name(), 0) > named.getOrDefault(best.name(), 0);
        best = more ? input : best;
      }
    }
    return best;
  }

  private EventTable events() throws IOException {
    List<Input> declared = capture.with(InputRole.EVENTS);
    if (declared.isEmpty()) {
      return null;
    }
    Input input = declared.get(0);
    try (ByteSource source = Inputs.open(input.path());
        InputStream in = new SourceStream(source)) {
      return EventTable.read(in, input.name(), d -> {});
    }
  }

  private static TraceReader reader(InputKind kind, ReadOptions options) {
    return switch (kind) {
      case SIMPLETRACE -> new SimpletraceReader(options);
      case SIMPLETRACE_TEXT -> new SimpletraceTextReader(options);
      case FTRACE -> new FtraceReader(options);
      default -> new QemuLogReader(options);
    };
  }
}
