// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import dev.vtrace.decoder.descriptors.Identity;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where a descriptor of a stream comes from: the message that passed the same object to the
 * back-end, or should have; or the connection itself.
 *
 * @param match whether it is the same
 * @param message what passed it: {@code SET_VRING_ERR q0}, or {@link #CONNECTION}
 * @param index of the descriptor that the message passed, in the ledger; the connection has none
 * @param given what was passed; of the connection the front-end's end
 * @param otherEnd whether it is to be the other end of a socket pair, and not the same
 */
public record Origin(
    IdentityMatch match,
    String message,
    OptionalInt index,
    @Nullable Identity given,
    boolean otherEnd) {
  /** Stands for a message where the stream hands over the connection. */
  public static final String CONNECTION = "the connection";

  /** What the two identities tell. */
  public enum IdentityMatch {
    SAME("same"),
    DIFFERENT("different"),
    /** One of them was not recorded. */
    UNKNOWN("unknown");

    private final String label;

    IdentityMatch(String label) {
      this.label = label;
    }

    /** The word in JSON. */
    public String label() {
      return label;
    }
  }
}
