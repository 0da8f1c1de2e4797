// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

/** Whether a back-end was handed over instead of being set up again. */
public enum Transfer {
  YES("yes"),
  NO("no"),
  UNKNOWN("unknown");

  private final String label;

  Transfer(String label) {
    this.label = label;
  }

  /**
   * What became of the back-end in a migration with an outcome: one that failed or was cancelled
   * has handed nothing over. Empty where nothing tells.
   */
  public String text(Attempt.AttemptOutcome outcome) {
    boolean ended =
        outcome == Attempt.AttemptOutcome.FAILED || outcome == Attempt.AttemptOutcome.CANCELLED;
    return switch (this) {
      case YES -> ended ? "backend transfer attempted" : "back-end transferred";
      case NO -> ended ? "no backend transfer" : "back-end set up again";
      case UNKNOWN -> "";
    };
  }

  /** The word in text and JSON. */
  public String label() {
    return label;
  }
}
