// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one process says about itself.
 *
 * @param participant the QEMU, or {@code backend}
 * @param wall whether the times of its events can be put on the common clock
 * @param offsetNs what that adds to them
 * @param dropped whether events are known to be lost
 * @param events vhost and migration events of one of its traces; others repeat them
 * @param lines of all its logs that are no events, by the common clock
 * @param backendLines what a back-end wrote; empty for a QEMU
 */
public record ProcessLog(
    String participant,
    boolean wall,
    long offsetNs,
    boolean dropped,
    List<TraceEvent> events,
    List<LogLine> lines,
    List<BackendLine> backendLines) {
  private static final String BACKEND = "backend";

  /** The log of a QEMU. */
  public ProcessLog(
      String participant,
      boolean wall,
      long offsetNs,
      boolean dropped,
      List<TraceEvent> events,
      List<LogLine> lines) {
    this(participant, wall, offsetNs, dropped, events, lines, List.of());
  }

  /** One for each QEMU in the order of the capture's files, then one for each back-end. */
  static List<ProcessLog> of(LoadedRun run) {
    Map<String, List<LoadedTrace>> traces = new LinkedHashMap<>();
    for (LoadedTrace trace : run.traces()) {
      traces.computeIfAbsent(trace.participant(), p -> new ArrayList<>()).add(trace);
    }
    List<ProcessLog> out = new ArrayList<>();
    traces.forEach((participant, own) -> out.add(of(participant, own)));
    run.logs().forEach(log -> out.add(ofBackEnd(log.lines())));
    return out;
  }

  /** The log of a back-end. */
  public static ProcessLog ofBackEnd(List<BackendLine> lines) {
    return new ProcessLog(BACKEND, false, 0, false, List.of(), List.of(), lines);
  }

  private static ProcessLog of(String participant, List<LoadedTrace> traces) {
    LoadedTrace best = requireNonNull(LoadedRun.best(traces));
    List<LogLine> lines = new ArrayList<>();
    traces.forEach(trace -> lines.addAll(trace.lines()));
    boolean dropped = best.dropped() || !best.omissions().isEmpty();
    return new ProcessLog(
        participant, best.placed(), best.offsetNs(), dropped, best.events(), lines);
  }

  /** Whether there is such an event. */
  public boolean has(Event row) {
    for (TraceEvent event : events) {
      if (event.is(row)) {
        return true;
      }
    }
    return false;
  }

  public long time(TraceEvent event) {
    return wall && event.timeNs() >= 0 ? event.timeNs() + offsetNs : -1;
  }
}
