// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.condition.ModelValue;
import org.jspecify.annotations.Nullable;

/**
 * One value that a step changes.
 *
 * @param path as {@code queue[0].state}
 * @param before null where there was none
 * @param after null where there is none any more
 */
public record Delta(
    Owner owner, String path, @Nullable ModelValue before, @Nullable ModelValue after) {
  /** Whether it changes a value, or one inside of a structure. */
  public boolean touches(Owner whose, String where) {
    return owner.equals(whose)
        && (path.equals(where) || path.startsWith(where + ".") || path.startsWith(where + "["));
  }
}
