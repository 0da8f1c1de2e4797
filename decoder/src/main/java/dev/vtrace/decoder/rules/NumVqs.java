// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.trace.QmpMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many queues the monitors say that devices have, as {@code x-query-virtio-status} has it. */
final class NumVqs {
  /** What was said of one device of one process, in order. */
  private record Count(long timeNs, String count, Evidence evidence) {}

  /** By process and by the path of the device. */
  private final Map<String, Map<String, List<Count>>> said = new HashMap<>();

  NumVqs(Run run) {
    Map<String, QmpMessage> asked = new HashMap<>();
    for (QmpMessage message : run.qmp()) {
      String conversation = message.who() + " " + message.id();
      if (message.kind() == QmpMessage.Kind.COMMAND) {
        asked.put(conversation, message);
        continue;
      }
      String count = message.value("return.num-vqs");
      if (count != null && message.kind() == QmpMessage.Kind.REPLY) {
        QmpMessage query = asked.get(conversation);
        String path = query == null ? null : query.value("arguments.path");
        said.computeIfAbsent(message.who(), who -> new TreeMap<>())
            .computeIfAbsent(path == null ? "" : path, p -> new ArrayList<>())
            .add(new Count(message.timeNs(), count, Places.of(message, "num-vqs " + count)));
      }
    }
  }

  /**
   * Words on a device that has another number on each side of a migration; empty if there is none.
   *
   * @param places where that is said is added here
   */
  String differ(AttemptFacts attempt, List<Evidence> places) {
    if (attempt == null) {
      return "";
    }
    Map<String, List<Count>> here = of(attempt, attempt.source());
    Map<String, List<Count>> there = of(attempt, attempt.destination());
    for (Map.Entry<String, List<Count>> entry : here.entrySet()) {
      Count one = at(entry.getValue(), attempt);
      Count two = at(there.getOrDefault(entry.getKey(), List.of()), attempt);
      if (one != null && two != null && !one.count().equals(two.count())) {
        places.add(one.evidence());
        places.add(two.evidence());
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

  private Map<String, List<Count>> of(AttemptFacts attempt, String participant) {
    return participant.isEmpty()
        ? Map.of()
        : said.getOrDefault(attempt.monitor(participant), Map.of());
  }

  /** What was said last before the end of a migration, or first after it. */
  private static Count at(List<Count> all, AttemptFacts attempt) {
    long until = attempt.until();
    Count found = null;
    for (Count count : all) {
      if (found != null && (until < 0 || count.timeNs() > until)) {
        break;
      }
      found = count;
    }
    return found;
  }
}
