// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

/**
 * Something that a place in a file is about.
 *
 * @param window id of the window, empty for what belongs to none
 * @param index of the operation in its window, or in the list of problems or descriptors; -1 for a
 *     window itself
 * @param item id in the timeline, -1 for none
 */
public record Ref(RefKind kind, String window, int index, int item) {
  /** What it is. */
  public enum RefKind {
    WINDOW,
    OPERATION,
    /** Something in the timeline that is neither: a message, a section. */
    ITEM,
    PROBLEM,
    DESCRIPTOR
  }
}
