// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.model.Evidence;
import java.util.List;

/**
 * One thing in a timeline: a bar, a mark, or an arrow.
 *
 * @param id position in the list of items
 * @param lane where it is drawn, or where an arrow begins
 * @param to where an arrow ends, or the last lane of what spans several; -1 for none
 * @param begin nanoseconds since the epoch; in a timeline without times a number that gives the
 *     order
 * @param end the same as {@code begin} where it has no extent
 * @param exact whether the evidence has these times; otherwise they lie between known ones
 * @param state verdict of an operation, state of a ring, outcome of a migration
 * @param within id of the window that it belongs to, or of the finding that it follows from, -1 for
 *     none
 * @param links ids of items that report the same thing
 */
public record Item(
    int id,
    ItemKind kind,
    int lane,
    int to,
    long begin,
    long end,
    boolean exact,
    String name,
    ItemState state,
    String why,
    int queue,
    int within,
    List<Evidence> evidence,
    List<Integer> links) {
  /** What an item is. */
  public enum ItemKind {
    /** A migration, over the lanes of both QEMUs. */
    ATTEMPT("attempt"),
    /** From the source's stop to the destination's start, over the same lanes. */
    HANDOVER("handover"),
    /** A part of the time in which the guest did not run; its state is what that was spent on. */
    DOWNTIME("downtime"),
    /** A start or stop of a device, or a group of messages. */
    WINDOW("window"),
    /** A state of a ring. */
    RING("ring"),
    /** A section of a stream. */
    SECTION("section"),
    /** An operation with its verdict. */
    OPERATION("operation"),
    /** A message between a QEMU and a back-end. */
    MESSAGE("message"),
    /**
     * What was found: {@code failed} for an error, {@code warning} for a warning. It lies within
     * the finding that it follows from.
     */
    FINDING("finding");

    private final String label;

    ItemKind(String label) {
      this.label = label;
    }

    /** The word in JSON. */
    public String label() {
      return label;
    }
  }

  /** The same without what proves it and what it belongs to. */
  public Item brief() {
    return new Item(
        id, kind, lane, to, begin, end, exact, name, state, why, queue, within, List.of(),
        List.of());
  }

  /** Whether it is drawn over all lanes from one to another. */
  public boolean isBand() {
    return kind == ItemKind.ATTEMPT || kind == ItemKind.HANDOVER;
  }
}
