// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    boolean traced = log.has("vhost_user_write");
    if (!log.has("vhost_dev_start_out") && !log.has("vhost_dev_stop_out")) {
      return out;
    }
    List<TraceEvent> events = log.events();
    for (int i = 0; i < events.size(); i++) {
      String name = events.get(i).canonical();
      if (name.equals("vhost_dev_start_in") || name.equals("vhost_dev_stop_in")) {
        QueuePass pass = pass(log, i, traced);
        out.add(pass);
      }
    }
    return out;
  }

  private static QueuePass pass(ProcessLog log, int start, boolean traced) {
    List<TraceEvent> events = log.events();
    TraceEvent begin = events.get(start);
    String kind = begin.canonical().equals("vhost_dev_start_in") ? "start" : "stop";
    String device = pointer(begin.text());
    Map<String, TraceEvent> open = new LinkedHashMap<>();
    boolean messages = false;
    int queues = 0;
    for (int i = start + 1; i < events.size(); i++) {
      TraceEvent event = events.get(i);
      String name = event.canonical();
      if (name.equals("vhost_user_write")) {
        messages = true;
      } else if (name.startsWith("vhost_dev_st") && pointer(event.text()).equals(device)) {
        boolean ended = name.equals("vhost_dev_" + kind + "_out");
        return new QueuePass(begin, ended, log.dropped(), messages, traced, queues, open);
      } else if (name.startsWith("vhost_virtqueue_" + kind)
          && pointer(event.text()).equals(device)) {
        String queue = event.text().substring(event.text().lastIndexOf(' ') + 1);
        if (name.endsWith("_in")) {
          open.put(queue, event);
          queues++;
        } else {
          open.remove(queue);
        }
      }
    }
    // A failing start has no end, and the process goes on.
    boolean more = events.get(events.size() - 1).timeNs() > begin.timeNs() + 100_000_000L;
    return new QueuePass(begin, false, !more || log.dropped(), messages, traced, queues, open);
  }

  private static String pointer(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != ':' && text.charAt(end) != ' ') {
      end++;
    }
    return text.substring(0, end);
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

  /** The name that the trace gives the device. */
  String device() {
    int colon = begin.text().indexOf(':');
    int end = colon < 0 ? -1 : begin.text().indexOf(' ', colon);
    return colon < 0
        ? ""
        : begin.text().substring(colon + 1, end < 0 ? begin.text().length() : end);
  }

  /** {@code start of queues 0 1}. */
  String words() {
    String kind = begin.canonical().equals("vhost_dev_start_in") ? "start" : "stop";
    String queues = open.size() == 1 ? " of queue " : " of queues ";
    return kind + queues + String.join(" ", open.keySet());
  }
}
