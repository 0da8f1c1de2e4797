// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.verdict;

import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.analysis.evidence.Traffic;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import dev.vtrace.decoder.analysis.operation.OperationRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where each kind of message was seen. A window that only its messages show may have been cut in
 * the wrong place, so that what it lacks lies beside it.
 */
public final class NearbyMessages {
  /** A message may reach its recorder this much before or after what the trace says. */
  private static final long NEAR_NS = 20_000_000L;

  private record SentNearby(String connection, String participant, String name) {}

  private final Map<SentNearby, NavigableMap<Long, WindowBuilder>> seen = new HashMap<>();

  public NearbyMessages(List<WindowBuilder> frames) {
    for (WindowBuilder frame : frames) {
      for (JoinedRequest hit : frame.hits) {
        if (hit.timeNs >= 0 && hit.request != null) {
          seen.computeIfAbsent(
                  key(hit.connection, frame, hit.request.original().name()), k -> new TreeMap<>())
              .put(hit.timeNs, frame);
        }
      }
    }
  }

  private static SentNearby key(@Nullable Traffic connection, WindowBuilder frame, String name) {
    return connection == null
        ? new SentNearby("", frame.participant, name)
        : new SentNearby(connection.label(), "", name);
  }

  /** Whether such a message lies beside a window, in no window that is known to have it. */
  boolean beside(WindowBuilder frame, OperationRow row) {
    if (frame.beginNs < 0 || row.request == null) {
      return false;
    }
    String name = row.request.original().name();
    return beside(frame, key(frame.connection, frame, name))
        || beside(frame, key(null, frame, name));
  }

  private boolean beside(WindowBuilder frame, SentNearby sent) {
    return seen
        .getOrDefault(sent, new TreeMap<>())
        .subMap(frame.beginNs - NEAR_NS, true, Math.max(frame.beginNs, frame.endNs) + NEAR_NS, true)
        .values()
        .stream()
        .anyMatch(other -> other != frame);
  }
}
