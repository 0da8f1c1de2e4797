// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import java.util.List;

/**
 * One thing on a track.
 *
 * @param begin nanoseconds since the epoch, or a number that gives the order
 * @param end the same as {@code begin} where it has no extent
 * @param category the kind of thing: {@code window}, {@code operation}, {@code finding}
 * @param flows ids of arrows that begin or end here
 * @param value of a counter
 */
record ExportEvent(
    EventShape shape,
    int track,
    long begin,
    long end,
    String name,
    String category,
    List<ExportArgument> arguments,
    List<ExportFlow> flows,
    long value) {
  /** How it is drawn. */
  enum EventShape {
    SLICE,
    INSTANT,
    COUNTER
  }

  /** Something known of it, such as {@code verdict}. */
  record ExportArgument(String name, String value) {}

  /**
   * One end of an arrow.
   *
   * @param ends whether the arrow ends here
   */
  record ExportFlow(long id, boolean ends) {}
}
