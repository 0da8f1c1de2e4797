// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.rules.model.AttemptFacts;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.trace.QmpMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many queues the monitors say that devices have, as {@code x-query-virtio-status} has it. */
final class MonitorQueueCounts {
  /** What was said of one device of one process, in order. */
  private record QueueCount(long timeNs, String count, Evidence evidence) {}

  /** By process and by the path of the device. */
  private final Map<String, Map<String, List<QueueCount>>> said = new HashMap<>();

  MonitorQueueCounts(CheckedRun run) {
    Map<String, QmpMessage> asked = new HashMap<>();
    for (QmpMessage message : run.qmp()) {
      String conversation = message.who() + " " + message.id();
      if (message.kind() == QmpMessage.QmpMessageKind.COMMAND) {
        asked.put(conversation, message);
        continue;
      }
      String count = message.value("return.num-vqs");
      if (count != null && message.kind() == QmpMessage.QmpMessageKind.REPLY) {
        QmpMessage query = asked.get(conversation);
        String path = query == null ? null : query.value("arguments.path");
        said.computeIfAbsent(message.who(), who -> new TreeMap<>())
            .computeIfAbsent(path == null ? "" : path, p -> new ArrayList<>())
            .add(
                new QueueCount(
                    message.timeNs(), count, EvidencePlaces.of(message, "num-vqs " + count)));
      }
    }
  }

  /**
   * Words on a device that has another number on each side of a migration; empty if there is none.
   *
   * @param evidence where that is said is added here
   */
  String differ(@Nullable AttemptFacts attempt, List<Evidence> evidence) {
    if (attempt == null) {
      return "";
    }
    Map<String, List<QueueCount>> here = of(attempt, attempt.source());
    Map<String, List<QueueCount>> there = of(attempt, attempt.destination());
    for (Map.Entry<String, List<QueueCount>> entry : here.entrySet()) {
      QueueCount one = at(entry.getValue(), attempt);
      QueueCount two = at(there.getOrDefault(entry.getKey(), List.of()), attempt);
      if (one != null && two != null && !one.count().equals(two.count())) {
        evidence.add(one.evidence());
        evidence.add(two.evidence());
        return attempt.source()
            + " has "
            + one.count()
            + ", "
            + attempt.destination()
            + " has "
            + two.count();
      }
    }
    return "";
  }

  private Map<String, List<QueueCount>> of(AttemptFacts attempt, String participant) {
    return participant.isEmpty()
        ? Map.of()
        : said.getOrDefault(attempt.monitor(participant), Map.of());
  }

  /** What was said last before the end of a migration, or first after it. */
  private static @Nullable QueueCount at(List<QueueCount> all, AttemptFacts attempt) {
    long until = attempt.until();
    QueueCount found = null;
    for (QueueCount count : all) {
      if (found != null && (until < 0 || count.timeNs() > until)) {
        break;
      }
      found = count;
    }
    return found;
  }
}
