// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.devices.DescriptorLog;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.input.TraceReaders;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the migration streams that lie in system calls out as files, with the lists of their
 * descriptors: for what works on files, such as redaction.
 */
public final class ExtractedStreams {
  private ExtractedStreams() {}

  /**
   * The capture with its streams as files; the same capture where it has streams already, or none
   * in its system calls.
   *
   * @param folder an empty folder for the files
   */
  public static Capture of(Capture capture, Path folder) throws IOException {
    if (!capture.with(InputRole.STREAM).isEmpty()) {
      return capture;
    }
    List<Input> inputs = new ArrayList<>(capture.inputs());
    try (TracedStreams streams = new TracedStreams()) {
      collect(capture, streams);
      int number = 0;
      for (TracedStreams.TracedStream each : streams.streams()) {
        String before = ++number == 1 ? "" : number + "-";
        inputs.add(stream(each, folder.resolve(before + "stream.bin")));
        inputs.add(list(each, folder.resolve(before + "stream.fds.jsonl")));
      }
    }
    return inputs.size() == capture.inputs().size()
        ? capture
        : new Capture(capture.name(), capture.participants(), inputs);
  }

  /** What is done with a stream while it is there. */
  public interface StreamUse {
    void with(ByteSource source) throws IOException;
  }

  /**
   * Opens one stream that lies in system calls.
   *
   * @param name as {@link LoadedStream} has it
   * @throws IOException if there is none, or it cannot be read
   */
  public static void read(Capture capture, String name, StreamUse use) throws IOException {
    try (TracedStreams streams = new TracedStreams()) {
      collect(capture, streams);
      for (TracedStreams.TracedStream each : streams.streams()) {
        if (each.name().equals(name)) {
          try (ByteSource source = Inputs.open(each.file())) {
            use.with(source);
            return;
          }
        }
      }
    }
    throw new IOException(name + ": is no stream of this capture");
  }

  /** Reads one file of calls of each participant. */
  static void collect(Capture capture, TracedStreams streams) throws IOException {
    Set<String> seen = new HashSet<>();
    for (Input input : capture.inputs()) {
      if (input.kind() == InputKind.STRACE && seen.add(input.participant())) {
        streams.begin(input);
        ReadOptions silent = ReadOptions.of(input.name(), diagnostic -> {});
        try (ByteSource source = Inputs.open(input.path())) {
          TraceReaders.of(input.kind(), silent).orElseThrow().read(source, streams);
        }
      }
    }
  }

  private static Input stream(TracedStreams.TracedStream traced, Path to) throws IOException {
    Files.copy(traced.file(), to);
    return input(to, InputKind.MIGRATION_STREAM, InputRole.STREAM);
  }

  private static Input list(TracedStreams.TracedStream traced, Path to) throws IOException {
    try (OutputStream out = Files.newOutputStream(to);
        JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setRootValueSeparator(null);
      for (DescriptorLog.LoggedDescriptor each : traced.descriptors().entries()) {
        json.writeStartObject();
        json.writeNumberField("fd_byte_off", each.offset());
        json.writeNumberField("nfds", 1);
        json.writeArrayFieldStart("kinds");
        json.writeString(each.kind());
        json.writeEndArray();
        number(json, "t_ns", each.timeNs());
        json.writeArrayFieldStart("fds");
        identity(json, each.identity());
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
    return input(to, InputKind.DESCRIPTORS_JSON, InputRole.DESCRIPTORS);
  }

  private static void identity(JsonGenerator json, Identity identity) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", identity.kind().label());
    if (!identity.name().isEmpty()) {
      json.writeStringField("name", identity.name());
    }
    boolean counter = identity.kind() == Identity.DescriptorKind.EVENTFD;
    number(json, counter ? "eventfd_id" : "inode", identity.number());
    number(json, "dev", identity.device());
    number(json, "peer", identity.peer());
    number(json, "size", identity.size());
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, long value) throws IOException {
    if (value >= 0) {
      json.writeNumberField(name, value);
    }
  }

  private static Input input(Path file, InputKind kind, InputRole role) {
    return new Input(file, file.getFileName().toString(), kind, role, "");
  }
}
