// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import java.util.OptionalInt;

/** Something that a place in a file is about. */
public sealed interface Ref {
  /** The id of the item of the timeline that shows it. */
  OptionalInt item();

  /**
   * A window.
   *
   * @param window its id
   */
  record WindowRef(String window, OptionalInt item) implements Ref {}

  /**
   * An operation.
   *
   * @param window id of its window
   * @param index position among the operations of that
   */
  record OperationRef(String window, int index, OptionalInt item) implements Ref {}

  /**
   * Something in the timeline that is neither: a message, a section.
   *
   * @param id of the item
   */
  record ItemRef(int id) implements Ref {
    @Override
    public OptionalInt item() {
      return OptionalInt.of(id);
    }
  }

  /**
   * What a rule found.
   *
   * @param index position in the list of problems
   */
  record ProblemRef(int index) implements Ref {
    @Override
    public OptionalInt item() {
      return OptionalInt.empty();
    }
  }

  /**
   * A descriptor.
   *
   * @param index position in the ledger
   */
  record DescriptorRef(int index) implements Ref {
    @Override
    public OptionalInt item() {
      return OptionalInt.empty();
    }
  }
}
