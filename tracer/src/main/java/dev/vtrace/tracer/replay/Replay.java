// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.replay;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.bytes.PrivateFolder;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureDescription;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.Sides;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.socket.PcapngWriter;
import dev.vtrace.tracer.proxy.MigrationProxy;
import dev.vtrace.tracer.proxy.VhostUserProxy;
import dev.vtrace.tracer.recording.CaptureDirectory;
import dev.vtrace.tracer.recording.RecordedFile;
import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.sys.Address;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Plays a capture again and records it with the proxies.
 *
 * @param original what the original tells
 * @param replayed what the new capture tells
 * @param messages that were sent
 * @param descriptors that were sent
 * @param processes who played what
 * @param differences where the new capture is not the same as the original, a sentence each
 */
public record Replay(
    Migration original,
    Migration replayed,
    long messages,
    long descriptors,
    Map<String, Long> processes,
    List<String> differences) {
  /** No descriptor is exchanged. */
  public static final int NO_SWAP = -1;

  private static final String SOCKET_ENDING = ".pcapng";

  /**
   * Plays a capture.
   *
   * @param target directory of the new capture, which is made
   * @param tool the program that records, with its version
   * @param swap number of a descriptor of a stream in the ledger that changes places with another
   *     one of its kind, or {@link #NO_SWAP}
   * @param notes takes sentences for people, from any thread
   * @throws IOException if it cannot be played; the message says why
   */
  public static Replay of(
      Capture capture, Path target, String tool, int swap, Consumer<String> notes)
      throws IOException {
    ReplaySource recording = new ReplaySource(capture);
    if (recording.traffic().isEmpty() && capture.with(InputRole.STREAM).isEmpty()) {
      throw new IOException(capture.name() + ": holds neither vhost-user traffic nor a stream");
    }
    try (PrivateFolder temporary = PrivateFolder.create()) {
      Path folder = temporary.path();
      Path files = Files.createDirectory(folder.resolve("files"));
      ObjectIdentities identities = new ObjectIdentities(recording.migration(), files);
      checkSwap(recording, identities, swap);
      List<RecordedStream> streams = recording.streams(identities, swap);
      Path raw = folder.resolve("raw");
      try (ReplayStage stage = new ReplayStage(folder, identities)) {
        CaptureDirectory made = CaptureDirectory.create(target, tool);
        try (made) {
          play(recording, streams, stage, raw, folder, tool, notes);
          assemble(recording, streams, raw, made);
        } catch (IOException e) {
          made.discardIfEmpty();
          throw e;
        }
        Capture again = CaptureFolder.open(target);
        Migration replayed = Analysis.of(again);
        return new Replay(
            recording.migration(),
            replayed,
            stage.messages(),
            stage.descriptors(),
            stage.processes(),
            CaptureComparison.differences(capture, again, recording.migration(), replayed));
      }
    }
  }

  private static void checkSwap(ReplaySource recording, ObjectIdentities identities, int swap)
      throws IOException {
    if (swap == NO_SWAP) {
      return;
    }
    List<Integer> known = new ArrayList<>();
    for (Input input : recording.capture().with(InputRole.DESCRIPTORS)) {
      known.addAll(identities.beside(input.name()));
    }
    if (!known.contains(swap)) {
      throw new IllegalArgumentException(
          known.isEmpty()
              ? "no descriptor was recorded beside a stream, so none can be exchanged"
              : "descriptor "
                  + swap
                  + " was not recorded beside a stream; those from "
                  + known.get(0)
                  + " to "
                  + known.get(known.size() - 1)
                  + " were");
    }
  }

  private static void play(
      ReplaySource recording,
      List<RecordedStream> streams,
      ReplayStage stage,
      Path raw,
      Path folder,
      String tool,
      Consumer<String> notes)
      throws IOException {
    List<Closeable> proxies = new ArrayList<>();
    try (CaptureDirectory capture = CaptureDirectory.create(raw, tool)) {
      Recorder recorder = new Recorder(capture, notes);
      try {
        int file = 0;
        for (Input input : recording.traffic()) {
          VhostUserProxy proxy =
              new VhostUserProxy(
                  new Address.Unix(ReplayStage.front(folder, file)),
                  new Address.Unix(ReplayStage.back(folder, file)),
                  recorder,
                  socketFile(input),
                  notes);
          proxy.start();
          proxies.add(proxy);
          file++;
        }
        int migration = 0;
        for (RecordedStream stream : streams) {
          MigrationProxy proxy =
              new MigrationProxy(
                  new Address.Unix(ReplayStage.out(folder, migration)),
                  new Address.Unix(ReplayStage.in(folder, migration)),
                  recorder,
                  stream.input().group(),
                  notes,
                  null);
          proxy.start();
          proxies.add(proxy);
          migration++;
        }
        stage.play(Script.of(recording.conversations(), streams));
      } finally {
        for (Closeable proxy : proxies) {
          proxy.close();
        }
        recorder.close();
      }
    }
  }

  private static String socketFile(Input input) {
    String name = input.path().getFileName().toString();
    int dot = name.indexOf('.');
    return (dot < 0 ? name : name.substring(0, dot)) + SOCKET_ENDING;
  }

  /** What the proxies recorded, with the times of the original, and the rest of the original. */
  private static void assemble(
      ReplaySource recording, List<RecordedStream> streams, Path raw, CaptureDirectory made)
      throws IOException {
    for (String name : recording.capture().participants()) {
      String role = Sides.isSource(name) ? Sides.SOURCE : "";
      role = Sides.isDestination(name) ? Sides.DESTINATION : role;
      made.participant(new CaptureDescription.Process(name, role, "", "realtime"));
    }
    for (Input input : recording.capture().inputs()) {
      String name = input.path().getFileName().toString();
      switch (input.role()) {
        case SOCKET -> traffic(input, raw.resolve(socketFile(input)), made);
        case STREAM -> {
          copy(
              raw.resolve(input.group() + "stream.bin"), input.group() + "stream.bin", input, made);
          back(raw, input.group() + "return-path.bin", made);
        }
        case DESCRIPTORS -> descriptors(input, streams, raw, made);
        default -> {
          if (!name.endsWith("return-path.bin")) {
            copy(input.path(), name, input, made);
          }
        }
      }
    }
  }

  private static void traffic(Input input, Path raw, CaptureDirectory made) throws IOException {
    try (RecordedFile file =
            made.file(
                raw.getFileName().toString(),
                InputRole.SOCKET,
                InputKind.PCAPNG.label(),
                input.participant());
        PcapngWriter out = new PcapngWriter(file)) {
      Restamp.traffic(
          input.name(),
          ReplaySource.records(input.kind(), input.name(), input.path()),
          ReplaySource.records(InputKind.PCAPNG, input.name(), raw),
          out);
    }
  }

  private static void descriptors(
      Input input, List<RecordedStream> streams, Path raw, CaptureDirectory made)
      throws IOException {
    String name = input.group() + "stream.fds.jsonl";
    Path recorded = raw.resolve(name);
    for (RecordedStream stream : streams) {
      if (stream.input().group().equals(input.group()) && Files.exists(recorded)) {
        List<String> lines = Restamp.descriptors(Files.readAllLines(recorded), stream.entries());
        try (RecordedFile file =
            made.file(name, InputRole.DESCRIPTORS, input.kind().label(), input.participant())) {
          for (String line : lines) {
            file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
          }
        }
      }
    }
  }

  private static void back(Path raw, String name, CaptureDirectory made) throws IOException {
    if (Files.exists(raw.resolve(name))) {
      try (RecordedFile file = made.file(name, InputRole.OTHER, "return path", "")) {
        Files.copy(raw.resolve(name), file);
      }
    }
  }

  private static void copy(Path from, String name, Input input, CaptureDirectory made)
      throws IOException {
    try (RecordedFile file =
        made.file(name, input.role(), input.kind().label(), input.participant())) {
      Files.copy(from, file);
    }
  }
}
