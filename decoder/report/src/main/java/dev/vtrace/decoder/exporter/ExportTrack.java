// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

/**
 * A row of a trace viewer.
 *
 * @param id its number, first 0
 * @param process id of the track of its process; its own where it is one
 * @param name what stands at its left
 */
record ExportTrack(int id, int process, ExportTrackKind kind, String name) {
  /** What a track is. */
  enum ExportTrackKind {
    /** A QEMU, a back-end or a stream. */
    PROCESS,
    /** A device or a queue. */
    THREAD,
    /** What would overlap on one of those. */
    ROW,
    /** Numbers over time. */
    COUNTER
  }
}
