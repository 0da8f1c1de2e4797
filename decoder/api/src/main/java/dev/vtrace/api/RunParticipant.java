// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A process of a run: a QEMU, or a back-end.
 *
 * @param name as the capture has it: {@code src}, {@code dst}
 * @param monitor what QMP transcripts call it; the same as the name where they say nothing else
 * @param files names of the files that have evidence of it
 */
public record RunParticipant(
    String name, String monitor, ParticipantRole role, ParticipantClock clock, List<String> files) {
  public RunParticipant {
    files = List.copyOf(files);
  }

  /** What a participant is in the migrations of the run. */
  public enum ParticipantRole {
    SOURCE,
    DESTINATION,
    BACKEND,
    /** A QEMU between two hops, or one of which nothing tells. */
    OTHER
  }

  /** What times of a trace count from. */
  public enum TraceClock {
    /** The epoch. */
    WALL,
    /** CLOCK_MONOTONIC of the host. */
    MONOTONIC,
    /** The first record, or midnight. */
    RELATIVE,
    /** There are no times. */
    NONE
  }

  /**
   * How the times of a participant's trace were put on the common clock.
   *
   * @param offsetNs what was added to them
   * @param uncertaintyNs how far that may be wrong; absent if not known
   * @param estimatedFrom what the offset rests on; absent where none was needed or found
   */
  public record ParticipantClock(
      TraceClock counts,
      long offsetNs,
      OptionalLong uncertaintyNs,
      Optional<String> estimatedFrom) {}
}
