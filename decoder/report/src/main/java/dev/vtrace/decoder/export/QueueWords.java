// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names of operations, each once with the queues that it was done for. */
final class QueueWords {
  private record QueuesOfName(String name, List<Integer> queues) {}

  private final Map<String, QueuesOfName> byKey = new LinkedHashMap<>();

  /**
   * Adds an operation.
   *
   * @param key tells operations of one name apart
   * @param queue the queue, or a negative number for none
   */
  void add(String key, String name, int queue) {
    QueuesOfName named = byKey.computeIfAbsent(key, k -> new QueuesOfName(name, new ArrayList<>()));
    if (queue >= 0) {
      named.queues.add(queue);
    }
  }

  /** A word for each name, with commas between them. */
  List<String> list() {
    List<String> out = new ArrayList<>();
    int left = byKey.size();
    for (QueuesOfName named : byKey.values()) {
      String queues = named.queues.isEmpty() ? "" : " " + QueueRanges.of(named.queues);
      out.add(named.name + queues + (--left > 0 ? "," : ""));
    }
    return out;
  }
}
