// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Migration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which migration a moment in a process belongs to: the last one that began there. What is said
 * after its end, as by a process that gives up, is about it, too.
 */
public final class MigrationPeriods {
  /** What is told in QMP may have happened that much earlier or later. */
  static final long SLACK_NS = 500_000_000L;

  /** Migrations of a process by their beginnings. */
  private final Map<String, NavigableMap<Long, Integer>> begun = new HashMap<>();

  private final Map<String, Integer> last = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  public MigrationPeriods(Migration migration) {
    for (Attempt attempt : migration.attempts()) {
      note(attempt.source(), attempt.sent(), attempt);
      note(attempt.destination(), attempt.received(), attempt);
    }
  }

  private void note(String participant, Attempt.@Nullable End end, Attempt attempt) {
    long begin = end == null || end.beginNs() < 0 ? attempt.beginNs() : end.beginNs();
    counts.merge(participant, 1, Integer::sum);
    last.put(participant, attempt.number());
    if (begin >= 0) {
      begun.computeIfAbsent(participant, p -> new TreeMap<>()).put(begin, attempt.number());
    }
  }

  /** How many migrations a process takes part in. */
  int count(String participant) {
    return counts.getOrDefault(participant, 0);
  }

  /**
   * The number of the migration; 0 where it cannot be told.
   *
   * @param timeNs -1 if not known, which is enough where there is one migration only
   */
  public int at(String participant, long timeNs) {
    if (participant.isEmpty()) {
      return 0;
    }
    NavigableMap<Long, Integer> all = begun.get(participant);
    if (timeNs < 0 || all == null || all.size() < count(participant)) {
      return count(participant) == 1 ? last.getOrDefault(participant, 0) : 0;
    }
    Map.Entry<Long, Integer> found = all.floorEntry(timeNs);
    return found == null ? 0 : found.getValue();
  }
}
