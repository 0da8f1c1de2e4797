// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A bar, a mark or an arrow of a timeline.
 *
 * @param id position in the list of items
 * @param lane where it is drawn, or where an arrow begins
 * @param toLane where an arrow ends, or the last lane of what spans several
 * @param begin nanoseconds since the epoch; in a timeline without times a number in the order
 * @param end the same as {@code begin} where it has no extent
 * @param exact whether the evidence has these times; otherwise they lie between known ones
 * @param state verdict of an operation, state of a ring, outcome of a migration
 * @param window id of the item of the window that it belongs to, or of the finding that it follows
 *     from
 * @param links ids of items that report the same thing
 */
public record TimelineItem(
    int id,
    TimelineItemKind kind,
    int lane,
    OptionalInt toLane,
    long begin,
    long end,
    boolean exact,
    String name,
    Optional<String> state,
    Optional<String> why,
    OptionalInt queue,
    OptionalInt window,
    List<EvidencePlace> evidence,
    List<Integer> links) {
  public TimelineItem {
    evidence = List.copyOf(evidence);
    links = List.copyOf(links);
  }

  /** What an item is. */
  public enum TimelineItemKind {
    /** A migration, over the lanes of both QEMUs. */
    ATTEMPT,
    /** From the source's stop to the destination's start, over the same lanes. */
    HANDOVER,
    /** A part of the time in which the guest did not run. */
    DOWNTIME,
    /** A start or stop of a device, or a group of messages. */
    WINDOW,
    /** A state of a ring. */
    RING,
    /** A section of a stream. */
    SECTION,
    /** An operation with its verdict. */
    OPERATION,
    /** A message between a QEMU and a back-end. */
    MESSAGE,
    /** What was found: {@code failed} for an error, {@code warning} for a warning. */
    FINDING
  }
}
