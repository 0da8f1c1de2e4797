// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Attempt.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Pairs what sources tell of their migrations with what destinations tell of theirs. */
final class Attempts {
  /** How many ends are looked at for one. */
  private static final int MOST = 100;

  private Attempts() {}

  /** All migrations, in the order of their beginning; each side is told which one it is. */
  static List<Attempt> pair(List<Side> sides) {
    List<Side> outgoing = new ArrayList<>();
    List<Side> incoming = new ArrayList<>();
    for (Side side : sides) {
      (side.outgoing ? outgoing : incoming).add(side);
    }
    outgoing.sort(Comparator.comparingLong(Attempts::moment));
    Set<Side> free = new LinkedHashSet<>(incoming);
    List<Side[]> pairs = new ArrayList<>();
    for (Side side : outgoing) {
      if (side.partner != null && free.remove(side.partner)) {
        pairs.add(new Side[] {side, side.partner});
      } else if (side.partner == null) {
        pairs.add(new Side[] {side, null});
      }
    }
    TreeMap<Long, Deque<Side>> waiting = new TreeMap<>();
    for (Side side : free) {
      waiting.computeIfAbsent(moment(side), t -> new ArrayDeque<>()).add(side);
    }
    for (Side[] pair : pairs) {
      if (pair[1] == null) {
        pair[1] = nearest(pair[0], waiting);
        free.remove(pair[1]);
      }
    }
    for (Side alone : free) {
      pairs.add(new Side[] {null, alone});
    }
    pairs.sort(Comparator.comparingLong(Attempts::begin));
    List<Attempt> out = new ArrayList<>();
    for (Side[] pair : pairs) {
      Attempt attempt = attempt(out.size() + 1, pair[0], pair[1]);
      for (Side side : pair) {
        if (side != null) {
          side.attempt = attempt;
        }
      }
      out.add(attempt);
    }
    return out;
  }

  /** When pages begin to flow, which both ends log at once; a destination may wait for long. */
  private static long moment(Side side) {
    return side.activeNs >= 0 ? side.activeNs : side.beginNs;
  }

  /** Takes the end that is nearest in time out of those that wait; null if none can be it. */
  private static Side nearest(Side source, TreeMap<Long, Deque<Side>> waiting) {
    long at = moment(source);
    Side before = first(source, waiting.headMap(at, true).descendingMap());
    Side after = first(source, waiting.tailMap(at, false));
    Side found = before == null ? after : before;
    if (before != null && after != null && moment(after) - at < at - moment(before)) {
      found = after;
    }
    if (found != null) {
      Deque<Side> same = waiting.get(moment(found));
      same.remove(found);
      if (same.isEmpty()) {
        waiting.remove(moment(found));
      }
    }
    return found;
  }

  private static Side first(Side source, Map<Long, Deque<Side>> waiting) {
    int looked = 0;
    for (Deque<Side> same : waiting.values()) {
      for (Side candidate : same) {
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

  private static boolean overlap(Side one, Side two) {
    if (one.beginNs < 0 || two.beginNs < 0) {
      return true;
    }
    long end = one.endNs < 0 ? Long.MAX_VALUE : one.endNs;
    long other = two.endNs < 0 ? Long.MAX_VALUE : two.endNs;
    return two.beginNs <= end && other >= one.beginNs;
  }

  private static long begin(Side[] pair) {
    return pair[0] != null ? pair[0].beginNs : pair[1].beginNs;
  }

  private static Attempt attempt(int number, Side source, Side destination) {
    Side decides = decides(source, destination);
    long end = -1;
    for (Side side : new Side[] {source, destination}) {
      end = side == null ? end : Math.max(end, side.endNs);
    }
    Outcome outcome = decides == null ? Outcome.UNKNOWN : decides.outcome;
    boolean half = outcome == Outcome.COMPLETED && destination == null;
    String why =
        decides == null
            ? "neither side says how it ended"
            : decides.proof.place()
                + ": "
                + decides.proof.text()
                + (half ? "; the destination is not in evidence" : "");
    return new Attempt(
        number,
        source == null ? "" : source.participant,
        destination == null ? "" : destination.participant,
        begin(new Side[] {source, destination}),
        end,
        outcome,
        why,
        end(source),
        end(destination));
  }

  private static Attempt.End end(Side side) {
    return side == null
        ? null
        : new Attempt.End(side.beginNs, side.endNs, side.outcome, side.proof);
  }

  /** The side whose word counts: who cancelled, who failed, and only then who completed. */
  private static Side decides(Side source, Side destination) {
    for (Outcome outcome : new Outcome[] {Outcome.CANCELLED, Outcome.FAILED}) {
      for (Side side : new Side[] {source, destination}) {
        if (side != null && side.outcome == outcome) {
          return side;
        }
      }
    }
    if (destination != null && destination.outcome == Outcome.COMPLETED) {
      return destination;
    }
    return source != null && source.outcome == Outcome.COMPLETED ? source : null;
  }
}
