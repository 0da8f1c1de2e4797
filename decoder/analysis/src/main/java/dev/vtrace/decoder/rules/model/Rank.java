// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

/**
 * How near a problem lies to the root. A cause is shown before what follows from it, so that the
 * first error of a list is the one to look at.
 */
public enum Rank {
  /** Set up wrongly, or asked for: nothing else has to be wrong for it to happen. */
  CAUSE("cause"),
  /** An end broke the protocol. */
  FAULT("fault"),
  /** What somebody said when it was too late. */
  CONSEQUENCE("consequence"),
  /** What a decoder met. */
  DECODING("decoding"),
  /** Explains what looks odd but is right. */
  NOTE("note");

  private final String label;

  Rank(String label) {
    this.label = label;
  }

  /** The word in JSON. */
  public String label() {
    return label;
  }
}
