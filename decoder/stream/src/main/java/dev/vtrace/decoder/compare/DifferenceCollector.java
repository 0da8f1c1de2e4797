// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import java.io.IOException;

/** Passes on the differences that are of interest, and counts. */
final class DifferenceCollector {
  private final DiffVisitor visitor;
  private final PathFilter filter;
  private int differences;
  private int ignored;

  /** How many of the structures around the field at hand are of no interest. */
  private int muted;

  DifferenceCollector(DiffVisitor visitor, PathFilter filter) {
    this.visitor = visitor;
    this.filter = filter;
  }

  void add(Difference difference) throws IOException {
    if (muted > 0 || filter.ignores(difference.path())) {
      ignored++;
      return;
    }
    differences++;
    visitor.difference(difference);
  }

  /** Begins the comparison of what is at a path: if that is of no interest, nothing in it is. */
  void enter(String path) {
    muted = muted > 0 || filter.ignores(path) ? muted + 1 : 0;
  }

  /** Ends what {@link #enter} began. */
  void leave() {
    muted = Math.max(0, muted - 1);
  }

  int differences() {
    return differences;
  }

  int ignored() {
    return ignored;
  }
}
