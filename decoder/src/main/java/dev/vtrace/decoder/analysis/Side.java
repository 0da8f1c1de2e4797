// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Attempt.Outcome;

/** What one process tells of one migration. */
final class Side {
  final String participant;
  boolean outgoing;
  boolean known;

  /** Whether only windows tell of it. */
  boolean inferred;

  long beginNs = -1;
  long endNs = -1;

  /** Positions in the trace; -1 where QMP tells. */
  int beginOrder = -1;

  int endOrder = Integer.MAX_VALUE;

  /** When the source stopped the guest to finish. */
  long finishNs = -1;

  int finishOrder = -1;

  /** Position of the first state that is entered with the guest stopped, -1 if there is none. */
  int stoppedOrder = -1;

  /** When pages began to flow; what both sides know of the same moment. */
  long activeNs = -1;

  /** The other end, where something tells. */
  Side partner;

  /** When the destination went on. */
  long resumeNs = -1;

  Outcome outcome = Outcome.UNKNOWN;
  Evidence proof;
  Attempt attempt;

  Side(String participant) {
    this.participant = participant;
  }

  boolean open() {
    return outcome == Outcome.UNKNOWN;
  }

  void ends(Outcome how, long timeNs, int order, Evidence evidence) {
    // A cancelled migration fails on the way; what was asked for first is what it is.
    if (outcome != Outcome.CANCELLED) {
      outcome = how;
      proof = evidence;
    }
    endNs = Math.max(endNs, timeNs);
    endOrder = order < 0 ? endOrder : order;
  }
}
