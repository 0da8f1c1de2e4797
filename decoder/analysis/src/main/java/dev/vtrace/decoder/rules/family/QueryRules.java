// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import static dev.vtrace.decoder.rules.model.EvidenceNeed.DESTINATION_EVENTS;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOCKET;
import static dev.vtrace.decoder.rules.model.EvidenceNeed.SOURCE_EVENTS;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.MessageContext;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.SessionState;
import dev.vtrace.decoder.vhostuser.SessionStep;
import dev.vtrace.decoder.vhostuser.Vring;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A query that changes what it asks for: x-query-virtio-queue-status on a vhost-user device sends
 * GET_VRING_BASE, which stops the ring. Source: hw/virtio/virtio-qmp.c and hw/virtio/vhost-user.c
 * of QEMU 10.2.2, and a recorded run.
 */
public final class QueryRules {
  private static final String QUERY = "x-query-virtio-queue-status";

  /** A query is answered in less. */
  private static final long NEAR_NS = 2_000_000_000L;

  public static final List<Rule> TABLE =
      List.of(
          Rule.run(Code.RING_STOPPED_BY_QUERY, Rank.CAUSE, QueryRules::stopped)
              .by(SOCKET)
              .by(SOURCE_EVENTS, DESTINATION_EVENTS));

  private QueryRules() {}

  private static void stopped(CheckedRun run, ProblemCollector report) {
    Map<String, Window> windows = new HashMap<>();
    for (List<Window> all : List.of(run.migration().windows(), run.migration().around())) {
      all.forEach(window -> windows.put(window.id(), window));
    }
    Map<String, Map<Integer, Window>> placed = new HashMap<>();
    for (WireMark mark : run.migration().messages()) {
      Window window = windows.get(mark.window());
      if (mark.step() >= 0 && window != null && stops(mark)) {
        placed.computeIfAbsent(mark.connection(), c -> new HashMap<>()).put(mark.step(), window);
      }
    }
    Set<String> unclear = unclear(run);
    boolean any = false;
    for (Connection connection : run.connections()) {
      Map<Integer, Window> known = placed.getOrDefault(connection.label(), Map.of());
      boolean disables = disablesFirst(connection);
      SessionState before = SessionState.FRESH;
      for (SessionStep step : connection.session().steps()) {
        MessageContext at = new MessageContext(connection, step, before);
        Vring ring = at.ring();
        // A stop disables the ring first.
        boolean running =
            at.asks(Effect.RING_STOP)
                && ring != null
                && ring.started()
                && ring.enabled()
                && before.negotiated().protocol();
        Window window = running ? known.get(step.number()) : null;
        if (running && (window == null || !traced(window))) {
          long time = step.message().timeNs();
          List<Evidence> queries = queries(run, time);
          boolean outside =
              window != null
                  && window.kind() == Window.WindowKind.OTHER
                  && !unclear.contains(window.participant());
          if (outside || disables || !queries.isEmpty()) {
            any = true;
            List<Evidence> evidence = new ArrayList<>();
            evidence.add(EvidencePlaces.of(step));
            evidence.addAll(queries);
            report.add(
                at.path(),
                time,
                at.message().name()
                    + " for a running ring, outside a stop: the ring is stopped from here on",
                evidence);
          }
        }
        before = step.after();
      }
    }
    if (!any && run.connections().isEmpty()) {
      unrecorded(run, report, windows);
    }
  }

  /** Whether the trace shows the window, so that a message in it is that of a stop. */
  private static boolean traced(Window window) {
    return window.kind() == Window.WindowKind.STOP && !window.queues().isEmpty();
  }

  /** Without traffic, the model tells: the request lies in no stop of a device. */
  private static void unrecorded(
      CheckedRun run, ProblemCollector report, Map<String, Window> windows) {
    Map<String, Long> first = new HashMap<>();
    for (Window window : run.migration().windows()) {
      if (!window.queues().isEmpty() && window.beginNs() >= 0) {
        first.merge(window.participant(), window.beginNs(), Math::min);
      }
    }
    first.keySet().removeAll(unclear(run));
    for (WireMark mark : run.migration().messages()) {
      Window window = windows.get(mark.window());
      boolean outside = window != null && window.kind() == Window.WindowKind.OTHER && stops(mark);
      // What lies before the first window may belong to one that lies before the log.
      if (outside && mark.timeNs() > first.getOrDefault(mark.participant(), Long.MAX_VALUE)) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(mark.evidence());
        evidence.addAll(queries(run, mark.timeNs()));
        report.add(
            mark.participant(),
            mark.timeNs(),
            mark.request() + " is sent outside a stop: the ring is stopped from here on",
            evidence);
      }
    }
  }

  /**
   * Processes with a stop whose own messages were not found, or whose log lacks lines: any message
   * may be one of a stop.
   */
  private static Set<String> unclear(CheckedRun run) {
    Stream<String> unknown =
        run.migration().windows().stream()
            .filter(window -> window.operations().stream().anyMatch(QueryRules::unknown))
            .map(Window::participant);
    Stream<String> lacking =
        run.logs().stream().filter(ProcessLog::dropped).map(ProcessLog::participant);
    return Stream.concat(unknown, lacking).collect(Collectors.toSet());
  }

  private static boolean unknown(Operation operation) {
    return operation.verdict() == Verdict.UNKNOWN
        && Effect.of(Request.named(operation.name())) == Effect.RING_STOP;
  }

  private static boolean stops(WireMark mark) {
    return Effect.of(Request.named(mark.request())) == Effect.RING_STOP;
  }

  /**
   * Whether this front-end disables rings when it stops them; QEMU does not for network devices,
   * whose further pairs of queues are never enabled unless the guest asks for them.
   */
  private static boolean disablesFirst(Connection connection) {
    Set<Integer> enabled = new HashSet<>();
    SessionState before = SessionState.FRESH;
    for (SessionStep step : connection.session().steps()) {
      MessageContext at = new MessageContext(connection, step, before);
      Vring ring = at.ring();
      if (ring != null && ring.enabled()) {
        enabled.add(ring.index());
      } else if (ring != null && at.asks(Effect.RING_STOP) && enabled.contains(ring.index())) {
        return true;
      }
      before = step.after();
    }
    return false;
  }

  private static List<Evidence> queries(CheckedRun run, long time) {
    List<Evidence> out = new ArrayList<>();
    for (QmpMessage message : run.qmp()) {
      boolean command =
          message.kind() == QmpMessage.QmpMessageKind.COMMAND && message.name().equals(QUERY);
      boolean near =
          time < 0
              || message.timeNs() < 0
              || message.timeNs() <= time && time - message.timeNs() < NEAR_NS;
      if (command && near) {
        out.add(EvidencePlaces.of(message, ""));
      }
    }
    return out;
  }
}
