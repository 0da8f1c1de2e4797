// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.Migration;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Sides;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.run.LoadedRun;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.trace.Event;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
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
public record Run(
    String name,
    Migration migration,
    List<Connection> connections,
    List<ProcessLog> logs,
    List<QmpMessage> qmp,
    List<StreamFacts> streams,
    List<FileRead> files) {
  public Run {
    connections = WholeParts.of(connections);
  }

  /** What rules need of a run that was analysed. */
  public static Run of(JoinedRun run) {
    LoadedRun evidence = run.evidence();
    List<Connection> connections = new ArrayList<>(evidence.connections());
    connections.sort(Comparator.comparingLong(Run::begin));
    return new Run(
        evidence.capture().name(),
        run.migration(),
        List.copyOf(connections),
        ProcessLog.of(evidence),
        evidence.qmp(),
        evidence.streams().stream().map(StreamFacts::of).toList(),
        FileRead.of(evidence));
  }

  /** A run of which nobody counted what was understood. */
  public Run(
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
  public static Run of(Capture capture) throws IOException {
    return of(Analysis.joined(RunLoader.load(capture)));
  }

  private static long begin(Connection connection) {
    boolean none = connection.session().steps().isEmpty();
    return none ? Long.MAX_VALUE : connection.session().steps().get(0).message().timeNs();
  }

  /** Whether anything shows that a back-end was handed over, or was to be. */
  public boolean transfers() {
    return Switches.of(this).anyOn() || handsOver() || passes();
  }

  /** Whether a device in a stream was handed over. */
  public boolean handsOver() {
    for (StreamFacts stream : streams) {
      for (VhostDevice device : stream.devices()) {
        if (device.transfer()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a descriptor was put into a migration stream, or taken out of one. */
  private boolean passes() {
    for (ProcessLog log : logs) {
      for (TraceEvent event : log.events()) {
        if (event.is(Event.DESCRIPTOR_SENT) || event.is(Event.DESCRIPTOR_TAKEN)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Connections of destinations' own back-ends, or all others. */
  public List<Connection> connections(boolean destination) {
    List<Connection> out = new ArrayList<>();
    for (Connection connection : connections) {
      if (Sides.isDestination(connection.participant()) == destination) {
        out.add(connection);
      }
    }
    return out;
  }
}
