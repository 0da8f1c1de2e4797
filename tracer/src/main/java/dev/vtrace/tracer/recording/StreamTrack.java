// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.capture.CaptureDescription;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.tracer.identity.DescriptorIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one direction of a migration's connection as it is, each byte at its offset, and beside it
 * the descriptors as JSON lines. What could not be recorded is a hole, so that all offsets hold.
 * Which file it is shows in the first bytes.
 */
public final class StreamTrack implements Track {
  /** Bytes that tell a stream from a side channel. */
  private static final int ENOUGH = 4;

  /** More is not kept in memory until it is known where it goes. */
  private static final int MOST_HELD = 1 << 20;

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * The file that a channel goes to.
   *
   * @param descriptors the file for its descriptors, made when there is one
   */
  public record ChannelFile(
      String name, InputRole role, String kind, String descriptors, boolean main) {}

  /** Tells where a channel goes. */
  public interface Chooser {
    /**
     * Called by the recorder's thread until it has an answer.
     *
     * @param head the first bytes, fewer than four where the channel ends after them
     * @param last whether there must be an answer now
     * @return where to write it, or null if that is not known yet
     */
    @Nullable ChannelFile choose(byte[] head, boolean last);
  }

  private final Recorder recorder;
  private final Chooser chooser;
  private final Consumer<RecordedFile> opened;
  private final List<Chunk> held = new ArrayList<>();
  private int heldBytes;
  private @Nullable ChannelFile target;
  private @Nullable RecordedFile file;
  private @Nullable RecordedFile descriptors;
  private long expected;
  private int listed;
  private boolean lost;
  private long lostFrom;
  private String lostWhy = "";

  /**
   * A track for one direction.
   *
   * @param opened is told the file of a main stream when there is one
   */
  public StreamTrack(Recorder recorder, Chooser chooser, Consumer<RecordedFile> opened) {
    this.recorder = recorder;
    this.chooser = chooser;
    this.opened = opened;
  }

  @Override
  public void write(Chunk chunk) throws IOException {
    if (chunk.offset() != expected) {
      lose(expected, "the disk was too slow");
    }
    expected = chunk.offset() + chunk.bytes().length;
    if (target != null) {
      put(target, chunk);
      return;
    }
    held.add(chunk);
    heldBytes += chunk.bytes().length;
    if (heldBytes >= ENOUGH) {
      choose(heldBytes > MOST_HELD);
    }
  }

  private void choose(boolean last) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (Chunk chunk : held) {
      head.write(chunk.bytes(), 0, Math.min(ENOUGH - head.size(), chunk.bytes().length));
    }
    ChannelFile chosen = chooser.choose(head.toByteArray(), last);
    target = chosen;
    if (chosen != null) {
      List<Chunk> chunks = List.copyOf(held);
      held.clear();
      for (Chunk chunk : chunks) {
        put(chosen, chunk);
      }
    }
  }

  private void put(ChannelFile to, Chunk chunk) throws IOException {
    try {
      file(to).writeAt(chunk.offset(), chunk.bytes(), 0, chunk.bytes().length);
      found(to, chunk.offset());
      if (!chunk.fds().isEmpty()) {
        byte[] line = line(chunk);
        list(to).write(line, 0, line.length);
      }
    } catch (IOException e) {
      lose(chunk.offset(), String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private RecordedFile file(ChannelFile to) throws IOException {
    if (file == null) {
      file = recorder.capture().file(to.name(), to.role(), to.kind(), "");
      if (to.main()) {
        opened.accept(file);
      }
    }
    return file;
  }

  private RecordedFile list(ChannelFile to) throws IOException {
    if (descriptors == null) {
      descriptors =
          recorder
              .capture()
              .file(
                  to.descriptors(),
                  to.main() ? InputRole.DESCRIPTORS : InputRole.OTHER,
                  "stream descriptors (JSON lines)",
                  "");
    }
    return descriptors;
  }

  private void lose(long from, String why) {
    if (!lost) {
      lost = true;
      lostFrom = from;
      lostWhy = why;
    }
  }

  private void found(ChannelFile to, long until) {
    if (lost) {
      lost = false;
      recorder
          .capture()
          .gap(
              new CaptureDescription.RecordedGap(
                  to.name(), lostFrom, until - lostFrom, "not recorded: " + lostWhy));
    }
  }

  private byte[] line(Chunk chunk) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("idx", listed++);
      json.writeNumberField("fd_byte_off", chunk.offset());
      json.writeNumberField("nfds", chunk.fds().size());
      json.writeArrayFieldStart("kinds");
      for (DescriptorIdentity fd : chunk.fds()) {
        json.writeString(
            fd.kind() == DescriptorIdentity.IdentityKind.SOCKET ? "socket" : fd.link());
      }
      json.writeEndArray();
      json.writeNumberField("byte", chunk.bytes()[0] & 0xff);
      json.writeNumberField("chunk_off", chunk.offset());
      json.writeNumberField("chunk_len", chunk.bytes().length);
      json.writeNumberField("t_ns", chunk.timeNs());
      json.writeNumberField("mono_ns", chunk.monotonicNs());
      json.writeNumberField("pid", chunk.sender());
      json.writeArrayFieldStart("fds");
      for (DescriptorIdentity fd : chunk.fds()) {
        identity(json, fd);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    line.write('\n');
    return line.toByteArray();
  }

  private static void identity(JsonGenerator json, DescriptorIdentity fd) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", fd.kind().label());
    if (!fd.memoryName().isEmpty()) {
      json.writeStringField("name", fd.memoryName());
    }
    number(json, "eventfd_id", fd.eventfd());
    number(json, "inode", fd.inode());
    number(json, "peer", fd.peer());
    number(json, "dev", fd.device());
    number(json, "size", fd.size());
    json.writeEndObject();
  }

  private static void number(JsonGenerator json, String name, long value) throws IOException {
    if (value >= 0) {
      json.writeNumberField(name, value);
    }
  }

  @Override
  public void end(long end, String why) throws IOException {
    if (target == null && !held.isEmpty()) {
      choose(true);
    }
    if (end != expected) {
      lose(expected, "the disk was too slow");
    }
    if (target != null) {
      found(target, end);
    }
    if (file != null) {
      file.close();
    }
    if (descriptors != null) {
      descriptors.close();
    }
  }
}
