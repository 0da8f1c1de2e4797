// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/** States of a ring, for people: what a {@link RingMachine} stands at. */
public enum RingState {
  OFF("off"),
  /** It has its addresses, and does not run. */
  CONFIGURED("configured"),
  STARTED("started"),
  /** Started and enabled. */
  ENABLED("enabled"),
  /** Running in the back-end, and handed to another front-end. */
  TRANSFERRED("transferred");

  private final String label;

  RingState(String label) {
    this.label = label;
  }

  /** The word in text and JSON. */
  public String label() {
    return label;
  }
}
