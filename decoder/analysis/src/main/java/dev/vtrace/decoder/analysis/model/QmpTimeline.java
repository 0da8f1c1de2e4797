// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import dev.vtrace.decoder.trace.QmpMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What each QEMU said in QMP, found by time: a long run is asked for each of its migrations. */
public final class QmpTimeline {
  private final Map<String, List<TimedQmpMessage>> byWho = new HashMap<>();

  /**
   * A message with the time that it was emitted at.
   *
   * @param place in the transcript, which need not be in the order of time
   */
  private record TimedQmpMessage(long timeNs, int place, QmpMessage message) {}

  public QmpTimeline(List<QmpMessage> messages) {
    int place = 0;
    for (QmpMessage message : messages) {
      byWho
          .computeIfAbsent(message.who(), who -> new ArrayList<>())
          .add(new TimedQmpMessage(message.emittedNs(), place++, message));
    }
    byWho.values().forEach(said -> said.sort(Comparator.comparingLong(TimedQmpMessage::timeNs)));
  }

  /** Messages from a time on and before another, in the order of the transcript. */
  public List<QmpMessage> between(String who, long fromNs, long untilNs) {
    List<TimedQmpMessage> said = byWho.getOrDefault(who, List.of());
    int from = indexAt(said, fromNs);
    return said.subList(from, Math.max(from, indexAt(said, untilNs))).stream()
        .sorted(Comparator.comparingInt(TimedQmpMessage::place))
        .map(TimedQmpMessage::message)
        .toList();
  }

  /** Position of the first message that is not before a time. */
  private static int indexAt(List<TimedQmpMessage> said, long timeNs) {
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
