// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import java.util.ArrayList;
import java.util.List;

/** Looks for a sequence of requests in another one, each step once (Knuth, Morris and Pratt). */
final class SequenceSearch {
  private final long[] wanted;

  /** Of each beginning, how much of its end is a beginning itself. */
  private final int[] borders;

  SequenceSearch(long[] wanted) {
    this.wanted = wanted;
    this.borders = new int[wanted.length];
    int length = 0;
    for (int i = 1; i < wanted.length; i++) {
      length = next(length, wanted[i]);
      borders[i] = length;
    }
  }

  private int next(int length, long value) {
    int at = length;
    while (at > 0 && (at == wanted.length || wanted[at] != value)) {
      at = borders[at - 1];
    }
    return wanted[at] == value ? at + 1 : 0;
  }

  /** Where it is in another one, without gaps. */
  List<Integer> in(long[] other) {
    List<Integer> out = new ArrayList<>();
    int length = 0;
    for (int i = 0; i < other.length && wanted.length > 0; i++) {
      length = next(length, other[i]);
      if (length == wanted.length) {
        out.add(i + 1 - length);
      }
    }
    return out;
  }

  /** With how much of its beginning another one ends. */
  int endOf(long[] other) {
    int length = 0;
    for (int i = 0; i < other.length && wanted.length > 0; i++) {
      length = next(length, other[i]);
    }
    return length;
  }
}
