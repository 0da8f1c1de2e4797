// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.BackendLogReader;
import dev.vtrace.decoder.trace.DroppedEvents;
import dev.vtrace.decoder.trace.EventTable;
import dev.vtrace.decoder.trace.EventUser;
import dev.vtrace.decoder.trace.FtraceReader;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QemuLogReader;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.SimpletraceReader;
import dev.vtrace.decoder.trace.SimpletraceTextReader;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what processes tell of themselves. Of several traces of one process, one is kept. */
final class ProcessReader {
  /** A guest can print without end. */
  private static final int MAX_LINES = 10_000;

  private static final String BACKEND = "backend";

  /** A QEMU of which nothing tells which one it is. */
  private static final String QEMU = "qemu";

  private final List<QmpMessage> qmp = new ArrayList<>();
  private final Map<String, List<LogLine>> lines = new LinkedHashMap<>();
  private final Map<String, ProcessLog> best = new LinkedHashMap<>();
  private final EventTable events;

  ProcessReader(Capture capture) throws IOException {
    List<Input> declared = capture.with(InputRole.EVENTS);
    events = declared.isEmpty() ? null : declarations(declared.get(0));
  }

  void read(Input input) throws IOException {
    boolean backend = input.role() == InputRole.BACKEND_LOG;
    String who = backend ? BACKEND : input.participant();
    List<LogLine> own = lines.computeIfAbsent(who, w -> new ArrayList<>());
    // Lines of a QEMU that stand in the log of a back-end.
    List<LogLine> others = backend ? lines.computeIfAbsent(QEMU, w -> new ArrayList<>()) : own;
    List<TraceEvent> trace = new ArrayList<>();
    boolean[] dropped = {false};
    ReadOptions options =
        ReadOptions.of(input.name(), d -> {}).withNames(EventUser.names(EventUser.RULES));
    ReadSummary summary;
    try (ByteSource source = Inputs.open(input.path())) {
      summary =
          reader(input, events == null ? options : options.withEvents(events))
              .read(source, record -> take(input, record, trace, others, dropped));
    }
    boolean wall = summary.clock() == ReadSummary.Clock.WALL;
    ProcessLog log = new ProcessLog(who, wall, dropped[0], trace, own);
    ProcessLog known = best.get(who);
    if (known == null || weight(log) > weight(known)) {
      best.put(who, log);
    }
  }

  /** One for each process; of some there are only lines in the files of others. */
  List<ProcessLog> logs() {
    List<ProcessLog> out = new ArrayList<>(best.values());
    lines.forEach(
        (who, all) -> {
          if (!best.containsKey(who) && !all.isEmpty()) {
            out.add(new ProcessLog(who, false, false, List.of(), all));
          }
        });
    return out;
  }

  /** Messages of QMP in all files that were read. */
  List<QmpMessage> qmp() {
    return qmp;
  }

  /** A line that stood in a file of another kind, as among messages of QMP. */
  void take(Input input, TraceRecord record) {
    String who = input.participant().isEmpty() ? QEMU : input.participant();
    take(input, record, List.of(), lines.computeIfAbsent(who, w -> new ArrayList<>()), null);
  }

  private void take(
      Input input,
      TraceRecord record,
      List<TraceEvent> trace,
      List<LogLine> others,
      boolean[] dropped) {
    if (record instanceof TraceEvent event) {
      trace.add(event);
    } else if (record instanceof LogLine line && others.size() < MAX_LINES) {
      others.add(line);
    } else if (record instanceof BackendLine line) {
      List<LogLine> backend = lines.computeIfAbsent(BACKEND, w -> new ArrayList<>());
      if (backend.size() < MAX_LINES) {
        backend.add(new LogLine(line.span(), line.timeNs(), line.text(), false));
      }
    } else if (record instanceof QmpMessage message) {
      qmp.add(message.who().isEmpty() ? message.of(input.participant()) : message);
    } else if (record instanceof DroppedEvents) {
      dropped[0] = true;
    }
  }

  /** The trace that tells most; of equal ones the one with times that can be compared. */
  private static long weight(ProcessLog log) {
    long count = 0;
    for (TraceEvent event : log.events()) {
      count += event.isVhost() ? 1 : 0;
    }
    return 2 * count + (log.wall() ? 1 : 0);
  }

  private static TraceReader reader(Input input, ReadOptions options) {
    switch (input.kind()) {
      case SIMPLETRACE:
        return new SimpletraceReader(options);
      case SIMPLETRACE_TEXT:
        return new SimpletraceTextReader(options);
      case FTRACE:
        return new FtraceReader(options);
      case BACKEND_LOG:
        return new BackendLogReader(options);
      default:
        return new QemuLogReader(options);
    }
  }

  private static EventTable declarations(Input input) throws IOException {
    try (ByteSource source = Inputs.open(input.path())) {
      byte[] all = new byte[(int) source.size()];
      source.read(0, all, 0, all.length);
      return EventTable.read(new ByteArrayInputStream(all), input.name(), d -> {});
    }
  }
}
