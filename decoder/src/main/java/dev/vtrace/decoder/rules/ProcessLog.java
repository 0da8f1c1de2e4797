// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.trace.Event;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.List;

/**
 * What one process tells of itself.
 *
 * @param participant the QEMU, or {@code backend}
 * @param wall whether its times are on the common clock
 * @param dropped whether events are known to be lost
 * @param events vhost and migration events of one of its traces; others repeat them
 * @param lines of all its logs that are no events
 */
public record ProcessLog(
    String participant,
    boolean wall,
    boolean dropped,
    List<TraceEvent> events,
    List<LogLine> lines) {
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
    return wall ? event.timeNs() : -1;
  }
}
