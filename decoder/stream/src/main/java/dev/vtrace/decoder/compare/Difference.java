// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import dev.vtrace.decoder.vmstate.Field;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two streams, A and B.
 *
 * @param path of the field or section in both, such as {@code mc146818rtc/base_rtc}
 * @param before the field in A, or null if it was added; of a section, a field that has its span
 * @param after the field in B, or null if it was removed
 * @param spread which elements or bytes of a field with many differ, or null
 */
public record Difference(
    ChangeKind kind,
    ChangedPart part,
    String path,
    @Nullable Field before,
    @Nullable Field after,
    @Nullable Spread spread) {

  /** What happened from A to B. */
  public enum ChangeKind {
    ADDED("added"),
    REMOVED("removed"),
    CHANGED("changed");

    private final String label;

    ChangeKind(String label) {
      this.label = label;
    }

    /** The word in text and JSON. */
    public String label() {
      return label;
    }
  }

  /** What it happened to. */
  public enum ChangedPart {
    SECTION("section"),
    SUBSECTION("subsection"),
    FIELD("field"),
    /** A number of records, of the guest's memory for example. */
    COUNT("count");

    private final String label;

    ChangedPart(String label) {
      this.label = label;
    }

    /** The word in text and JSON. */
    public String label() {
      return label;
    }
  }

  /**
   * Which elements of an array, or which bytes, differ.
   *
   * @param total how many there are
   * @param differing how many of them differ
   * @param first index of the first one that does
   */
  public record Spread(long total, long differing, long first) {}
}
