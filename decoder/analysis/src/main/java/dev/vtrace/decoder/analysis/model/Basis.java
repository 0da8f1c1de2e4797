// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

/** What a verdict rests on. */
public enum Basis {
  /** The message itself, or its absence where it would have been seen. */
  OBSERVED("observed"),
  /** Other events, which would not be as they are otherwise. */
  INFERRED("inferred");

  private final String label;

  Basis(String label) {
    this.label = label;
  }

  /** The word in text and JSON. */
  public String label() {
    return label;
  }
}
