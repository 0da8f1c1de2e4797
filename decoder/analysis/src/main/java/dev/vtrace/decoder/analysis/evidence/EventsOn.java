// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.event.EventName;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
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
  private final Map<String, String> names;
  private final EventSwitches switches;

  /**
   * @param names what QMP calls each participant
   */
  public EventsOn(CollectedEvidence collected, Map<String, String> names) {
    this.names = names;
    this.switches = new EventSwitches(collected.qmp);
    for (String participant : collected.logs.keySet()) {
      Set<Event> seen = EnumSet.noneOf(Event.class);
      TraceLog log = collected.log(participant);
      if (log != null) {
        Set<EventName> known = new HashSet<>();
        for (TraceEvent event : log.events) {
          if (known.add(event.event()) && event.known() != null) {
            seen.add(event.known());
          }
        }
        switched(names.getOrDefault(participant, participant), seen);
      }
      on.put(participant, seen);
      anywhere.addAll(seen);
    }
  }

  private void switched(String who, Set<Event> seen) {
    for (Event event : Event.values()) {
      if (switches.everOn(who, event)) {
        seen.add(event);
      }
    }
  }

  /** Whether the log of a process would surely have this event. */
  public boolean surely(String participant, Event event) {
    return on.getOrDefault(participant, Set.of()).contains(event);
  }

  /**
   * Whether the log of the process of a window would surely have this event in the window: it was
   * not switched on after it, nor off before its end.
   */
  public boolean surely(WindowBuilder window, Event event) {
    if (!surely(window.participant, event)) {
      return false;
    }
    String who = names.getOrDefault(window.participant, window.participant);
    if (window.beginNs >= 0) {
      return !switches.offWithin(
          who, event, window.beginNs, Math.max(window.beginNs, window.endNs));
    }
    // Without times: what is in the log came after the events of windows were switched on.
    return !switches.offAtFirst(who, event)
        || switches.offAtFirst(who, WindowBuilder.begin(window.kind));
  }

  /** The same, or as far as the event's counterpart or the log of another process tells. */
  public boolean likely(String participant, Event event) {
    Set<Event> own = on.getOrDefault(participant, Set.of());
    return own.contains(event)
        || own.contains(COUNTERPART.getOrDefault(event, event))
        || anywhere.contains(event);
  }
}
