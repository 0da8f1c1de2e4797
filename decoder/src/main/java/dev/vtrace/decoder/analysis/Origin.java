// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

/**
 * Where a descriptor of a stream comes from: the message that passed the same object to the
 * back-end, or should have.
 *
 * @param match whether it is the same
 * @param message what passed it: {@code SET_VRING_ERR q0}
 * @param index of the descriptor that the message passed, in the ledger
 * @param otherEnd whether it is to be the other end of a socket pair, and not the same
 */
public record Origin(Match match, String message, int index, boolean otherEnd) {
  /** What the two identities tell. */
  public enum Match {
    SAME("same"),
    DIFFERENT("different"),
    /** One of them was not recorded. */
    UNKNOWN("unknown");

    private final String label;

    Match(String label) {
      this.label = label;
    }

    /** The word in JSON. */
    public String label() {
      return label;
    }
  }
}
