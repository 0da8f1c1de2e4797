// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

/**
 * Why one half of a recorded connection ended. The position is the number in a pcapng file, see
 * {@code Pcapng}; the label stands in JSON lines.
 */
public enum WireEnd {
  /** The recorder does not tell. Where both halves ended at once, either side may have begun. */
  NOT_TOLD("", "closed"),
  /** Who sends this half closed the connection as a whole. */
  CLOSED("closed", "closed by its sender"),
  /** Who sends this half will send no more, but may still receive. */
  FINISHED("finished", "finished sending"),
  /** Who sends this half closed the connection and left bytes unread. */
  RESET("reset", "reset by its sender"),
  /** Who receives this half had closed the connection already. */
  RECEIVER_GONE("receiver-gone", "the receiver was gone"),
  /** The other half had ended, and the recorder passed that on. */
  PASSED_ON("passed-on", "ended after the other half"),
  /** The recorder itself ended, or could not go on. */
  RECORDER("recorder", "ended by the recorder");

  private final String label;
  private final String description;

  WireEnd(String label, String words) {
    this.label = label;
    this.description = words;
  }

  /** The word in JSON lines. */
  public String label() {
    return label;
  }

  /** For people. */
  public String description() {
    return description;
  }

  /** By its position; those that are not known tell nothing. */
  public static WireEnd of(int number) {
    return number > 0 && number < values().length ? values()[number] : NOT_TOLD;
  }

  /** By its label; those that are not known tell nothing. */
  public static WireEnd of(String label) {
    for (WireEnd each : values()) {
      if (each.label.equals(label)) {
        return each;
      }
    }
    return NOT_TOLD;
  }
}
