// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.trace.QmpMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each QEMU said in QMP, found by time: a long run is asked for each of its migrations. */
final class Conversation {
  private final Map<String, List<Said>> byWho = new HashMap<>();

  /**
   * A message with the time that it was emitted at.
   *
   * @param place in the transcript, which need not be in the order of time
   */
  private record Said(long timeNs, int place, QmpMessage message) {}

  Conversation(List<QmpMessage> messages) {
    int place = 0;
    for (QmpMessage message : messages) {
      byWho
          .computeIfAbsent(message.who(), who -> new ArrayList<>())
          .add(new Said(message.emittedNs(), place++, message));
    }
    byWho.values().forEach(said -> said.sort(Comparator.comparingLong(Said::timeNs)));
  }

  /** Messages from a time on and before another, in the order of the transcript. */
  List<QmpMessage> between(String who, long fromNs, long untilNs) {
    List<Said> said = byWho.getOrDefault(who, List.of());
    int from = place(said, fromNs);
    return said.subList(from, Math.max(from, place(said, untilNs))).stream()
        .sorted(Comparator.comparingInt(Said::place))
        .map(Said::message)
        .toList();
  }

  /** Position of the first message that is not before a time. */
  private static int place(List<Said> said, long timeNs) {
    int low = 0;
    int high = said.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (said.get(middle).timeNs() < timeNs) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
