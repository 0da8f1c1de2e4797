// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.PcapngReader;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.SocketWire;
import dev.vtrace.decoder.trace.StraceReader;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.VhostJsonReader;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Decoded;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.Payload;
import dev.vtrace.decoder.vhostuser.ReplyRule;
import dev.vtrace.decoder.vhostuser.Session;
import dev.vtrace.decoder.vhostuser.Span;
import dev.vtrace.decoder.vhostuser.Step;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Reads vhost-user traffic: each connection with its requests, and what became of each. */
final class TrafficReader {
  private final Material material;
  private final Map<String, Traffic> connections = new LinkedHashMap<>();
  private Input input;

  TrafficReader(Material material) {
    this.material = material;
  }

  void read(Input of) throws IOException {
    input = of;
    Consumer<Diagnostic> findings = d -> material.findings.add(new Finding(of.name(), d));
    ReadOptions options = ReadOptions.of(of.name(), findings);
    if (of.kind() == InputKind.STRACE) {
      SocketWire wire = new SocketWire(this::message, findings);
      ReadSummary summary = MaterialReader.read(of, new StraceReader(options), wire);
      wire.end();
      if (summary.clock() != ReadSummary.Clock.WALL) {
        connections.values().forEach(TrafficReader::untimed);
      }
    } else {
      TraceReader reader =
          of.kind() == InputKind.PCAPNG ? new PcapngReader(options) : new VhostJsonReader(options);
      MaterialReader.read(of, reader, this::record);
    }
    for (Traffic traffic : connections.values()) {
      traffic.session.end();
      replies(traffic);
      material.traffic.add(traffic);
    }
  }

  private void record(TraceRecord record) {
    if (record instanceof WireMessage message) {
      message(message);
    } else if (record instanceof WireEvent event) {
      Traffic traffic = traffic(event.connection());
      seen(traffic, event.timeNs());
      traffic.closed |= event.kind() == WireEvent.Kind.CLOSE;
      if (event.kind() == WireEvent.Kind.FRONT_END) {
        traffic.frontEnd = Identity.parse(event.why()).otherEnd();
      } else if (event.kind() == WireEvent.Kind.MISSING) {
        traffic.missing(event.direction(), event.timeNs());
      }
    }
  }

  /** A time of day says nothing without the day; the order is kept. */
  private static void untimed(Traffic traffic) {
    traffic.openNs = -1;
    traffic.lastNs = -1;
    for (Hit hit : traffic.hits) {
      hit.timeNs = -1;
    }
  }

  private Traffic traffic(String connection) {
    return connections.computeIfAbsent(
        connection,
        name -> {
          Session session = new Session(d -> material.findings.add(new Finding(input.name(), d)));
          Traffic traffic = new Traffic(input.name(), name, input.participant(), session);
          traffic.seenBy = input.kind() == InputKind.STRACE ? input.participant() : "";
          return traffic;
        });
  }

  private static void seen(Traffic traffic, long timeNs) {
    if (timeNs >= 0) {
      traffic.openNs = traffic.openNs < 0 ? timeNs : Math.min(traffic.openNs, timeNs);
      traffic.lastNs = Math.max(traffic.lastNs, timeNs);
    }
  }

  private void message(WireMessage wire) {
    Message message = wire.message();
    Traffic traffic = traffic(wire.connection());
    seen(traffic, message.timeNs());
    if (wire.monotonicNs() >= 0 && message.timeNs() >= 0) {
      material.wallMinusMonotonic.add(message.timeNs() - wire.monotonicNs());
    }
    Step step = traffic.session.add(message);
    boolean request =
        message.channel() == Channel.MAIN
            && message.direction() == Direction.TO_BACKEND
            && (step.role() == Step.Role.REQUEST || step.role() == Step.Role.BARRIER);
    if (!request) {
      return;
    }
    Decoded decoded = step.decoded();
    Hit hit = new Hit(Integer.toUnsignedLong(message.request()), message.row());
    hit.timeNs = message.timeNs();
    hit.queue = decoded.queue();
    hit.value = decoded.number("enable", decoded.number("features", -1));
    hit.socket = evidence(message.span(), decoded);
    hit.connection = traffic;
    hit.step = step.number();
    hit.awaited =
        message.needsReply() || message.row() != null && message.row().rule() == ReplyRule.ALWAYS;
    traffic.hits.add(hit);
  }

  private static Evidence evidence(Span span, Decoded decoded) {
    StringBuilder text = new StringBuilder(decoded.message().name());
    if (decoded.queue() >= 0) {
      text.append(" queue ").append(decoded.queue());
    }
    long enable = decoded.number("enable", -1);
    if (enable >= 0) {
      text.append(enable == 0 ? " off" : " on");
    }
    return Evidence.of(span, text.toString());
  }

  private static void replies(Traffic traffic) {
    for (Hit hit : traffic.hits) {
      int number = traffic.session.replyTo(hit.step);
      if (number >= 0) {
        Decoded reply = traffic.session.steps().get(number).decoded();
        hit.answered = true;
        hit.replyNs = hit.timeNs < 0 ? -1 : reply.message().timeNs();
        hit.refused = reply.payload() == Payload.ACK && reply.number("value", 0) != 0;
        hit.reply =
            Evidence.of(
                reply.message().span(),
                reply.message().name() + (hit.refused ? " reply with an error" : " reply"));
      }
    }
  }
}
