// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which vhost devices of a process are one network device. QEMU makes a vhost device for each pair
 * of queues; their virtqueues go on where those of the pair before end, and they share a
 * connection.
 */
public final class QueuePairs {
  private final Map<String, String> leaders = new HashMap<>();
  private final Map<String, Integer> begins = new HashMap<>();

  private QueuePairs() {}

  /**
   * The pairs of a process.
   *
   * @param made pointers of vhost devices in the order in which they were made, as far as known
   * @param windows those of the process, in order
   */
  public static QueuePairs of(Collection<String> made, Collection<WindowBuilder> windows) {
    QueuePairs pairs = new QueuePairs();
    Set<String> pointers = new LinkedHashSet<>(made);
    for (WindowBuilder window : windows) {
      if (!window.key.isEmpty()) {
        pointers.add(window.pointer());
        int begin = window.net() ? begin(window) : -1;
        if (begin >= 0) {
          pairs.begins.merge(window.pointer(), begin, Math::min);
        }
      }
    }
    Map<Integer, Deque<String>> ends = new HashMap<>();
    for (String pointer : pointers) {
      int begin = pairs.begins.getOrDefault(pointer, -1);
      Deque<String> before = begin <= 0 ? null : ends.get(begin);
      String leader = before == null || before.isEmpty() ? pointer : before.pop();
      pairs.leaders.put(pointer, leader);
      if (begin >= 0) {
        ends.computeIfAbsent(begin + 2, end -> new ArrayDeque<>()).push(leader);
      }
    }
    return pairs;
  }

  /**
   * The first virtqueue of a window of a network device, of which each has a pair; -1 if unknown.
   */
  private static int begin(WindowBuilder window) {
    int least = window.queuesIn.isEmpty() ? Integer.MAX_VALUE : window.queuesIn.firstKey();
    for (JoinedRequest request : window.requests) {
      if (request.queue >= 0) {
        least = Math.min(least, request.queue);
      }
    }
    return least == Integer.MAX_VALUE ? -1 : least & ~1;
  }

  /** The pointer of the first pair of a device; of all that have no pairs, their own. */
  public String leader(String pointer) {
    return leaders.getOrDefault(pointer, pointer);
  }

  /** The number of a pair, from 0; 0 for all that have no pairs or of which it is not known. */
  public int pair(String pointer) {
    return begins.getOrDefault(pointer, 0) / 2;
  }
}
