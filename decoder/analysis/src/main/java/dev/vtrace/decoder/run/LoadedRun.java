// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.ReadSummary;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All evidence of a run, read once by {@link RunLoader}. Immutable; each list is in the order of
 * the capture's files. Times are those of the files until the clocks of the run are known.
 *
 * @param traces what QEMUs report about themselves
 * @param connections recorded vhost-user traffic
 * @param qmp all messages of all transcripts
 * @param logs of back-ends
 * @param findings what readers found in the files
 * @param files what was read, and what was not
 */
public record LoadedRun(
    Capture capture,
    List<LoadedTrace> traces,
    List<Connection> connections,
    List<QmpMessage> qmp,
    List<LoadedStream> streams,
    List<LoadedLog> logs,
    List<Finding> findings,
    List<LoadedFile> files) {
  private static final Comparator<LoadedTrace> MOST =
      Comparator.comparingLong(LoadedTrace::weight)
          .thenComparing(trace -> trace.placed())
          .thenComparing(trace -> trace.clock() == ReadSummary.TimeBasis.WALL)
          .thenComparing(trace -> trace.events().size());

  public LoadedRun {
    traces = List.copyOf(traces);
    connections = List.copyOf(connections);
    qmp = List.copyOf(qmp);
    streams = List.copyOf(streams);
    logs = List.copyOf(logs);
    findings = List.copyOf(findings);
    files = List.copyOf(files);
  }

  /**
   * Of several traces of one QEMU, the one that tells most of vhost; of equal ones the first with
   * times that can be compared. Null if there is none.
   */
  public @Nullable LoadedTrace trace(String participant) {
    return best(traces.stream().filter(trace -> trace.participant().equals(participant)).toList());
  }

  /** The same out of the traces of one QEMU. */
  public static @Nullable LoadedTrace best(List<LoadedTrace> traces) {
    return traces.stream()
        .reduce((best, next) -> MOST.compare(next, best) > 0 ? next : best)
        .orElse(null);
  }

  /** The same evidence with its times on the common clock. */
  public LoadedRun placed(
      List<LoadedTrace> traces, List<Connection> connections, List<QmpMessage> qmp) {
    return new LoadedRun(capture, traces, connections, qmp, streams, logs, findings, files);
  }
}
