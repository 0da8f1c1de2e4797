// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.attempt;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Attempt.AttemptOutcome;
import dev.vtrace.decoder.analysis.model.Evidence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pairs what sources report about their migrations with what destinations report about theirs. */
public final class Attempts {
  /** How many ends are looked at for one. */
  private static final int MOST = 100;

  private Attempts() {}

  /**
   * All migrations, in the order of their beginning; each side is told which one it is.
   *
   * @param ends of migrations that had begun before a log did; they take part where no other log
   *     tells of that side
   */
  public static List<Attempt> pair(List<ReportedMigration> sides, List<ReportedMigration> ends) {
    List<ReportedMigration> outgoing = new ArrayList<>();
    List<ReportedMigration> incoming = new ArrayList<>();
    for (List<ReportedMigration> some : List.of(sides, ends)) {
      for (ReportedMigration reported : some) {
        (reported.outgoing ? outgoing : incoming).add(reported);
      }
    }
    outgoing.sort(Comparator.comparingLong(Attempts::moment));
    Set<ReportedMigration> free = new LinkedHashSet<>(incoming);
    List<ReportedMigration[]> pairs = new ArrayList<>();
    for (ReportedMigration reported : outgoing) {
      if (reported.partner != null && free.remove(reported.partner)) {
        pairs.add(new ReportedMigration[] {reported, reported.partner});
      } else if (reported.partner == null) {
        pairs.add(new ReportedMigration[] {reported, null});
      }
    }
    TreeMap<Long, Deque<ReportedMigration>> waiting = new TreeMap<>();
    for (ReportedMigration reported : free) {
      waiting.computeIfAbsent(moment(reported), t -> new ArrayDeque<>()).add(reported);
    }
    for (ReportedMigration[] pair : pairs) {
      if (pair[1] == null) {
        pair[1] = nearest(pair[0], waiting);
        free.remove(pair[1]);
      }
    }
    for (ReportedMigration alone : free) {
      pairs.add(new ReportedMigration[] {null, alone});
    }
    pairs.sort(Comparator.comparingLong(Attempts::begin));
    List<Attempt> out = new ArrayList<>();
    for (ReportedMigration[] pair : pairs) {
      Attempt attempt = attempt(out.size() + 1, pair[0], pair[1]);
      for (ReportedMigration reported : pair) {
        if (reported != null) {
          reported.attempt = attempt;
        }
      }
      out.add(attempt);
    }
    return out;
  }

  /** When pages begin to flow, which both ends log at once; a destination may wait for long. */
  private static long moment(ReportedMigration reported) {
    return reported.activeNs >= 0 ? reported.activeNs : reported.since();
  }

  /** Takes the end that is nearest in time out of those that wait; null if none can be it. */
  private static @Nullable ReportedMigration nearest(
      ReportedMigration source, TreeMap<Long, Deque<ReportedMigration>> waiting) {
    long at = moment(source);
    ReportedMigration before = first(source, waiting.headMap(at, true).descendingMap());
    ReportedMigration after = first(source, waiting.tailMap(at, false));
    ReportedMigration found = before == null ? after : before;
    if (before != null && after != null && moment(after) - at < at - moment(before)) {
      found = after;
    }
    if (found != null) {
      Deque<ReportedMigration> same = requireNonNull(waiting.get(moment(found)));
      same.remove(found);
      if (same.isEmpty()) {
        waiting.remove(moment(found));
      }
    }
    return found;
  }

  private static @Nullable ReportedMigration first(
      ReportedMigration source, Map<Long, Deque<ReportedMigration>> waiting) {
    int looked = 0;
    for (Deque<ReportedMigration> same : waiting.values()) {
      for (ReportedMigration candidate : same) {
        if (!candidate.participant.equals(source.participant) && overlap(source, candidate)) {
          return candidate;
        }
      }
      // Farther ones are of other migrations.
      if (looked++ > MOST) {
        break;
      }
    }
    return null;
  }

  private static boolean overlap(ReportedMigration one, ReportedMigration two) {
    if (one.since() < 0 || two.since() < 0) {
      return true;
    }
    return two.since() <= end(one) && one.since() <= end(two);
  }

  /** The latest time at which it may have ended. */
  private static long end(ReportedMigration reported) {
    return reported.endNs < 0 ? Long.MAX_VALUE : reported.endNs + reported.coarseNs();
  }

  private static long begin(ReportedMigration[] pair) {
    for (ReportedMigration reported : pair) {
      if (reported != null && reported.beginNs >= 0) {
        return reported.beginNs;
      }
    }
    return -1;
  }

  private static Attempt attempt(
      int number, ReportedMigration source, ReportedMigration destination) {
    ReportedMigration decides = decides(source, destination);
    long end = -1;
    for (ReportedMigration reported : new ReportedMigration[] {source, destination}) {
      end = reported == null ? end : Math.max(end, reported.endNs);
    }
    AttemptOutcome outcome = decides == null ? AttemptOutcome.UNKNOWN : decides.outcome;
    boolean half = outcome == AttemptOutcome.COMPLETED && destination == null;
    Evidence proof = decides == null ? null : decides.proof;
    String why =
        proof == null
            ? "neither side says how it ended"
            : proof.location()
                + ": "
                + proof.text()
                + (half ? "; the evidence does not include the destination" : "");
    return new Attempt(
        number,
        source == null ? "" : source.participant,
        destination == null ? "" : destination.participant,
        begin(new ReportedMigration[] {source, destination}),
        end,
        outcome,
        why,
        side(source),
        side(destination));
  }

  private static Attempt.@Nullable End side(ReportedMigration reported) {
    return reported == null
        ? null
        : new Attempt.End(reported.beginNs, reported.endNs, reported.outcome, reported.proof);
  }

  /** The side whose word counts: who cancelled, who failed, and only then who completed. */
  private static @Nullable ReportedMigration decides(
      ReportedMigration source, ReportedMigration destination) {
    for (AttemptOutcome outcome :
        new AttemptOutcome[] {AttemptOutcome.CANCELLED, AttemptOutcome.FAILED}) {
      for (ReportedMigration reported : new ReportedMigration[] {source, destination}) {
        if (reported != null && reported.outcome == outcome) {
          return reported;
        }
      }
    }
    if (destination != null && destination.outcome == AttemptOutcome.COMPLETED) {
      return destination;
    }
    return source != null && source.outcome == AttemptOutcome.COMPLETED ? source : null;
  }
}
