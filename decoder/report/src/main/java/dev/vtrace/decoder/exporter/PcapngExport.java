// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.socket.PcapngWriter;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The vhost-user traffic of a run as vtrace records it, with verdicts and findings as comments of
 * the packets, which the dissector and Wireshark itself show. A comment has one line for each:
 * {@code verdict executed: on the socket (window src/3)}, {@code error VT3105: ...}.
 */
final class PcapngExport {
  private final Map<PacketPlace, List<String>> comments = new HashMap<>();

  private PcapngExport() {}

  private record PacketPlace(String file, long line, long offset) {
    static PacketPlace of(Evidence place) {
      return new PacketPlace(place.file(), place.line(), place.offset());
    }

    static PacketPlace of(SourceSpan span) {
      return new PacketPlace(span.file(), span.line(), span.offset());
    }
  }

  private record Packet(String connection, Message message) {}

  static void write(OutputStream out, ExportedRun run) throws IOException {
    new PcapngExport().packets(out, run);
  }

  private void packets(OutputStream out, ExportedRun run) throws IOException {
    Set<PacketPlace> part = new HashSet<>();
    for (WireMark mark : run.migration().messages()) {
      part.add(PacketPlace.of(mark.evidence()));
    }
    List<Packet> packets = new ArrayList<>();
    for (Connection connection : run.connections()) {
      List<SessionStep> steps = connection.session().steps();
      for (SessionStep step : steps) {
        // A reply is not in the model; it belongs to its request.
        SessionStep request = step.answers() < 0 ? step : steps.get(step.answers());
        if (run.whole() || part.contains(PacketPlace.of(request.message().span()))) {
          packets.add(new Packet(connection.label(), step.message()));
        }
      }
    }
    if (packets.isEmpty()) {
      throw new IOException("no vhost-user message was recorded");
    }
    // What has no time stays with what was before it.
    if (packets.stream().allMatch(packet -> packet.message().timeNs() >= 0)) {
      packets.sort(Comparator.comparingLong(packet -> packet.message().timeNs()));
    }
    comment(run);
    PcapngWriter writer = new PcapngWriter(out);
    for (Packet packet : packets) {
      List<String> said = comments.getOrDefault(PacketPlace.of(packet.message().span()), List.of());
      writer.write(
          new WireMessage(packet.connection(), -1, -1, packet.message()), String.join("\n", said));
    }
    out.flush();
  }

  private void comment(ExportedRun run) {
    Stream.concat(run.migration().windows().stream(), run.migration().around().stream())
        .forEach(this::verdicts);
    for (Problem problem : run.check().problems()) {
      for (Evidence place : problem.evidence()) {
        say(
            place,
            problem.severity().label() + " " + problem.code().code() + ": " + problem.message());
      }
    }
  }

  private void verdicts(Window window) {
    for (Operation each : window.operations()) {
      for (Evidence place : each.evidence()) {
        if (place.neighbour() == null) {
          say(
              place,
              "verdict "
                  + each.verdict().label()
                  + ": "
                  + each.why()
                  + " (window "
                  + window.id()
                  + ")");
        }
      }
    }
  }

  private void say(Evidence place, String line) {
    comments.computeIfAbsent(PacketPlace.of(place), key -> new ArrayList<>()).add(Plain.text(line));
  }
}
