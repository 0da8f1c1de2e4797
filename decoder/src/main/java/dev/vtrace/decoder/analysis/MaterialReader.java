// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.BackendLogReader;
import dev.vtrace.decoder.trace.DroppedEvents;
import dev.vtrace.decoder.trace.EventTable;
import dev.vtrace.decoder.trace.EventUser;
import dev.vtrace.decoder.trace.FtraceReader;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QemuLogReader;
import dev.vtrace.decoder.trace.QmpReader;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.SimpletraceReader;
import dev.vtrace.decoder.trace.SimpletraceTextReader;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads all files of a capture. Damage in them is a finding. */
final class MaterialReader {
  /** Lines of a log that are kept because they are no events; a guest can print without end. */
  private static final int MAX_LINES = 10_000;

  private final Capture capture;
  private final Material material;
  private final Map<String, MixedMaterial> mixed = new LinkedHashMap<>();
  private EventTable events;

  MaterialReader(Capture capture) {
    this.capture = capture;
    this.material = new Material(capture);
  }

  Material read() throws IOException {
    events();
    boolean proxy = !capture.with(InputRole.SOCKET).isEmpty();
    Set<String> called = new HashSet<>();
    for (Input input : capture.inputs()) {
      switch (input.role()) {
        case TRACE:
          // System calls repeat what a proxy recorded, and one trace of them is enough.
          if (input.kind() != InputKind.STRACE) {
            trace(input);
          } else if (!proxy && called.add(input.participant())) {
            new TrafficReader(material).read(input);
          }
          break;
        case SOCKET:
          new TrafficReader(material).read(input);
          break;
        case QMP:
          read(input, new QmpReader(options(input)), mixed(input)::take);
          break;
        case BACKEND_LOG:
          read(input, new BackendLogReader(options(input)), mixed(input)::take);
          break;
        case STREAM:
          new StreamMaterial(material).read(input);
          break;
        default:
          break;
      }
      if (!input.participant().isEmpty() && input.role() != InputRole.OTHER) {
        material
            .files
            .computeIfAbsent(input.participant(), p -> new ArrayList<>())
            .add(input.name());
      }
    }
    // The log of a back-end repeats what was recorded of its connections.
    if (material.traffic.isEmpty()) {
      mixed.values().forEach(each -> material.traffic.addAll(each.connections()));
    }
    return material;
  }

  private MixedMaterial mixed(Input input) {
    return mixed.computeIfAbsent(input.name(), name -> new MixedMaterial(input, material));
  }

  private void events() throws IOException {
    List<Input> declared = capture.with(InputRole.EVENTS);
    if (declared.isEmpty()) {
      return;
    }
    Input input = declared.get(0);
    try (ByteSource source = Inputs.open(input.path());
        InputStream in = new SourceStream(source)) {
      events = EventTable.read(in, input.name(), findings(input));
    }
  }

  private void trace(Input input) throws IOException {
    TraceLog log = new TraceLog(input.participant(), input.name());
    ReadOptions options =
        options(input).withNames(EventUser.names(EventUser.LEDGER, EventUser.DOWNTIME));
    if (events != null) {
      options = options.withEvents(events);
    }
    TraceReader reader = reader(input.kind(), options);
    MixedMaterial others = mixed(input);
    ReadSummary summary =
        read(
            input,
            reader,
            record -> {
              keep(log, record);
              others.take(record);
            });
    log.clock =
        new Clock(kind(summary.clock()), 0, summary.clock() == ReadSummary.Clock.WALL ? 0 : -1, "");
    material.logs.computeIfAbsent(input.participant(), p -> new ArrayList<>()).add(log);
  }

  private static void keep(TraceLog log, TraceRecord record) {
    if (record instanceof TraceEvent event) {
      log.events.add(event);
    } else if (record instanceof LogLine line && log.lines.size() < MAX_LINES) {
      log.lines.add(line);
    } else if (record instanceof DroppedEvents) {
      log.dropped = true;
    }
  }

  private static TraceReader reader(InputKind kind, ReadOptions options) {
    switch (kind) {
      case SIMPLETRACE:
        return new SimpletraceReader(options);
      case SIMPLETRACE_TEXT:
        return new SimpletraceTextReader(options);
      case FTRACE:
        return new FtraceReader(options);
      default:
        return new QemuLogReader(options);
    }
  }

  private static Clock.Kind kind(ReadSummary.Clock clock) {
    switch (clock) {
      case WALL:
        return Clock.Kind.WALL;
      case MONOTONIC:
        return Clock.Kind.MONOTONIC;
      case NONE:
        return Clock.Kind.NONE;
      default:
        return Clock.Kind.RELATIVE;
    }
  }

  static ReadSummary read(Input input, TraceReader reader, Consumer<TraceRecord> sink)
      throws IOException {
    try (ByteSource source = Inputs.open(input.path())) {
      return reader.read(source, sink);
    }
  }

  private ReadOptions options(Input input) {
    return ReadOptions.of(input.name(), findings(input));
  }

  private Consumer<Diagnostic> findings(Input input) {
    return diagnostic -> material.findings.add(new Finding(input.name(), diagnostic));
  }
}
