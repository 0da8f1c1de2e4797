// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.clock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Clocks, and what is known of their distances. All are put on the one that most others agree with,
 * each over the neighbours that tell its distance best.
 */
final class ClockGraph {
  private final Map<Object, Map<Object, Skew>> edges = new LinkedHashMap<>();

  /** Adds a clock; of equal ones the first is believed. */
  void clock(Object clock) {
    of(clock);
  }

  private Map<Object, Skew> of(Object clock) {
    return edges.computeIfAbsent(clock, c -> new LinkedHashMap<>());
  }

  /**
   * Adds what is known of two clocks.
   *
   * @param skew what to add to the first to get the second; null is not known
   */
  void edge(Object one, Object two, @Nullable Skew skew) {
    if (skew != null) {
      of(one).merge(two, skew, Skew::and);
      of(two).merge(one, skew.reversed(), Skew::and);
    }
  }

  /** What to add to each clock. What nothing connects to the others has a time of its own. */
  Map<Object, Skew> solve() {
    Map<Object, Skew> out = new HashMap<>();
    Map<Object, Long> friends = new HashMap<>();
    edges.keySet().forEach(clock -> friends.put(clock, friends(clock)));
    List<Object> references = new ArrayList<>(edges.keySet());
    references.sort(Comparator.comparing(friends::get, Comparator.reverseOrder()));
    for (Object reference : references) {
      if (!out.containsKey(reference)) {
        reach(reference, out);
      }
    }
    return out;
  }

  /** How many clocks it may be the same as. */
  private long friends(Object clock) {
    return of(clock).values().stream().filter(s -> s.agrees() && s.bounded()).count();
  }

  /**
   * A clock that is not settled yet.
   *
   * @param number which one it is in the order in which they were come upon
   */
  private record Open(Object clock, Skew skew, int number) {
    static final Comparator<Open> NARROW =
        Comparator.<Open>comparingLong(each -> each.skew.width())
            .thenComparingInt(each -> each.number);
  }

  /** The narrowest bounds first, as the shortest path is found. */
  private void reach(Object reference, Map<Object, Skew> out) {
    Map<Object, Open> best = new HashMap<>();
    PriorityQueue<Open> open = new PriorityQueue<>(Open.NARROW);
    open.add(new Open(reference, Skew.NONE, 0));
    best.put(reference, open.peek());
    while (!open.isEmpty()) {
      Open next = open.poll();
      if (best.get(next.clock) != next) {
        continue;
      }
      out.put(next.clock, next.skew);
      for (Map.Entry<Object, Skew> edge : of(next.clock).entrySet()) {
        if (!out.containsKey(edge.getKey())) {
          Skew over = edge.getValue().reversed().then(next.skew);
          Open known = best.get(edge.getKey());
          if (known == null || over.width() < known.skew.width()) {
            Open better = new Open(edge.getKey(), over, known == null ? best.size() : known.number);
            best.put(edge.getKey(), better);
            open.add(better);
          }
        }
      }
    }
  }
}
