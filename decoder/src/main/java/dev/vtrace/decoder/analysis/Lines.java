// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The messages that a process has traced, by request and time. */
final class Lines {
  private final Map<Long, NavigableMap<Long, Hit>> byRequest = new HashMap<>();

  Lines(Collection<Hit> traced) {
    for (Hit hit : traced) {
      byRequest.computeIfAbsent(hit.id, id -> new TreeMap<>()).put(hit.timeNs, hit);
    }
  }

  /** The last line about such a request at or before a message, or null. */
  Hit before(Hit sent) {
    return value(same(sent).floorEntry(sent.timeNs));
  }

  /** The first line about such a request at or behind a message, or null. */
  Hit behind(Hit sent) {
    return value(same(sent).ceilingEntry(sent.timeNs));
  }

  private NavigableMap<Long, Hit> same(Hit sent) {
    return byRequest.getOrDefault(sent.id, Collections.emptyNavigableMap());
  }

  private static Hit value(Map.Entry<Long, Hit> entry) {
    return entry == null ? null : entry.getValue();
  }
}
