// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.analysis.model.DescriptorPlace;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.run.Finding;
import dev.vtrace.decoder.run.LoadedLog;
import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.run.LoadedStream;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.trace.QmpMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The evidence of a run while it is being joined. */
public final class CollectedEvidence {
  public final Capture capture;
  public final Map<String, List<TraceLog>> logs = new LinkedHashMap<>();
  public final List<Traffic> traffic = new ArrayList<>();

  /** Wall clock minus CLOCK_MONOTONIC where a recorder noted both. */
  public final List<Long> wallMinusMonotonic = new ArrayList<>();

  public final List<QmpMessage> qmp;
  public final List<Stream> streams = new ArrayList<>();
  public final List<Finding> findings;

  /** Files that have evidence of a participant. */
  public final Map<String, List<String>> files = new LinkedHashMap<>();

  private final Map<TraceLog, DescriptorTravels> travels = new HashMap<>();
  private final LoadedRun run;

  /** The logs by their places in the run. */
  private final List<TraceLog> inOrder = new ArrayList<>();

  /** A stream and what was recorded beside it. */
  public record Stream(StreamMark mark, String descriptorFile, List<DescriptorPlace> descriptors) {}

  public CollectedEvidence(LoadedRun run) {
    this.run = run;
    this.capture = run.capture();
    this.qmp = new ArrayList<>(run.qmp());
    this.findings = new ArrayList<>(run.findings());
    for (LoadedTrace trace : run.traces()) {
      TraceLog log = new TraceLog(trace);
      inOrder.add(log);
      logs.computeIfAbsent(trace.participant(), p -> new ArrayList<>()).add(log);
    }
    for (Connection connection : run.connections()) {
      traffic.add(FrontEndRequests.of(connection));
      wallMinusMonotonic.addAll(connection.wallMinusMonotonicNs());
    }
    // The log of a back-end repeats what was recorded of its connections.
    if (traffic.isEmpty()) {
      for (LoadedLog log : run.logs()) {
        BackendTraffic told = new BackendTraffic(log.file());
        log.lines().forEach(told::add);
        traffic.addAll(told.connections());
      }
    }
    for (LoadedStream stream : run.streams()) {
      StreamMark mark =
          new StreamMark(stream.file(), 0, stream.summary(), stream.devices(), stream.places());
      streams.add(new Stream(mark, stream.descriptorFile(), descriptors(stream)));
    }
    for (Input input : capture.inputs()) {
      if (!input.participant().isEmpty() && input.role() != InputRole.OTHER) {
        files.computeIfAbsent(input.participant(), p -> new ArrayList<>()).add(input.name());
      }
    }
  }

  /** One object a line, which is how such lists are written. */
  private static List<DescriptorPlace> descriptors(LoadedStream stream) {
    List<DescriptorPlace> out = new ArrayList<>();
    if (stream.descriptors() == null) {
      return out;
    }
    long line = 0;
    long last = -1;
    for (DescriptorLog.LoggedDescriptor entry : stream.descriptors().entries()) {
      if (entry.offset() != last) {
        line++;
      }
      last = entry.offset();
      String text = entry.kind() + " at byte " + entry.offset();
      out.add(
          new DescriptorPlace(
              entry.offset(),
              entry.kind(),
              entry.timeNs(),
              entry.identity(),
              new Evidence(stream.descriptorFile(), line, 0, text)));
    }
    return out;
  }

  /** The evidence by the clocks that were found. */
  public LoadedRun placed() {
    List<LoadedTrace> traces = new ArrayList<>();
    for (int i = 0; i < inOrder.size(); i++) {
      Clock clock = inOrder.get(i).clock;
      LoadedTrace trace = run.traces().get(i);
      traces.add(clock.placed() ? trace.placed(clock.offsetNs()) : trace);
    }
    List<Connection> recorded =
        traffic.stream()
            .filter(each -> !each.loggedByBackend)
            .map(each -> each.connection)
            .toList();
    return run.placed(traces, recorded, qmp);
  }

  /**
   * The log of a participant that the ledger is made from; others of the same process repeat it.
   */
  public @Nullable TraceLog log(String participant) {
    TraceLog best = null;
    for (TraceLog log : logs.getOrDefault(participant, List.of())) {
      if (!log.events.isEmpty() && (best == null || better(log, best))) {
        best = log;
      }
    }
    return best;
  }

  /** Where descriptors travel in a log. */
  public DescriptorTravels travels(TraceLog log) {
    return travels.computeIfAbsent(log, DescriptorTravels::new);
  }

  private static boolean better(TraceLog one, TraceLog two) {
    if (one.weight() != two.weight()) {
      return one.weight() > two.weight();
    }
    if (one.clock.placed() != two.clock.placed()) {
      return one.clock.placed();
    }
    if (one.clock.kind() != two.clock.kind()) {
      return one.clock.kind() == Clock.ClockKind.WALL;
    }
    return one.events.size() > two.events.size();
  }
}
