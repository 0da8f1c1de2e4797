// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

/** What became of the transfer of a back-end that a window belongs to. */
public enum TransferResult {
  /** The back-end was handed over, or nothing says that the migration did not succeed. */
  TRANSFERRED("transferred"),
  /** The migration failed or was cancelled. */
  ATTEMPTED("transfer attempted"),
  /** The source starts its device again, with the back-end that it still has. */
  KEPT("back-end kept"),
  /** The back-end was, or was to be, set up again. */
  NONE(""),
  UNKNOWN("transferred or not");

  private final String text;

  TransferResult(String words) {
    this.text = words;
  }

  /** What is said of a window, as "transferred"; empty where there is nothing to say. */
  public String text() {
    return text;
  }

  static TransferResult of(Transfer transfer, Phase phase, Attempt.AttemptOutcome outcome) {
    if (transfer != Transfer.YES) {
      return transfer == Transfer.NO ? NONE : UNKNOWN;
    }
    if (phase == Phase.ROLLBACK) {
      return KEPT;
    }
    return switch (outcome) {
      case FAILED, CANCELLED -> ATTEMPTED;
      case COMPLETED, UNKNOWN -> TRANSFERRED;
    };
  }
}
