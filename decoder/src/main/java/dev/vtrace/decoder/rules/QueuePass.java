// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.trace.Event;
import dev.vtrace.decoder.trace.EventPurpose;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One start or stop of a device in a trace, from its {@code _in} to its {@code _out} event.
 *
 * @param begin the device's {@code _in} event
 * @param ended whether its {@code _out} event follows
 * @param last whether the trace ends in it
 * @param messages whether there were vhost-user messages in it
 * @param traced whether the trace has vhost-user messages at all
 * @param queues how many were entered
 * @param open those that were entered and not left
 */
record QueuePass(
    TraceEvent begin,
    boolean ended,
    boolean last,
    boolean messages,
    boolean traced,
    int queues,
    Map<String, TraceEvent> open) {
  /** Why a queue was not left. */
  enum Cause {
    TRANSFER(" left early: the back-end is transferred, there is nothing to do"),
    NOT_SET_UP(" left early: the guest did not set it up"),
    ERROR(" not left: an error ended it"),
    CUT(" not left: the trace ends or has gaps"),
    UNEXPLAINED(" left early, without a message and without any sign of backend transfer");

    private final String words;

    Cause(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static List<QueuePass> of(ProcessLog log) {
    List<QueuePass> out = new ArrayList<>();
    boolean traced = log.has(Event.MESSAGE_SENT);
    if (!log.has(Event.DEV_START_OUT) && !log.has(Event.DEV_STOP_OUT)) {
      return out;
    }
    List<TraceEvent> events = log.events();
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).is(Event.DEV_START_IN) || events.get(i).is(Event.DEV_STOP_IN)) {
        out.add(pass(log, i, traced));
      }
    }
    return out;
  }

  private static QueuePass pass(ProcessLog log, int start, boolean traced) {
    List<TraceEvent> events = log.events();
    TraceEvent begin = events.get(start);
    boolean starts = begin.is(Event.DEV_START_IN);
    Map<String, TraceEvent> open = new LinkedHashMap<>();
    boolean messages = false;
    int queues = 0;
    for (int i = start + 1; i < events.size(); i++) {
      TraceEvent event = events.get(i);
      if (event.is(Event.MESSAGE_SENT)) {
        messages = true;
      } else if (isWindow(event) && sameDevice(event, begin)) {
        boolean ended = event.is(starts ? Event.DEV_START_OUT : Event.DEV_STOP_OUT);
        return new QueuePass(begin, ended, log.dropped(), messages, traced, queues, open);
      } else if (event.is(starts ? Event.QUEUE_START_IN : Event.QUEUE_STOP_IN)
          && sameDevice(event, begin)) {
        open.put(queue(event), event);
        queues++;
      } else if (event.is(starts ? Event.QUEUE_START_OUT : Event.QUEUE_STOP_OUT)
          && sameDevice(event, begin)) {
        open.remove(queue(event));
      }
    }
    // A failing start has no end, and the process goes on.
    boolean more = events.get(events.size() - 1).timeNs() > begin.timeNs() + 100_000_000L;
    return new QueuePass(begin, false, !more || log.dropped(), messages, traced, queues, open);
  }

  private static boolean isWindow(TraceEvent event) {
    EventPurpose purpose = event.known() == null ? EventPurpose.SHOWN : event.known().purpose();
    return purpose == EventPurpose.WINDOW_BEGIN || purpose == EventPurpose.WINDOW_END;
  }

  private static boolean sameDevice(TraceEvent event, TraceEvent begin) {
    OptionalLong device = event.pointer("dev");
    return device.isPresent() && device.equals(begin.pointer("dev"));
  }

  /** The number of a queue; {@code ?} where the line is cut. */
  private static String queue(TraceEvent event) {
    OptionalLong index = event.number("idx");
    return index.isPresent() ? "" + index.getAsLong() : "?";
  }

  /** Why queues were not left. */
  Cause cause(boolean transfers) {
    if (!ended) {
      return last ? Cause.CUT : Cause.ERROR;
    }
    if (last) {
      return Cause.CUT;
    }
    if (messages || open.size() < queues) {
      return Cause.NOT_SET_UP;
    }
    // Without events for messages, a transfer and a device that nobody set up look the same.
    return transfers ? Cause.TRANSFER : traced ? Cause.UNEXPLAINED : Cause.NOT_SET_UP;
  }

  /** The name that the trace gives the device; empty where its line is cut. */
  String device() {
    return begin.string("name");
  }

  /** {@code start of queues 0 1}. */
  String words() {
    String kind = begin.is(Event.DEV_START_IN) ? "start" : "stop";
    String queues = open.size() == 1 ? " of queue " : " of queues ";
    return kind + queues + String.join(" ", open.keySet());
  }
}
