// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import dev.vtrace.decoder.diagnostics.Diagnostic;

/**
 * A change of the layout of a device state.
 *
 * @param diagnostic what changed; an error where it breaks migration, a warning where that depends
 *     on what is not told
 * @param breaks the direction of migration that it breaks or may break
 */
public record LayoutChange(Diagnostic diagnostic, Breaks breaks) {

  /** Directions of migration. */
  public enum Breaks {
    NONE("none", "breaks nothing"),
    OLD_TO_NEW("old-to-new", "old -> new"),
    NEW_TO_OLD("new-to-old", "new -> old"),
    BOTH("both", "both directions");

    private final String label;
    private final String words;

    Breaks(String label, String words) {
      this.label = label;
      this.words = words;
    }

    /** The word in JSON. */
    public String label() {
      return label;
    }

    /** The direction for people. */
    public String words() {
      return words;
    }

    /** The directions in which one of two holds. */
    static Breaks of(boolean oldToNew, boolean newToOld) {
      if (oldToNew) {
        return newToOld ? BOTH : OLD_TO_NEW;
      }
      return newToOld ? NEW_TO_OLD : NONE;
    }
  }
}
