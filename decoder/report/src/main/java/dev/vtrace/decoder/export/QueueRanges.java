// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import java.util.List;

/** Queues by their numbers, in as few words as possible: {@code q0-7 q9}. */
final class QueueRanges {
  /** Fewer stand one by one. */
  private static final int LEAST = 3;

  private QueueRanges() {}

  /** The words, in the order of the queues given; empty for none. */
  static String of(List<Integer> queues) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < queues.size(); ) {
      int end = i + 1;
      while (end < queues.size() && queues.get(end) == queues.get(end - 1) + 1) {
        end++;
      }
      if (end - i < LEAST) {
        end = i + 1;
      }
      out.append(out.isEmpty() ? "q" : " q").append(queues.get(i));
      if (end - i > 1) {
        out.append('-').append(queues.get(end - 1));
      }
      i = end;
    }
    return out.toString();
  }
}
