// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.run.LoadedLog;
import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.Event;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one process tells of itself.
 *
 * @param participant the QEMU, or {@code backend}
 * @param wall whether the times of its events can be put on the common clock
 * @param offsetNs what that adds to them
 * @param dropped whether events are known to be lost
 * @param events vhost and migration events of one of its traces; others repeat them
 * @param lines of all its logs that are no events, by the common clock
 */
public record ProcessLog(
    String participant,
    boolean wall,
    long offsetNs,
    boolean dropped,
    List<TraceEvent> events,
    List<LogLine> lines) {
  private static final String BACKEND = "backend";

  /** The trace that tells most; of equal ones that with times that can be compared, as read. */
  private static final Comparator<LoadedTrace> MOST =
      Comparator.comparingLong(ProcessLog::weight)
          .thenComparing(trace -> trace.placed())
          .thenComparing(trace -> trace.clock() == ReadSummary.Clock.WALL);

  /** One for each QEMU in the order of the capture's files, then one for all back-ends. */
  static List<ProcessLog> of(LoadedRun run) {
    Map<String, List<LoadedTrace>> traces = new LinkedHashMap<>();
    for (LoadedTrace trace : run.traces()) {
      traces.computeIfAbsent(trace.participant(), who -> new ArrayList<>()).add(trace);
    }
    List<ProcessLog> out = new ArrayList<>();
    traces.forEach((who, all) -> out.add(of(who, all)));
    List<LogLine> lines = new ArrayList<>();
    for (LoadedLog log : run.logs()) {
      for (BackendLine line : log.lines()) {
        lines.add(new LogLine(line.span(), line.timeNs(), line.text(), false));
      }
    }
    if (!run.logs().isEmpty()) {
      out.add(new ProcessLog(BACKEND, false, 0, false, List.of(), lines));
    }
    return out;
  }

  private static ProcessLog of(String participant, List<LoadedTrace> traces) {
    LoadedTrace best = Collections.max(traces, MOST);
    List<LogLine> lines = new ArrayList<>();
    traces.forEach(trace -> lines.addAll(trace.lines()));
    return new ProcessLog(
        participant, best.placed(), best.offsetNs(), best.dropped(), best.events(), lines);
  }

  private static long weight(LoadedTrace trace) {
    return trace.events().stream().filter(TraceEvent::isVhost).count();
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

  long time(TraceEvent event) {
    return wall && event.timeNs() >= 0 ? event.timeNs() + offsetNs : -1;
  }
}
