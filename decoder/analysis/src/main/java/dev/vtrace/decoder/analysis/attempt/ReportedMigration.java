// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.attempt;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Attempt.AttemptOutcome;
import dev.vtrace.decoder.analysis.model.Evidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one process says about one migration. */
public final class ReportedMigration {
  private static final long SECOND = 1_000_000_000L;

  public final String participant;
  public boolean outgoing;
  public boolean known;

  /** Whether only windows report it. */
  public boolean inferred;

  public long beginNs = -1;
  public long endNs = -1;

  /** Positions in the trace; -1 where QMP tells. */
  public int beginOrder = -1;

  public int endOrder = Integer.MAX_VALUE;

  /** When the source stopped the guest to finish. */
  public long finishNs = -1;

  public int finishOrder = -1;

  /** Position of the first state that is entered with the guest stopped, -1 if there is none. */
  public int stoppedOrder = -1;

  /** When pages began to flow; what both sides know of the same moment. */
  long activeNs = -1;

  /**
   * Since when the log shows a migration that had begun before it, -1 for others. Of such a one
   * only the end is known, and no window is placed by it.
   */
  long seenNs = -1;

  /** The other end, where something tells. */
  public @Nullable ReportedMigration partner;

  /** When the destination went on. */
  public long resumeNs = -1;

  public AttemptOutcome outcome = AttemptOutcome.UNKNOWN;
  public @Nullable Evidence proof;
  public @Nullable Attempt attempt;

  public ReportedMigration(String participant) {
    this.participant = participant;
  }

  /** The ends of each migration, by its number, in their order. */
  public static Map<Integer, List<ReportedMigration>> byAttempt(List<ReportedMigration> sides) {
    Map<Integer, List<ReportedMigration>> out = new HashMap<>();
    for (ReportedMigration reported : sides) {
      if (reported.attempt != null) {
        out.computeIfAbsent(reported.attempt.number(), n -> new ArrayList<>()).add(reported);
      }
    }
    return out;
  }

  /** The migration that it is an end of; only of those for which that is known. */
  public Attempt settled() {
    return requireNonNull(attempt);
  }

  /** Takes what is known of the end, if it is that of the same side of the same process. */
  public boolean takes(ReportedMigration end) {
    boolean same = participant.equals(end.participant) && outgoing == end.outgoing;
    if (same) {
      outcome = end.outcome;
      proof = end.proof;
      endNs = Math.max(endNs, end.endNs);
    }
    return same;
  }

  /** The earliest time at which it is known to have gone on, -1 if none is. */
  long since() {
    return beginNs >= 0 ? beginNs : seenNs;
  }

  /** A log that has whole seconds only may have seen the end this much later than it says. */
  long coarseNs() {
    boolean whole = beginNs >= 0 && endNs >= 0 && beginNs % SECOND == 0 && endNs % SECOND == 0;
    return whole ? SECOND - 1 : 0;
  }

  public boolean open() {
    return outcome == AttemptOutcome.UNKNOWN;
  }

  public void ends(AttemptOutcome how, long timeNs, int order, Evidence evidence) {
    // A cancelled migration fails on the way; what was asked for first is what it is.
    if (outcome != AttemptOutcome.CANCELLED) {
      outcome = how;
      proof = evidence;
    }
    endNs = Math.max(endNs, timeNs);
    endOrder = order < 0 ? endOrder : order;
  }
}
