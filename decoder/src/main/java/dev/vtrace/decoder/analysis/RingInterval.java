// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

/**
 * A time in which a ring was in one state.
 *
 * @param beginNs nanoseconds since the epoch, -1 if not known
 * @param endNs -1 if it lasted to the end of the evidence
 */
public record RingInterval(
    String participant, String device, int queue, State state, long beginNs, long endNs) {
  /** States of a ring as one participant sees it. */
  public enum State {
    OFF("off"),
    CONFIGURED("configured"),
    STARTED("started"),
    ENABLED("enabled"),
    /** Running in the back-end, and handed to another QEMU. */
    TRANSFERRED("transferred");

    private final String label;

    State(String label) {
      this.label = label;
    }

    /** The word in text and JSON. */
    public String label() {
      return label;
    }
  }
}
