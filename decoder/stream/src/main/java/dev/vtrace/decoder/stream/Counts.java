// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** How many records of each kind there are. */
public final class Counts {
  private final Map<String, Long> numbers = new LinkedHashMap<>();

  /** Counts one more of a kind. */
  public void add(String kind) {
    add(kind, 1);
  }

  /** Counts more of a kind. */
  public void add(String kind, long more) {
    if (more != 0) {
      numbers.put(kind, get(kind) + more);
    }
  }

  /** Adds all that another has. */
  public void add(Counts other) {
    for (Map.Entry<String, Long> entry : other.entries()) {
      add(entry.getKey(), entry.getValue());
    }
  }

  /** How many there are of a kind. */
  public long get(String kind) {
    Long number = numbers.get(kind);
    return number == null ? 0 : number;
  }

  /** Whether nothing was counted. */
  public boolean isEmpty() {
    return numbers.isEmpty();
  }

  /** Each kind and its number, in the order in which the kinds first occurred. */
  public Set<Map.Entry<String, Long>> entries() {
    return Collections.unmodifiableSet(numbers.entrySet());
  }
}
