// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import java.util.OptionalInt;

/** The ids that windows and operations have as items of a timeline, for JSON that links to it. */
public interface TimelineIds {
  /** There is no timeline. */
  TimelineIds NONE =
      new TimelineIds() {
        @Override
        public OptionalInt itemOf(String window) {
          return OptionalInt.empty();
        }

        @Override
        public OptionalInt itemOf(String window, int operation) {
          return OptionalInt.empty();
        }
      };

  /** The id of the item of a window. */
  OptionalInt itemOf(String window);

  /** The id of the item of an operation, by its position in its window. */
  OptionalInt itemOf(String window, int operation);
}
