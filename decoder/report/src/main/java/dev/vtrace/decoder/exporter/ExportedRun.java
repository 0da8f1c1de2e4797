// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.timeline.Timeline;
import java.util.List;

/**
 * What all exporters read. Immutable.
 *
 * @param tool the program with its version
 * @param whole whether nothing was left out of the model
 * @param connections recorded vhost-user traffic; all of it, also where the model has a part only
 * @param packets records of migration streams, those of a stream in its order
 */
public record ExportedRun(
    String tool,
    Migration migration,
    CheckResult check,
    Timeline timeline,
    boolean whole,
    List<Connection> connections,
    List<StreamPacket> packets) {
  public ExportedRun {
    connections = List.copyOf(connections);
    packets = List.copyOf(packets);
  }
}
