// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which trace events were on in each QEMU by its QMP transcript, and since when: what {@code
 * trace-event-set-state} switched without being refused, and what {@code trace-event-get-state} was
 * answered.
 */
public final class EventSwitches {
  private final Map<String, List<SwitchedEvent>> changes = new HashMap<>();

  /**
   * @param message the command or the answer
   * @param asked whether it was so before, rather than set by this message
   */
  private record SwitchedEvent(QmpMessage message, String pattern, boolean on, boolean asked) {
    boolean is(Event event) {
      return !event.isGroup() && event.matches(pattern);
    }
  }

  /** Reads the conversations, each in its order. */
  public EventSwitches(List<QmpMessage> messages) {
    for (QmpMessage message : messages) {
      boolean set = message.name().equals("trace-event-set-state");
      boolean get = message.name().equals("trace-event-get-state");
      if (set && message.kind() == QmpMessage.QmpMessageKind.COMMAND) {
        set(message);
      } else if (set && message.kind() == QmpMessage.QmpMessageKind.ERROR) {
        refused(message);
      } else if (get && message.kind() == QmpMessage.QmpMessageKind.REPLY) {
        answered(message);
      }
    }
  }

  private List<SwitchedEvent> of(QmpMessage message) {
    return changes.computeIfAbsent(message.who(), who -> new ArrayList<>());
  }

  private void set(QmpMessage message) {
    String name = message.value("arguments.name");
    String enable = message.value("arguments.enable");
    if (name != null && enable != null) {
      of(message).add(new SwitchedEvent(message, name, enable.equals("true"), false));
    }
  }

  private void refused(QmpMessage error) {
    List<SwitchedEvent> all = of(error);
    for (int i = all.size() - 1; i >= 0; i--) {
      SwitchedEvent change = all.get(i);
      if (!change.asked() && change.message().id().equals(error.id())) {
        all.remove(i);
        return;
      }
    }
  }

  private void answered(QmpMessage reply) {
    String name = null;
    for (QmpMessage.QmpLeaf value : reply.values()) {
      if (value.path().endsWith("].name")) {
        name = value.text();
      } else if (value.path().endsWith("].state") && name != null) {
        of(reply).add(new SwitchedEvent(reply, name, value.text().equals("enabled"), true));
        name = null;
      }
    }
  }

  /**
   * Whether an event was on at any time.
   *
   * @param who what the transcript calls the QEMU
   */
  public boolean everOn(String who, Event event) {
    return changes.getOrDefault(who, List.of()).stream()
        .anyMatch(change -> change.on() && change.is(event));
  }

  /** Whether an event is told to have been off when its QEMU was first asked of it. */
  public boolean offAtFirst(String who, Event event) {
    for (SwitchedEvent change : changes.getOrDefault(who, List.of())) {
      if (change.is(event)) {
        return change.asked() && !change.on();
      }
    }
    return false;
  }

  /** Whether an event is told to have been off at any time between two, where all are known. */
  public boolean offWithin(String who, Event event, long fromNs, long untilNs) {
    boolean before = offAtFirst(who, event);
    for (SwitchedEvent change : changes.getOrDefault(who, List.of())) {
      long time = change.message().timeNs();
      if (!change.is(event) || time < 0) {
        continue;
      }
      if (time > untilNs) {
        break;
      }
      if (time > fromNs && (before || !change.on())) {
        return true;
      }
      before = !change.on();
    }
    return before;
  }
}
