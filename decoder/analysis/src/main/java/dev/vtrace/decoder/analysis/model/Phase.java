// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

/** What a window is in a migration. */
public enum Phase {
  /** Firmware, driver, guest reset, end of the process. */
  ORDINARY("ordinary"),
  /** The source's stop and the destination's first start, which hand the device over. */
  SWITCHOVER("switchover"),
  /** The source's start after a migration that did not succeed. */
  ROLLBACK("rollback");

  private final String label;

  Phase(String label) {
    this.label = label;
  }

  /** The word in text and JSON. */
  public String label() {
    return label;
  }
}
