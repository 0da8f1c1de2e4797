// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.attach;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sets of trace events that have a name.
 *
 * @param sets names or patterns of events by the name of their set
 */
public record EventSets(Map<String, List<String>> sets) {
  /** No set. */
  public static final EventSets NONE = new EventSets(Map.of());

  public EventSets {
    sets = Map.copyOf(sets);
  }

  /** Patterns with those of a set in place of its name. */
  public List<String> patterns(List<String> given) {
    List<String> out = new ArrayList<>();
    for (String each : given) {
      out.addAll(sets.getOrDefault(each, List.of(each)));
    }
    return out;
  }
}
