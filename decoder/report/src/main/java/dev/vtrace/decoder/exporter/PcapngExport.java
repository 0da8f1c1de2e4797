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
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The vhost-user traffic of a run as vtrace records it and the records of its migration streams,
 * with verdicts and findings as comments of the packets, which the dissector and Wireshark itself
 * show. A comment has one line for each: {@code verdict executed: on the socket (window src/3)},
 * {@code error VT3105: ...}.
 */
final class PcapngExport {
  private final Map<PacketPlace, List<String>> comments = new HashMap<>();

  /** Ends of the records of each stream by their beginnings. */
  private final Map<String, NavigableMap<Long, Long>> records = new HashMap<>();

  private PcapngExport() {}

  private record PacketPlace(String file, long line, long offset) {
    static PacketPlace of(Evidence place) {
      return new PacketPlace(place.file(), place.line(), place.offset());
    }

    static PacketPlace of(SourceSpan span) {
      return new PacketPlace(span.file(), span.line(), span.offset());
    }
  }

  /** A packet that can be written. */
  private sealed interface Packet {
    /** Nanoseconds since the epoch, -1 not known. */
    long timeNs();

    void write(PcapngWriter writer, PcapngExport export) throws IOException;
  }

  private record MessagePacket(String connection, Message message) implements Packet {
    @Override
    public long timeNs() {
      return message.timeNs();
    }

    @Override
    public void write(PcapngWriter writer, PcapngExport export) throws IOException {
      String said = export.said(PacketPlace.of(message.span()));
      writer.write(new WireMessage(connection, -1, -1, message), said);
    }
  }

  private record RecordPacket(StreamTimes.TimedPacket timed) implements Packet {
    @Override
    public long timeNs() {
      return timed.timeNs();
    }

    @Override
    public void write(PcapngWriter writer, PcapngExport export) throws IOException {
      StreamPacket packet = timed.packet();
      String said = export.said(new PacketPlace(packet.file(), -1, packet.offset()));
      writer.writeRecord(timed.timeNs(), timed.bytes(), packet.absent(), said);
    }
  }

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
        SessionStep request =
            step.answers().isEmpty() ? step : steps.get(step.answers().getAsInt());
        if (run.whole() || part.contains(PacketPlace.of(request.message().span()))) {
          packets.add(new MessagePacket(connection.label(), step.message()));
        }
      }
    }
    streams(run).forEach(each -> packets.add(new RecordPacket(each)));
    if (packets.isEmpty()) {
      throw new IOException("neither a vhost-user message nor a migration stream was recorded");
    }
    // What has no time stays with what was before it.
    if (packets.stream().allMatch(packet -> packet.timeNs() >= 0)) {
      packets.sort(Comparator.comparingLong(Packet::timeNs));
    }
    comment(run);
    PcapngWriter writer = new PcapngWriter(out);
    if (!run.packets().isEmpty()) {
      writer.announceStreams();
    }
    for (Packet packet : packets) {
      packet.write(writer, this);
    }
    out.flush();
  }

  private List<StreamTimes.TimedPacket> streams(ExportedRun run) {
    for (StreamPacket packet : run.packets()) {
      records
          .computeIfAbsent(packet.file(), file -> new TreeMap<>())
          .put(packet.offset(), packet.offset() + packet.length());
    }
    return StreamTimes.of(run);
  }

  private String said(PacketPlace place) {
    return String.join("\n", comments.getOrDefault(place, List.of()));
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
                  + (records.containsKey(place.file()) ? name(each) + ", " : "")
                  + each.why()
                  + " (window "
                  + window.id()
                  + ")");
        }
      }
    }
  }

  private static String name(Operation operation) {
    return operation.queue() < 0 ? operation.name() : operation.name() + " q" + operation.queue();
  }

  private void say(Evidence place, String line) {
    comments.computeIfAbsent(packet(place), key -> new ArrayList<>()).add(Plain.text(line));
  }

  /** The message at a place, or the record of a stream that it lies in. */
  private PacketPlace packet(Evidence place) {
    NavigableMap<Long, Long> stream = records.get(place.file());
    Map.Entry<Long, Long> record = stream == null ? null : stream.floorEntry(place.offset());
    return record != null
            && (place.offset() < record.getValue() || record.getKey() == place.offset())
        ? new PacketPlace(place.file(), -1, record.getKey())
        : PacketPlace.of(place);
  }
}
