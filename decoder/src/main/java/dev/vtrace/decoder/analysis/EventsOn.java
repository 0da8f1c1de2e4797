// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.trace.EventAlias;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which trace events each process would have logged. That an event is absent tells something only
 * where it was switched on: where the same log has it elsewhere, or where QMP switched it on.
 */
final class EventsOn {
  /** Events that people switch on together: who logs one of them mostly logs the other. */
  private static final Map<String, String> COUNTERPART =
      Map.of(
          "vhost_virtqueue_start_out", "vhost_virtqueue_stop_out",
          "vhost_virtqueue_stop_out", "vhost_virtqueue_start_out",
          "vhost_dev_start_out", "vhost_dev_stop_out",
          "vhost_dev_stop_out", "vhost_dev_start_out");

  private final Map<String, Set<String>> seen = new HashMap<>();
  private final Set<String> anywhere = new HashSet<>();

  /**
   * @param names what QMP calls each participant
   */
  EventsOn(Material material, Map<String, String> names) {
    for (String participant : material.logs.keySet()) {
      Set<String> on = new LinkedHashSet<>();
      TraceLog log = material.log(participant);
      if (log != null) {
        for (TraceEvent event : log.events) {
          on.add(event.canonical());
        }
        String who = names.getOrDefault(participant, participant);
        switched(material.qmp, who, on);
      }
      seen.put(participant, on);
      anywhere.addAll(on);
    }
  }

  private static void switched(List<QmpMessage> qmp, String who, Set<String> on) {
    for (QmpMessage message : qmp) {
      boolean command =
          message.kind() == QmpMessage.Kind.COMMAND
              && message.name().equals("trace-event-set-state")
              && message.who().equals(who);
      String name = command ? message.value("arguments.name") : null;
      if (name != null && "true".equals(message.value("arguments.enable"))) {
        on.add(EventAlias.canonical(name));
      }
    }
  }

  /** Whether the log of a process would surely have this event, by its newest name. */
  boolean surely(String participant, String event) {
    Set<String> on = seen.getOrDefault(participant, Set.of());
    return on.contains(event) || on.stream().anyMatch(pattern -> matches(pattern, event));
  }

  /** The same, or as far as the event's counterpart or the log of another process tells. */
  boolean likely(String participant, String event) {
    Set<String> on = seen.getOrDefault(participant, Set.of());
    return surely(participant, event)
        || on.contains(COUNTERPART.getOrDefault(event, event))
        || anywhere.contains(event);
  }

  /** QEMU takes names with stars; one at the end is what people write. */
  private static boolean matches(String pattern, String event) {
    return pattern.endsWith("*") && event.startsWith(pattern.substring(0, pattern.length() - 1));
  }
}
