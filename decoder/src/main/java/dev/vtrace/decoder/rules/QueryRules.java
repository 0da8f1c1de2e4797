// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.analysis.WireMark;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.trace.Event;
import dev.vtrace.decoder.trace.EventPurpose;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.SessionState;
import dev.vtrace.decoder.vhostuser.Step;
import dev.vtrace.decoder.vhostuser.Vring;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A query that changes what it asks for: x-query-virtio-queue-status on a vhost-user device sends
 * GET_VRING_BASE, which stops the ring. Source: hw/virtio/virtio-qmp.c and hw/virtio/vhost-user.c
 * of QEMU 10.2.2, and a recorded run.
 */
final class QueryRules {
  private static final String QUERY = "x-query-virtio-queue-status";

  /** A query is answered in less. */
  private static final long NEAR_NS = 2_000_000_000L;

  static final List<Rule> TABLE =
      List.of(Rule.run(Code.RING_STOPPED_BY_QUERY, Rank.CAUSE, QueryRules::stopped));

  private QueryRules() {}

  private static void stopped(Run run, Report report) {
    boolean any = false;
    for (Connection connection : run.connections()) {
      SessionState before = SessionState.FRESH;
      for (Step step : connection.session().steps()) {
        Scene at = new Scene(connection, step, before);
        Vring ring = at.ring();
        // A stop disables the ring first.
        boolean running =
            at.asks(Effect.RING_STOP)
                && ring != null
                && ring.started()
                && ring.enabled()
                && before.negotiated().protocol();
        long time = step.message().timeNs();
        List<Evidence> outside = running ? outside(run, connection, time) : null;
        if (outside != null) {
          any = true;
          List<Evidence> places = new ArrayList<>();
          places.add(Places.of(step));
          places.addAll(outside);
          report.add(
              at.path(),
              time,
              at.message().name()
                  + " for a ring that runs, outside of a stop: the ring stands still from"
                  + " here on",
              places);
        }
        before = step.after();
      }
    }
    if (!any && run.connections().isEmpty()) {
      traced(run, report);
    }
  }

  /** Without traffic, the trace tells: the request lies in no stop of a device. */
  private static void traced(Run run, Report report) {
    for (ProcessLog log : run.logs()) {
      if (!log.has(Event.DEV_STOP_OUT)) {
        continue;
      }
      int depth = 0;
      for (TraceEvent event : log.events()) {
        EventPurpose purpose = event.known() == null ? EventPurpose.SHOWN : event.known().purpose();
        if (purpose == EventPurpose.WINDOW_BEGIN) {
          depth++;
        } else if (purpose == EventPurpose.WINDOW_END) {
          depth = Math.max(0, depth - 1);
        } else if (depth == 0 && event.is(Event.MESSAGE_SENT) && stops(event)) {
          List<Evidence> places = new ArrayList<>();
          places.add(Places.of(event));
          places.addAll(queries(run, log.time(event)));
          report.add(
              log.participant(),
              log.time(event),
              request(event).name()
                  + " is sent outside of a stop: the ring stands still from here on",
              places);
        }
      }
    }
  }

  private static boolean stops(TraceEvent event) {
    return Effect.of(request(event)) == Effect.RING_STOP;
  }

  /** What a message is by the trace, or null. */
  private static Request request(TraceEvent event) {
    OptionalLong number = event.number("req");
    return number.isEmpty() ? null : Request.of(Channel.MAIN, (int) number.getAsLong());
  }

  /** What else shows that no device was being stopped; null if one was, or if nothing tells. */
  private static List<Evidence> outside(Run run, Connection connection, long time) {
    boolean told = disablesFirst(connection);
    for (ProcessLog log : run.logs()) {
      boolean marks = log.wall() && time >= 0 && log.has(Event.DEV_STOP_OUT);
      if (!marks || !speaks(run, log, connection)) {
        continue;
      }
      told = true;
      boolean stopping = false;
      for (TraceEvent event : log.events()) {
        // The recorder sees a message some time after it was traced.
        if (log.time(event) > time) {
          break;
        }
        if (event.is(Event.DEV_STOP_IN)) {
          stopping = true;
        } else if (event.is(Event.DEV_STOP_OUT) || event.is(Event.DEV_START_IN)) {
          stopping = false;
        }
      }
      if (stopping) {
        return null;
      }
    }
    List<Evidence> queries = queries(run, time);
    return told || !queries.isEmpty() ? queries : null;
  }

  private static boolean speaks(Run run, ProcessLog log, Connection connection) {
    for (WireMark mark : run.migration().messages()) {
      if (mark.participant().equals(log.participant())
          && mark.connection().equals(connection.label())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether this front-end disables rings when it stops them; QEMU does not for network devices.
   */
  private static boolean disablesFirst(Connection connection) {
    SessionState before = SessionState.FRESH;
    for (Step step : connection.session().steps()) {
      Scene at = new Scene(connection, step, before);
      boolean stop = at.asks(Effect.RING_STOP);
      if (stop && at.ring() != null && !at.ring().enabled()) {
        return true;
      }
      before = step.after();
    }
    return false;
  }

  private static List<Evidence> queries(Run run, long time) {
    List<Evidence> out = new ArrayList<>();
    for (QmpMessage message : run.qmp()) {
      boolean command = message.kind() == QmpMessage.Kind.COMMAND && message.name().equals(QUERY);
      boolean near =
          time < 0
              || message.timeNs() < 0
              || message.timeNs() <= time && time - message.timeNs() < NEAR_NS;
      if (command && near) {
        out.add(Places.of(message, ""));
      }
    }
    return out;
  }
}
