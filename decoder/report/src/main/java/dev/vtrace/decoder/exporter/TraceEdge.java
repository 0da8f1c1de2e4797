// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.exporter.ExportEvent.EventShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A begin, an end, or something without extent: what formats with separate begins and ends are
 * written of.
 */
record TraceEdge(EdgeKind kind, long time, ExportEvent event) {
  /** What it is; at one time, they come in this order. */
  enum EdgeKind {
    END,
    BEGIN,
    POINT,
    /** The end of a slice that begins at the same time. */
    EMPTY_END
  }

  /** The edges of all events in the order of time. */
  static List<TraceEdge> of(ExportTrace trace) {
    List<TraceEdge> out = new ArrayList<>();
    for (ExportEvent event : trace.events()) {
      if (event.shape() == EventShape.SLICE) {
        boolean empty = event.begin() == event.end();
        out.add(new TraceEdge(EdgeKind.BEGIN, event.begin(), event));
        out.add(new TraceEdge(empty ? EdgeKind.EMPTY_END : EdgeKind.END, event.end(), event));
      } else {
        out.add(new TraceEdge(EdgeKind.POINT, event.begin(), event));
      }
    }
    out.sort(Comparator.comparingLong(TraceEdge::time).thenComparing(TraceEdge::kind));
    return out;
  }

  boolean ends() {
    return kind == EdgeKind.END || kind == EdgeKind.EMPTY_END;
  }
}
