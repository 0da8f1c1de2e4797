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

  /** The word in text and JSON. */
  public String label() {
    return label;
  }
}
