// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.Sides;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.stream.DescriptorLogReader;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.TraceRecord;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.trace.input.TraceReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be played: the sockets and streams of a capture. */
final class ReplaySource {
  private final Capture capture;
  private final Migration migration;
  private final List<ReplayedConnection> conversations = new ArrayList<>();

  ReplaySource(Capture capture) throws IOException {
    this.capture = capture;
    this.migration = Analysis.of(capture);
    int file = 0;
    for (Input input : traffic()) {
      conversations(input, file++);
    }
  }

  Capture capture() {
    return capture;
  }

  Migration migration() {
    return migration;
  }

  /** Files with vhost-user traffic. */
  List<Input> traffic() {
    return capture.with(InputRole.SOCKET);
  }

  List<ReplayedConnection> conversations() {
    return conversations;
  }

  private void conversations(Input input, int file) throws IOException {
    Map<String, List<TraceRecord>> found = new LinkedHashMap<>();
    for (TraceRecord record : records(input.kind(), input.name(), input.path())) {
      found.computeIfAbsent(connection(record), each -> new ArrayList<>()).add(record);
    }
    String owner = input.participant().isEmpty() ? source() : input.participant();
    found.forEach(
        (name, records) -> conversations.add(new ReplayedConnection(file, name, owner, records)));
  }

  /** All records of a file with traffic. */
  static List<TraceRecord> records(InputKind kind, String name, Path path) throws IOException {
    List<TraceRecord> out = new ArrayList<>();
    ReadOptions options = ReadOptions.of(name, diagnostic -> {});
    try (ByteSource source = Inputs.open(path)) {
      TraceReaders.wire(kind, options).orElseThrow().read(source, out::add);
    }
    return out;
  }

  static String connection(TraceRecord record) {
    if (record instanceof WireMessage message) {
      return message.connection();
    }
    return record instanceof WireEvent event ? event.connection() : "";
  }

  private String source() {
    for (Attempt attempt : migration.attempts()) {
      if (!attempt.source().isEmpty()) {
        return attempt.source();
      }
    }
    return capture.participants().isEmpty() ? Sides.SOURCE : capture.participants().get(0);
  }

  /** The streams, with what each descriptor is. */
  List<RecordedStream> streams(ObjectIdentities identities, int swap) throws IOException {
    List<RecordedStream> out = new ArrayList<>();
    for (ReplayedConnection conversation : conversations) {
      frontEnd(conversation, identities);
    }
    for (Input input : capture.with(InputRole.STREAM)) {
      Attempt attempt =
          out.size() < migration.attempts().size() ? migration.attempts().get(out.size()) : null;
      Input beside = beside(input);
      List<DescriptorLog.LoggedDescriptor> entries = beside == null ? List.of() : entries(beside);
      List<Integer> indexes = beside == null ? List.of() : identities.beside(beside.name());
      List<RecordedObject> chosen = things(identities, indexes, swap);
      String from = attempt == null || attempt.source().isEmpty() ? source() : attempt.source();
      String to = attempt == null ? "" : attempt.destination();
      boolean over =
          attempt == null
              || attempt.outcome() == Attempt.AttemptOutcome.COMPLETED
              || attempt.outcome() == Attempt.AttemptOutcome.UNKNOWN;
      out.add(
          new RecordedStream(
              input,
              entries,
              chosen.size() == entries.size() ? chosen : List.of(),
              returnPath(input),
              from,
              to.isEmpty() || to.equals(from) ? Sides.DESTINATION : to,
              over,
              attempt == null ? -1 : attempt.beginNs()));
    }
    return out;
  }

  private static void frontEnd(ReplayedConnection conversation, ObjectIdentities identities) {
    for (TraceRecord record : conversation.records()) {
      if (record instanceof WireEvent event && event.kind() == WireEvent.WireEventKind.FRONT_END) {
        identities.connection(Identity.parse(event.why()).otherEnd(), conversation.key());
      }
    }
  }

  /**
   * Where the sockets were not recorded, the n-th device that is handed over has the n-th of the
   * source's connections.
   */
  private List<RecordedObject> things(
      ObjectIdentities identities, List<Integer> indexes, int swap) {
    List<RecordedObject> out = new ArrayList<>();
    int device = 0;
    for (int index : indexes) {
      String connection = "";
      if (identities.isConnection(index) && device < conversations.size()) {
        connection = conversations.get(device++).key();
      }
      out.add(identities.streamed(index, connection));
    }
    int at = indexes.indexOf(swap);
    if (at >= 0) {
      int other = indexes.indexOf(identities.exchange(swap, indexes));
      RecordedObject mine = out.get(at);
      if (other >= 0) {
        out.set(at, out.get(other));
        out.set(other, mine);
      } else {
        out.set(
            at,
            new RecordedObject(mine.name() + " (swapped)", mine.kind(), mine.label(), mine.size()));
      }
    }
    return out;
  }

  private @Nullable Input beside(Input stream) {
    for (Input input : capture.with(InputRole.DESCRIPTORS)) {
      if (input.group().equals(stream.group())) {
        return input;
      }
    }
    return null;
  }

  private static List<DescriptorLog.LoggedDescriptor> entries(Input input) throws IOException {
    return DescriptorLogReader.read(input.name(), input.path()).entries();
  }

  private static @Nullable Path returnPath(Input stream) {
    String name = stream.path().getFileName().toString();
    int at = name.indexOf("stream");
    Path file =
        stream.path().resolveSibling(name.substring(0, Math.max(0, at)) + "return-path.bin");
    return at >= 0 && Files.isRegularFile(file) ? file : null;
  }
}
