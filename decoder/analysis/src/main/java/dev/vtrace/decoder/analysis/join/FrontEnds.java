// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.attempt.ReportedMigration;
import dev.vtrace.decoder.analysis.evidence.Traffic;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.run.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who is the front-end of a connection at a time, as migrations tell: the source until its
 * migration is completed, then the destination, hop for hop.
 */
public final class FrontEnds {
  private final Traffic traffic;
  private final List<ReportedMigration> sides;
  private final BiPredicate<String, Long> mayHave;

  /** Who it is when the first migrations are over, by how many of them. */
  private final String[] owners;

  /** From when on those are over that come before each. */
  private final long[] overNs;

  /** When the first of each and all after it is over. */
  private final long[] nextNs;

  /** Who it is from when on, where a migration has no times; null where all have. */
  private final @Nullable NavigableMap<Long, String> turns;

  /** Of each process, the last migration of it in which it cannot be the front-end itself. */
  private final Map<String, Integer> passedOn = new HashMap<>();

  /**
   * @param sides the sources, in the order of their migrations
   * @param mayHave whether a process can have a connection at a time
   */
  public FrontEnds(
      Traffic traffic, List<ReportedMigration> sides, BiPredicate<String, Long> mayHave) {
    this.traffic = traffic;
    this.sides = sides;
    this.mayHave = mayHave;
    List<String> chain = chain(sides);
    this.turns = chain == null ? null : turns(traffic, chain);
    int size = sides.size();
    owners = new String[size + 1];
    overNs = new long[size + 1];
    nextNs = new long[size + 1];
    owners[0] = "";
    overNs[0] = Long.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      ReportedMigration reported = sides.get(i);
      long over = completed(reported) ? Math.addExact(endNs(reported), 1) : reported.beginNs;
      overNs[i + 1] = Math.max(overNs[i], Math.max(over, reported.beginNs));
      owners[i + 1] = next(owners[i], reported, overNs[i + 1]);
    }
    nextNs[size] = Long.MAX_VALUE;
    for (int i = size - 1; i >= 0; i--) {
      ReportedMigration reported = sides.get(i);
      nextNs[i] = Math.min(nextNs[i + 1], completed(reported) ? endNs(reported) : Long.MAX_VALUE);
      if (!traffic.mayBeOf(reported.settled().source())) {
        passedOn.putIfAbsent(reported.settled().source(), i);
      }
    }
  }

  /**
   * The first source and each destination after it; empty if they do not follow each other.
   *
   * @return null if each migration that was completed has a time
   */
  private static @Nullable List<String> chain(List<ReportedMigration> sides) {
    List<String> out = new ArrayList<>();
    boolean untimed = false;
    boolean follows = true;
    for (ReportedMigration reported : sides) {
      if (completed(reported)) {
        Attempt attempt = reported.settled();
        untimed |= endNs(reported) < 0;
        if (out.isEmpty()) {
          out.add(attempt.source());
        }
        follows &= out.get(out.size() - 1).equals(attempt.source());
        out.add(attempt.destination());
      }
    }
    follows &= Set.copyOf(out).size() == out.size() && !out.contains("");
    return !untimed ? null : follows ? List.copyOf(out) : List.of();
  }

  private static boolean completed(ReportedMigration reported) {
    return reported.settled().outcome() == Attempt.AttemptOutcome.COMPLETED;
  }

  private static long endNs(ReportedMigration reported) {
    return reported.endNs >= 0 ? reported.endNs : reported.settled().endNs();
  }

  /** Who it is at a time; empty if no migration tells. */
  public String at(long timeNs) {
    if (turns != null) {
      Map.Entry<Long, String> turn = turns.floorEntry(timeNs);
      return turn == null ? "" : turn.getValue();
    }
    int over = over(timeNs);
    String owner = owners[over];
    if (!owner.isEmpty() && passedOn.getOrDefault(owner, -1) < over && timeNs <= nextNs[over]) {
      // Those that are left change nothing: they go on, or have not begun.
      return owner;
    }
    for (int i = over; i < sides.size(); i++) {
      owner = next(owner, sides.get(i), timeNs);
    }
    return owner;
  }

  /** Without times: the only one that it can be, or by the processes that spoke one by one. */
  private static NavigableMap<Long, String> turns(Traffic traffic, List<String> chain) {
    NavigableMap<Long, String> out = new TreeMap<>();
    List<String> possible = chain.stream().filter(traffic::mayBeOf).toList();
    List<Connection.Turn> spoken = traffic.connection.turns();
    if (possible.size() == 1) {
      out.put(Long.MIN_VALUE, possible.get(0));
    } else if (spoken.size() == possible.size()) {
      for (int i = 0; i < spoken.size(); i++) {
        out.put(i == 0 ? 0 : spoken.get(i).first().timeNs(), possible.get(i));
      }
    }
    return out;
  }

  /** How many of the first migrations are surely over. */
  private int over(long timeNs) {
    int low = 0;
    int high = sides.size();
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (overNs[middle] <= timeNs) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private String next(String owner, ReportedMigration reported, long timeNs) {
    Attempt attempt = reported.settled();
    if (timeNs < reported.beginNs && !mayHave.test(attempt.source(), timeNs)
        || !owner.isEmpty() && !owner.equals(attempt.source())) {
      return owner;
    }
    boolean over = completed(reported) && timeNs > endNs(reported);
    boolean passed = traffic.mayBeOf(attempt.destination());
    boolean own = !traffic.mayBeOf(attempt.source());
    return passed && (over || own) ? attempt.destination() : attempt.source();
  }
}
