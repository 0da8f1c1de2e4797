// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Attempt.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Pairs what sources tell of their migrations with what destinations tell of theirs. */
final class Attempts {
  private Attempts() {}

  /** All migrations, in the order of their beginning; each side is told which one it is. */
  static List<Attempt> pair(List<Side> sides) {
    List<Side> incoming = new ArrayList<>();
    List<Side[]> pairs = new ArrayList<>();
    for (Side side : sides) {
      if (side.outgoing) {
        pairs.add(new Side[] {side, null});
      } else {
        incoming.add(side);
      }
    }
    pairs.sort(Comparator.comparingLong(p -> p[0].beginNs));
    for (Side[] pair : pairs) {
      Side found = null;
      for (Side candidate : incoming) {
        boolean other = !candidate.participant.equals(pair[0].participant);
        if (other && overlap(pair[0], candidate)) {
          found = candidate;
          break;
        }
      }
      pair[1] = found;
      incoming.remove(found);
    }
    for (Side alone : incoming) {
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
        why);
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
