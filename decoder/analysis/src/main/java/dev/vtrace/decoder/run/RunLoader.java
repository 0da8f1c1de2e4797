// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.messages.Speaker;
import dev.vtrace.decoder.messages.Utterance;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.DroppedEvents;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.event.EventTable;
import dev.vtrace.decoder.trace.input.TraceReaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads each file of a capture once. Damage in a file is a finding. */
public final class RunLoader {
  /** Lines of a log that are kept because they are no events; a guest can print without end. */
  private static final int MAX_LINES = 10_000;

  /** Lines of a back-end that are kept: most are a message, or what it holds. */
  private static final int MAX_TOLD = 200_000;

  /** A QEMU of which nothing tells which one it is. */
  private static final String QEMU = "qemu";

  private final Capture capture;
  private final LoadOptions options;
  private final List<LoadedTrace> traces = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();

  /** Places of those that have a time of day only. */
  private final List<Integer> ofDay = new ArrayList<>();

  private final List<QmpMessage> qmp = new ArrayList<>();
  private final List<LoadedLog> logs = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<LoadedFile> files = new ArrayList<>();
  private EventTable declarations;

  private RunLoader(Capture capture, LoadOptions options) {
    this.capture = capture;
    this.options = options;
  }

  /**
   * Reads a capture.
   *
   * @throws IOException if a file cannot be read
   */
  public static LoadedRun load(Capture capture) throws IOException {
    return load(capture, LoadOptions.DEFAULT);
  }

  /**
   * Reads a capture.
   *
   * @throws IOException if a file cannot be read
   */
  public static LoadedRun load(Capture capture, LoadOptions options) throws IOException {
    return new RunLoader(capture, options).load();
  }

  private LoadedRun load() throws IOException {
    declarations();
    boolean sockets = !capture.with(InputRole.SOCKET).isEmpty();
    Set<String> called = new HashSet<>();
    StreamLoader streams = new StreamLoader(capture, options, findings);
    for (Input input : capture.inputs()) {
      switch (input.role()) {
        case TRACE:
          if (input.kind() != InputKind.STRACE) {
            trace(input);
          } else if (sockets) {
            passOver(input, "its system calls repeat what was recorded at the socket");
          } else if (called.add(input.participant())) {
            traffic(input);
          } else {
            passOver(input, "another file has the system calls of " + input.participant());
          }
          break;
        case SOCKET:
          traffic(input);
          break;
        case QMP:
        case BACKEND_LOG:
          mixed(input);
          break;
        case STREAM:
          streams.read(input);
          files.add(new LoadedFile(input, null, streams.decodes() ? 1 : 0, ""));
          break;
        case OTHER:
          passOver(input, "it holds no evidence that is known: " + input.kind().label());
          break;
        default:
          // Declarations were read before, lists of descriptors are read with their streams.
          break;
      }
    }
    if (!ofDay.isEmpty()) {
      DayFinder days = new DayFinder(traces, qmp);
      ofDay.forEach(at -> connections.set(at, days.placed(connections.get(at))));
    }
    for (Input list : capture.with(InputRole.DESCRIPTORS)) {
      files.add(new LoadedFile(list, null, 0, streams.used(list) ? "" : "no stream belongs to it"));
    }
    return new LoadedRun(
        capture, traces, connections, qmp, streams.streams(), logs, findings, files);
  }

  private void passOver(Input input, String why) {
    files.add(new LoadedFile(input, null, 0, why));
  }

  private void declarations() throws IOException {
    for (Input input : capture.with(InputRole.EVENTS)) {
      if (declarations != null) {
        passOver(input, "another file has the declarations of events");
        continue;
      }
      try (ByteSource source = options.monitor().open(input)) {
        declarations = EventTable.read(new SourceStream(source), input.name(), findings(input));
      }
      files.add(new LoadedFile(input, null, 0, ""));
    }
  }

  private void trace(Input input) throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    List<LogLine> lines = new ArrayList<>();
    List<BackendLine> told = new ArrayList<>();
    boolean[] dropped = {false};
    ReadOptions wanted = options(input).withNames(options.events());
    ReadSummary summary =
        read(
            input,
            TraceReaders.of(input.kind(), wanted),
            record -> {
              if (record instanceof TraceEvent event) {
                events.add(event);
              } else if (record instanceof LogLine line && keeps(line, lines.size())) {
                lines.add(line);
              } else if (record instanceof DroppedEvents) {
                dropped[0] = true;
              } else {
                beside(input, record, told);
              }
            });
    keepBackendLines(input, summary, told);
    traces.add(
        new LoadedTrace(
            input.participant(),
            input.name(),
            summary.clock(),
            dropped[0],
            events,
            lines,
            summary.clock() == ReadSummary.TimeBasis.WALL,
            0));
  }

  /** What QEMU itself says is kept after a guest that prints much. */
  private static boolean keeps(LogLine line, int count) {
    return count < MAX_LINES
        || count < 10 * MAX_LINES && Utterance.of(line.text()).speaker() == Speaker.QEMU;
  }

  private void traffic(Input input) throws IOException {
    Map<String, ConnectionBuilder> open = new LinkedHashMap<>();
    ReadSummary summary =
        read(
            input,
            TraceReaders.wire(input.kind(), options(input)),
            record -> {
              if (record instanceof WireMessage message) {
                connection(input, open, message.connection()).add(message);
              } else if (record instanceof WireEvent event) {
                connection(input, open, event.connection()).add(event);
              }
            });
    boolean calls = input.kind() == InputKind.STRACE;
    boolean day = calls && summary.clock() == ReadSummary.TimeBasis.TIME_OF_DAY;
    // Times since the first call say nothing without it; the order is kept.
    boolean untimed = calls && !day && summary.clock() != ReadSummary.TimeBasis.WALL;
    for (ConnectionBuilder builder : open.values()) {
      Connection connection = builder.end();
      if (day) {
        ofDay.add(connections.size());
      }
      connections.add(untimed ? connection.untimed() : connection);
    }
  }

  private ConnectionBuilder connection(
      Input input, Map<String, ConnectionBuilder> open, String name) {
    String calls = input.kind() == InputKind.STRACE ? input.participant() : "";
    return open.computeIfAbsent(
        name,
        key ->
            new ConnectionBuilder(input.name(), key, input.participant(), calls, findings(input)));
  }

  /** A conversation or the log of a back-end, between which QEMU may have written lines. */
  private void mixed(Input input) throws IOException {
    List<BackendLine> told = new ArrayList<>();
    List<LogLine> lines = new ArrayList<>();
    ReadSummary summary =
        read(
            input,
            TraceReaders.of(
                input.role() == InputRole.BACKEND_LOG ? InputKind.BACKEND_LOG : input.kind(),
                options(input)),
            record -> {
              if (record instanceof LogLine line && lines.size() < MAX_LINES) {
                lines.add(line);
              } else {
                beside(input, record, told);
              }
            });
    keepBackendLines(input, summary, told);
    if (!lines.isEmpty()) {
      String who = input.participant().isEmpty() ? QEMU : input.participant();
      boolean wall = summary.clock() == ReadSummary.TimeBasis.WALL;
      traces.add(
          new LoadedTrace(who, input.name(), summary.clock(), false, List.of(), lines, wall, 0));
    }
  }

  /** What a text holds beside the records of a process. */
  private void beside(Input input, TraceRecord record, List<BackendLine> told) {
    if (record instanceof QmpMessage message) {
      // In the log of a process the conversation is with that process.
      qmp.add(message.who().isEmpty() ? message.of(input.participant()) : message);
    } else if (record instanceof BackendLine line && told.size() < MAX_TOLD) {
      told.add(line);
    }
  }

  private void keepBackendLines(Input input, ReadSummary summary, List<BackendLine> told) {
    if (!told.isEmpty() || input.role() == InputRole.BACKEND_LOG) {
      logs.add(new LoadedLog(input.name(), summary.clock(), told));
    }
  }

  private ReadSummary read(Input input, TraceReader reader, Consumer<TraceRecord> sink)
      throws IOException {
    UnderstoodRecords understanding = new UnderstoodRecords();
    try (ByteSource source = options.monitor().open(input)) {
      ReadSummary summary =
          reader.read(
              source,
              record -> {
                options.monitor().record(record);
                understanding.count(record);
                sink.accept(record);
              });
      long understood = understanding.understood() + summary.refused();
      files.add(new LoadedFile(input, summary, understood, ""));
      return summary;
    }
  }

  private ReadOptions options(Input input) {
    ReadOptions all = ReadOptions.of(input.name(), findings(input));
    return declarations == null ? all : all.withEvents(declarations);
  }

  private Consumer<Diagnostic> findings(Input input) {
    return diagnostic -> findings.add(new Finding(input.name(), diagnostic));
  }
}
