// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import java.util.OptionalLong;

/**
 * What the times of a participant's evidence were and how they were put on the common clock.
 *
 * @param offsetNs what was added to them, in nanoseconds
 * @param uncertaintyNs how far that may be wrong, where that is known
 * @param how what the offset was estimated from; empty where none was needed
 */
public record Clock(ClockKind kind, long offsetNs, OptionalLong uncertaintyNs, String how) {
  /** Times that are nanoseconds since the epoch. */
  public static final Clock WALL = new Clock(ClockKind.WALL, 0, OptionalLong.of(0), "");

  /** No time at all: events have an order only. */
  public static final Clock NONE = new Clock(ClockKind.NONE, 0, OptionalLong.empty(), "");

  /** What a time meant in the evidence. */
  public enum ClockKind {
    /** Nanoseconds since the epoch. */
    WALL("wall"),
    /** CLOCK_MONOTONIC of the host. */
    MONOTONIC("monotonic"),
    /** Counted from the first record, or since midnight. */
    RELATIVE("relative"),
    NONE("none");

    private final String label;

    ClockKind(String label) {
      this.label = label;
    }

    /** The word in text and JSON. */
    public String label() {
      return label;
    }
  }

  /** Whether times could be put on the common clock. */
  public boolean placed() {
    return kind == ClockKind.WALL || kind != ClockKind.NONE && !how.isEmpty();
  }
}
