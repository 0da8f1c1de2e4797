// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.event.EventName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which trace events each process would have logged. That an event is absent tells something only
 * where it was switched on: where the same log has it elsewhere, or where QMP switched it on.
 */
public final class EventsOn {
  /** Events that people switch on together: who logs one of them mostly logs the other. */
  private static final Map<Event, Event> COUNTERPART =
      Map.of(
          Event.QUEUE_START_OUT, Event.QUEUE_STOP_OUT,
          Event.QUEUE_STOP_OUT, Event.QUEUE_START_OUT,
          Event.DEV_START_OUT, Event.DEV_STOP_OUT,
          Event.DEV_STOP_OUT, Event.DEV_START_OUT);

  private final Map<String, Set<Event>> on = new HashMap<>();
  private final Set<Event> anywhere = EnumSet.noneOf(Event.class);

  /**
   * @param names what QMP calls each participant
   */
  public EventsOn(CollectedEvidence material, Map<String, String> names) {
    for (String participant : material.logs.keySet()) {
      Set<Event> seen = EnumSet.noneOf(Event.class);
      TraceLog log = material.log(participant);
      if (log != null) {
        Set<EventName> known = new HashSet<>();
        for (TraceEvent event : log.events) {
          if (known.add(event.event()) && event.known() != null) {
            seen.add(event.known());
          }
        }
        switched(material.qmp, names.getOrDefault(participant, participant), seen);
      }
      on.put(participant, seen);
      anywhere.addAll(seen);
    }
  }

  private static void switched(List<QmpMessage> qmp, String who, Set<Event> seen) {
    List<String> patterns = new ArrayList<>();
    for (QmpMessage message : qmp) {
      boolean command =
          message.kind() == QmpMessage.QmpMessageKind.COMMAND
              && message.name().equals("trace-event-set-state")
              && message.who().equals(who);
      String name = command ? message.value("arguments.name") : null;
      if (name != null && "true".equals(message.value("arguments.enable"))) {
        patterns.add(name);
      }
    }
    for (Event event : Event.values()) {
      if (!event.isGroup() && patterns.stream().anyMatch(pattern -> event.matches(pattern))) {
        seen.add(event);
      }
    }
  }

  /** Whether the log of a process would surely have this event. */
  public boolean surely(String participant, Event event) {
    return on.getOrDefault(participant, Set.of()).contains(event);
  }

  /** The same, or as far as the event's counterpart or the log of another process tells. */
  public boolean likely(String participant, Event event) {
    Set<Event> own = on.getOrDefault(participant, Set.of());
    return own.contains(event)
        || own.contains(COUNTERPART.getOrDefault(event, event))
        || anywhere.contains(event);
  }
}
