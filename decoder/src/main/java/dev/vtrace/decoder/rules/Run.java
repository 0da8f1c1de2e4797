// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Migration;
import dev.vtrace.decoder.capture.Sides;
import dev.vtrace.decoder.devices.VhostDevice;
import dev.vtrace.decoder.trace.Event;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that rules look at. Immutable.
 *
 * @param migration the joined model with its verdicts
 * @param connections in the order of their first messages
 * @param logs one a process
 */
public record Run(
    String name,
    Migration migration,
    List<Connection> connections,
    List<ProcessLog> logs,
    List<QmpMessage> qmp,
    List<StreamFacts> streams) {
  public Run {
    connections = WholeParts.of(connections);
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
