// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.clock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Clocks, and what is known of their distances. All are put on the one that most others agree with,
 * each over the neighbours that tell its distance best.
 */
final class ClockGraph {
  private final Map<Object, Map<Object, Skew>> edges = new LinkedHashMap<>();

  /** Adds a clock; of equal ones the first is believed. */
  void clock(Object clock) {
    edges.computeIfAbsent(clock, c -> new LinkedHashMap<>());
  }

  /**
   * Adds what is known of two clocks.
   *
   * @param skew what to add to the first to get the second; null is not known
   */
  void edge(Object one, Object two, Skew skew) {
    if (skew != null) {
      clock(one);
      clock(two);
      edges.get(one).merge(two, skew, Skew::and);
      edges.get(two).merge(one, skew.reversed(), Skew::and);
    }
  }

  /** What to add to each clock. What nothing connects to the others has a time of its own. */
  Map<Object, Skew> solve() {
    Map<Object, Skew> out = new HashMap<>();
    List<Object> left = new ArrayList<>(edges.keySet());
    while (!left.isEmpty()) {
      Object reference = left.get(0);
      for (Object clock : left) {
        reference = friends(clock) > friends(reference) ? clock : reference;
      }
      reach(reference, out);
      left.removeAll(out.keySet());
    }
    return out;
  }

  /** How many clocks it may be the same as. */
  private long friends(Object clock) {
    return edges.get(clock).values().stream().filter(s -> s.agrees() && s.bounded()).count();
  }

  /** The narrowest bounds first, as the shortest path is found. */
  private void reach(Object reference, Map<Object, Skew> out) {
    Map<Object, Skew> open = new LinkedHashMap<>();
    open.put(reference, Skew.NONE);
    while (!open.isEmpty()) {
      Object next = null;
      for (Object each : open.keySet()) {
        next = next == null || open.get(each).width() < open.get(next).width() ? each : next;
      }
      Skew known = open.remove(next);
      out.put(next, known);
      for (Map.Entry<Object, Skew> edge : edges.get(next).entrySet()) {
        if (!out.containsKey(edge.getKey())) {
          Skew over = edge.getValue().reversed().then(known);
          open.merge(edge.getKey(), over, (a, b) -> b.width() < a.width() ? b : a);
        }
      }
    }
  }
}
