// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The messages that a process has traced, by request and time. */
public final class TracedMessages {
  private final Map<Long, NavigableMap<Long, JoinedRequest>> byRequest = new HashMap<>();

  public TracedMessages(Collection<JoinedRequest> traced) {
    for (JoinedRequest request : traced) {
      byRequest.computeIfAbsent(request.id, id -> new TreeMap<>()).put(request.timeNs, request);
    }
  }

  /** The last line about such a request at or before a message, or null. */
  public @Nullable JoinedRequest before(JoinedRequest sent) {
    return value(same(sent).floorEntry(sent.timeNs));
  }

  /** The first line about such a request at or after a message, or null. */
  public @Nullable JoinedRequest after(JoinedRequest sent) {
    return value(same(sent).ceilingEntry(sent.timeNs));
  }

  private NavigableMap<Long, JoinedRequest> same(JoinedRequest sent) {
    return byRequest.getOrDefault(sent.id, Collections.emptyNavigableMap());
  }

  private static @Nullable JoinedRequest value(Map.Entry<Long, JoinedRequest> entry) {
    return entry == null ? null : entry.getValue();
  }
}
