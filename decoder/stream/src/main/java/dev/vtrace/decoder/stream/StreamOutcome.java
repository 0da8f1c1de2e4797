// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

/** How the reading of a stream ended. */
public enum StreamOutcome {
  /** The end of the stream was reached in sync. */
  COMPLETE("complete"),
  /** The input ended before the stream did. */
  TRUNCATED("truncated"),
  /** Sync was lost and part of the input could not be reached. */
  MALFORMED("malformed");

  private final String label;

  StreamOutcome(String label) {
    this.label = label;
  }

  /** The name in text and JSON. */
  public String label() {
    return label;
  }
}
