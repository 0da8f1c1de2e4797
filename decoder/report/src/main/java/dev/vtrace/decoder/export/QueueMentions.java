// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import java.util.HashSet;
import java.util.Set;

/** Which queues a path or sentence is about: {@code queue 3}, {@code vqs[3]}, {@code KICK q3}. */
final class QueueMentions {
  private static final String[] BEFORE = {"queue ", "queues[", "vqs[", " q", "vhost-virtqueue "};

  /** No device has queues with longer numbers. */
  private static final int DIGITS = 5;

  private QueueMentions() {}

  static Set<Integer> of(String text) {
    Set<Integer> out = new HashSet<>();
    for (String word : BEFORE) {
      for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        int from = at + word.length();
        int to = from;
        while (to < text.length() && to - from <= DIGITS && isDigit(text.charAt(to))) {
          to++;
        }
        if (to > from && to - from <= DIGITS) {
          out.add(Integer.parseInt(text.substring(from, to)));
        }
      }
    }
    return out;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
