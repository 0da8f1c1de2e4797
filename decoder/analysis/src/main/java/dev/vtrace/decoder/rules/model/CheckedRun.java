// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.run.KeptBound;
import dev.vtrace.decoder.run.LoadOptions;
import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.run.LoadedStream;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.trace.QmpMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Everything that rules look at. Immutable.
 *
 * @param migration the joined model with its verdicts
 * @param connections in the order of their first messages
 * @param logs one a process
 * @param files how much of each file was understood; empty where that was not counted
 */
public record CheckedRun(
    String name,
    Migration migration,
    List<Connection> connections,
    List<ProcessLog> logs,
    List<QmpMessage> qmp,
    List<StreamFacts> streams,
    List<FileRead> files) {
  public CheckedRun {
    connections = CompleteMessages.of(connections);
  }

  /** What rules need of a run that was analysed. */
  public static CheckedRun of(JoinedRun run) {
    LoadedRun evidence = run.evidence();
    List<Connection> connections = new ArrayList<>(evidence.connections());
    connections.sort(Comparator.comparingLong(CheckedRun::begin));
    return new CheckedRun(
        evidence.capture().name(),
        run.migration(),
        List.copyOf(connections),
        ProcessLog.of(evidence),
        evidence.qmp(),
        streams(evidence.streams(), run.migration().streams()),
        FileRead.of(evidence));
  }

  /** The model has the streams in the order of the evidence. */
  private static List<StreamFacts> streams(List<LoadedStream> streams, List<StreamMark> marks) {
    List<StreamFacts> out = new ArrayList<>();
    for (int i = 0; i < streams.size(); i++) {
      out.add(StreamFacts.of(streams.get(i), marks.get(i).attempt()));
    }
    return out;
  }

  /** A run of which nobody counted what was understood. */
  public CheckedRun(
      String name,
      Migration migration,
      List<Connection> connections,
      List<ProcessLog> logs,
      List<QmpMessage> qmp,
      List<StreamFacts> streams) {
    this(name, migration, connections, logs, qmp, streams, List.of());
  }

  /**
   * Reads and analyses a capture.
   *
   * @throws IOException if a file cannot be read
   */
  public static CheckedRun of(Capture capture) throws IOException {
    return of(capture, KeptBound.USUAL);
  }

  /** The same, with more or less of it in memory. */
  public static CheckedRun of(Capture capture, KeptBound kept) throws IOException {
    return of(Analysis.joined(RunLoader.load(capture, LoadOptions.DEFAULT.keeping(kept))));
  }

  private static long begin(Connection connection) {
    boolean none = connection.session().steps().isEmpty();
    return none ? Long.MAX_VALUE : connection.session().steps().get(0).message().timeNs();
  }
}
