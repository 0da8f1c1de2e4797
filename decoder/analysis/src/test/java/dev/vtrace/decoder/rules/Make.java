// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Origin;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.rules.model.StreamFacts;
import dev.vtrace.decoder.run.BoundedConnection;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.run.ConnectionBuilder;
import dev.vtrace.decoder.stream.Coverage;
import dev.vtrace.decoder.stream.StreamDescriptor;
import dev.vtrace.decoder.stream.StreamOutcome;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.DroppedEvents;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.TraceReader;
import dev.vtrace.decoder.trace.log.BackendLogReader;
import dev.vtrace.decoder.trace.log.QemuLogReader;
import dev.vtrace.decoder.trace.log.QmpReader;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Makes small runs for tests, from lines as people would write them down. */
final class Make {
  private final List<Connection> connections = new ArrayList<>();
  private final List<ProcessLog> logs = new ArrayList<>();
  private final List<QmpMessage> qmp = new ArrayList<>();
  private final List<StreamFacts> streams = new ArrayList<>();
  private final List<Window> windows = new ArrayList<>();
  private final List<WireMark> messages = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Descriptor> descriptors = new ArrayList<>();
  private boolean dropped;

  static Make run() {
    return new Make();
  }

  /** A run with one connection. */
  static CheckedRun wire(String... lines) {
    return run().socket("", lines).build();
  }

  /** A run with one log. */
  static CheckedRun log(String... lines) {
    return run().trace("dst", lines).build();
  }

  /** A connection of a participant; see {@link Wire}. */
  Make socket(String participant, String... lines) {
    String file = "socket" + connections.size() + ".jsonl";
    ConnectionBuilder connection = new ConnectionBuilder(file, "", participant, "", d -> {});
    Wire.feed(connection, file, connections.size(), lines);
    connections.add(connection.end());
    return this;
  }

  /** A connection of which only so many messages are kept. */
  Make boundedSocket(int most, String... lines) {
    String file = "socket" + connections.size() + ".jsonl";
    ConnectionBuilder connection = BoundedConnection.of(file, most);
    Wire.feed(connection, file, connections.size(), lines);
    connections.add(connection.end());
    return this;
  }

  /** The next trace lacks events. */
  Make drop() {
    dropped = true;
    return this;
  }

  /** The log of a participant; a line gets a time a second after the one before it. */
  Make trace(String participant, String... lines) {
    String text = timed(lines);
    List<TraceEvent> events = new ArrayList<>();
    List<LogLine> others = new ArrayList<>();
    List<BackendLine> backendLines = new ArrayList<>();
    ReadOptions options = ReadOptions.of(participant + ".log", d -> {});
    TraceReader reader =
        participant.equals("backend") ? new BackendLogReader(options) : new QemuLogReader(options);
    try {
      reader.read(
          new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
          record -> {
            if (record instanceof TraceEvent event) {
              events.add(event);
            } else if (record instanceof LogLine line) {
              others.add(line);
            } else if (record instanceof BackendLine line) {
              backendLines.add(line);
            } else if (record instanceof QmpMessage message) {
              qmp.add(message.of(participant));
            } else {
              dropped |= record instanceof DroppedEvents;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    logs.add(new ProcessLog(participant, true, 0, dropped, events, others));
    if (!backendLines.isEmpty()) {
      logs.add(ProcessLog.ofBackEnd(backendLines));
    }
    return this;
  }

  /** QMP messages of a participant, as JSON; those that it answers with begin with {@code <}. */
  Make qmp(String who, String... messages) {
    StringBuilder text = new StringBuilder();
    for (String message : messages) {
      boolean in = message.startsWith("<");
      text.append("{\"t_ns\": ")
          .append(Wire.BEGIN + qmp.size())
          .append(", \"who\": \"")
          .append(who);
      text.append("\", \"dir\": \"").append(in ? "in" : "out").append("\", \"msg\": ");
      text.append(in ? message.substring(1) : message).append("}\n");
    }
    try {
      new QmpReader(ReadOptions.of("qmp.jsonl", d -> {}))
          .read(
              new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)),
              record -> qmp.add((QmpMessage) record));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A stream with a device. */
  Make stream(StateOf state, StreamDescriptor... descriptors) {
    StreamSummary summary =
        new StreamSummary(
            StreamOutcome.COMPLETE,
            new Coverage(0, 0, 0, 0),
            "",
            List.of(),
            4096,
            null,
            List.of(descriptors),
            List.of(state.reading()),
            0);
    streams.add(
        new StreamFacts(
            "stream.bin", 1, summary, List.of(state.device()), List.of(state.section())));
    return this;
  }

  /** A descriptor that a message passed. */
  Make passed(String identity, String message) {
    return descriptor(Descriptor.DescriptorChannel.SOCKET, identity, message, null);
  }

  /** A descriptor that the stream hands over. */
  Make handedOver(String identity, String field, Origin origin) {
    return descriptor(Descriptor.DescriptorChannel.STREAM, identity, field, origin);
  }

  private Make descriptor(
      Descriptor.DescriptorChannel channel, String identity, String purpose, Origin origin) {
    Evidence there = new Evidence("file", 1, 0, purpose);
    descriptors.add(
        new Descriptor(
            descriptors.size(),
            channel,
            "eventfd",
            Identity.parse(identity),
            origin,
            purpose,
            1,
            Descriptor.DescriptorState.SENT,
            List.of(
                new Descriptor.Sighting(
                    "", Descriptor.SightingKind.ON_THE_WIRE, OptionalInt.empty(), -1, there))));
    return this;
  }

  Make window(Window window) {
    windows.add(window);
    return this;
  }

  /** A stop in a switchover, with all requests of the last connection for the base of a ring. */
  Make leaves(String device) {
    Connection connection = connections.get(connections.size() - 1);
    String id = "w" + (windows.size() + 1);
    for (SessionStep step : connection.session().steps()) {
      boolean asks = step.message().row() == Request.GET_VRING_BASE;
      if (asks && step.role() == SessionStep.MessageRole.REQUEST) {
        messages.add(
            new WireMark(
                step.message().timeNs(),
                connection.label(),
                "src",
                Request.GET_VRING_BASE.name(),
                step.decoded().queue(),
                step.message().direction(),
                id,
                step.number(),
                EvidencePlaces.of(step)));
      }
    }
    return window(
        new Window(
            id,
            Role.SOURCE,
            "src",
            device,
            Window.WindowKind.STOP,
            1,
            2,
            1,
            Phase.SWITCHOVER,
            Transfer.NO,
            "",
            false,
            false,
            List.of(),
            List.of()));
  }

  /** A migration from src to dst, as both sides tell of it, at no known time. */
  Make attempt(Attempt.AttemptOutcome outcome) {
    return attempt(outcome, outcome);
  }

  /** A migration of which the two sides tell different things. */
  Make attempt(Attempt.AttemptOutcome sent, Attempt.AttemptOutcome received) {
    attempts.add(
        new Attempt(
            attempts.size() + 1, "src", "dst", -1, -1, received, "", end(sent), end(received)));
    return this;
  }

  /** A migration from src to dst, as both sides tell of it, at a known time. */
  Make attempt(Attempt.AttemptOutcome outcome, long beginNs, long endNs) {
    int number = attempts.size() + 1;
    attempts.add(
        new Attempt(number, "src", "dst", beginNs, endNs, outcome, "", end(outcome), end(outcome)));
    return this;
  }

  private static Attempt.End end(Attempt.AttemptOutcome outcome) {
    return new Attempt.End(-1, -1, outcome, new Evidence("state.log", 1, 0, outcome.label()));
  }

  /** A run that was analysed, of the log of a source. */
  static CheckedRun analysed(String... lines) {
    try {
      Path file = Files.createTempFile("analysed", ".log");
      Files.writeString(file, timed(lines));
      Input input = new Input(file, "src.log", InputKind.QEMU_LOG, InputRole.TRACE, "src");
      CheckedRun run = CheckedRun.of(new Capture("test", List.of("src"), List.of(input)));
      Files.delete(file);
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String timed(String... lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines.length; i++) {
      text.append(String.format("2026-11-23T08:%02d:%02d.000000Z %s%n", i / 60, i % 60, lines[i]));
    }
    return text.toString();
  }

  CheckedRun build() {
    Migration migration =
        new Migration(
            "test",
            List.of(),
            attempts,
            List.of(),
            windows,
            List.of(),
            List.of(),
            messages,
            descriptors,
            List.of(),
            List.of(),
            List.of());
    return new CheckedRun("test", migration, connections, logs, qmp, streams);
  }
}
