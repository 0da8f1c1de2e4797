// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

/**
 * Something that does one step after the other.
 *
 * @param id first 1
 * @param name for people: {@code source (src)}
 * @param participant name of the process in the capture; of a stream or a connection its label
 * @param alias what expressions call it: {@code source}, {@code backend}, {@code stream2}
 */
public record ReplayTrack(int id, TrackKind kind, String name, String participant, String alias) {
  /** What it is. */
  public enum TrackKind {
    QEMU,
    /** A connection to a back-end. */
    BACKEND,
    /** A migration stream. */
    STREAM,
    /** A QMP conversation, where it is all that there is. */
    MONITOR
  }
}
