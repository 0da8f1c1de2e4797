// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.diagnostics;

/** How bad a finding is; {@code ERROR} makes a command exit with status 1. */
public enum Severity {
  ERROR("error"),
  WARNING("warning"),
  INFO("info");

  private final String label;

  Severity(String label) {
    this.label = label;
  }

  /** The word used in text and JSON. */
  public String label() {
    return label;
  }
}
