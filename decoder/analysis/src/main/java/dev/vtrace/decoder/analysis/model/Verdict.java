// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

/** What is said of one operation. */
public enum Verdict {
  /** The message was on the socket, or its event in the trace. */
  EXECUTED("executed"),
  /** It was due and was left out because of backend transfer. */
  SKIPPED("skipped"),
  /** It did not happen and was not due. */
  NOT_DUE("not-due"),
  /** It was tried and answered with an error, or the window ended in an error before it. */
  FAILED("failed"),
  /** It happened although transfer forbids it, or is missing although it was due. */
  VIOLATION("violation"),
  /** The evidence cannot tell. */
  UNKNOWN("unknown");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /** The word in text and JSON. */
  public String label() {
    return label;
  }
}
