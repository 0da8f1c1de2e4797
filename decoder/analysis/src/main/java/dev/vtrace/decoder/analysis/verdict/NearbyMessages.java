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

  public NearbyMessages(List<WindowBuilder> windows) {
    for (WindowBuilder window : windows) {
      for (JoinedRequest request : window.requests) {
        if (request.timeNs >= 0 && request.request != null) {
          seen.computeIfAbsent(
                  key(request.connection, window, request.request.original().name()),
                  k -> new TreeMap<>())
              .put(request.timeNs, window);
        }
      }
    }
  }

  private static SentNearby key(@Nullable Traffic connection, WindowBuilder window, String name) {
    return connection == null
        ? new SentNearby("", window.participant, name)
        : new SentNearby(connection.label(), "", name);
  }

  /** Whether such a message lies beside a window, in no window that is known to have it. */
  boolean beside(WindowBuilder window, OperationRow row) {
    if (window.beginNs < 0 || row.request == null) {
      return false;
    }
    String name = row.request.original().name();
    return beside(window, key(window.connection, window, name))
        || beside(window, key(null, window, name));
  }

  private boolean beside(WindowBuilder window, SentNearby sent) {
    return seen
        .getOrDefault(sent, new TreeMap<>())
        .subMap(
            window.beginNs - NEAR_NS, true, Math.max(window.beginNs, window.endNs) + NEAR_NS, true)
        .values()
        .stream()
        .anyMatch(other -> other != window);
  }
}
