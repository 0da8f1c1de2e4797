// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import dev.vtrace.decoder.compare.DescribedLayout.LayoutPart;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the fields of two versions of a structure side by side: the longest sequence of names that
 * both have in this order, and what lies between.
 *
 * @param runs pairs and gaps in the order of the fields
 */
record Alignment(List<AlignedFields> runs) {
  /** Longer lists are compared from their ends only; no state has so many fields. */
  private static final long MAX_CELLS = 4_000_000;

  /**
   * One field of each version with the same name, or fields that only one version has at this
   * place.
   *
   * @param paired whether it is the former
   */
  record AlignedFields(boolean paired, List<LayoutPart> before, List<LayoutPart> after) {}

  static Alignment of(List<LayoutPart> before, List<LayoutPart> after) {
    int head = 0;
    int most = Math.min(before.size(), after.size());
    while (head < most && same(before.get(head), after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < most - head
        && same(before.get(before.size() - 1 - tail), after.get(after.size() - 1 - tail))) {
      tail++;
    }
    List<AlignedFields> runs = new ArrayList<>();
    for (int i = 0; i < head; i++) {
      runs.add(pair(before.get(i), after.get(i)));
    }
    middle(
        before.subList(head, before.size() - tail), after.subList(head, after.size() - tail), runs);
    for (int i = tail; i > 0; i--) {
      runs.add(pair(before.get(before.size() - i), after.get(after.size() - i)));
    }
    return new Alignment(runs);
  }

  private static void middle(
      List<LayoutPart> before, List<LayoutPart> after, List<AlignedFields> runs) {
    if ((long) before.size() * after.size() > MAX_CELLS) {
      runs.add(new AlignedFields(false, before, after));
      return;
    }
    int[][] length = lengths(before, after);
    int i = 0;
    int j = 0;
    int gapBefore = 0;
    int gapAfter = 0;
    while (i < before.size() && j < after.size()) {
      if (same(before.get(i), after.get(j)) && length[i][j] == length[i + 1][j + 1] + 1) {
        gap(before.subList(gapBefore, i), after.subList(gapAfter, j), runs);
        runs.add(pair(before.get(i++), after.get(j++)));
        gapBefore = i;
        gapAfter = j;
      } else if (length[i + 1][j] >= length[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    gap(before.subList(gapBefore, before.size()), after.subList(gapAfter, after.size()), runs);
  }

  /** For each place in both lists, how many fields after it can be paired. */
  private static int[][] lengths(List<LayoutPart> before, List<LayoutPart> after) {
    int[][] length = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        length[i][j] =
            same(before.get(i), after.get(j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    return length;
  }

  private static void gap(
      List<LayoutPart> before, List<LayoutPart> after, List<AlignedFields> runs) {
    if (!before.isEmpty() || !after.isEmpty()) {
      runs.add(new AlignedFields(false, before, after));
    }
  }

  private static AlignedFields pair(LayoutPart before, LayoutPart after) {
    return new AlignedFields(true, List.of(before), List.of(after));
  }

  /** Padding pairs only with as much padding; a field pairs with whatever has its name. */
  private static boolean same(LayoutPart before, LayoutPart after) {
    if (before.isPadding() || after.isPadding()) {
      return before.isPadding() && after.isPadding() && before.size() == after.size();
    }
    return before.name().equals(after.name());
  }
}
