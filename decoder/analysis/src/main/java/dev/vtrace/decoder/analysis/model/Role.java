// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

/** What a participant is in a migration. */
public enum Role {
  SOURCE("source"),
  DESTINATION("destination"),
  BACKEND("backend"),
  /** A QEMU between two hops, or one of which nothing tells. */
  OTHER("other");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /** The word in text and JSON. */
  public String label() {
    return label;
  }
}
