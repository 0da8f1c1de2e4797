// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import java.util.List;

/**
 * A run as tracks with slices, instants, counters and arrows, as all trace viewers have them.
 * Slices of a track do not overlap.
 *
 * @param timed whether times are nanoseconds since the epoch; otherwise numbers give the order
 * @param events in the order of their begins
 */
record ExportTrace(
    String name, boolean timed, long begin, List<ExportTrack> tracks, List<ExportEvent> events) {
  ExportTrace {
    tracks = List.copyOf(tracks);
    events = List.copyOf(events);
  }

  static ExportTrace of(ExportedRun run) {
    return new ExportTraceBuilder(run).build();
  }
}
