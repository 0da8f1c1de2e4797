// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * What {@code capture.json} says about a capture, as it is written. {@link CaptureFolder} reads it.
 *
 * @param tool the program that wrote it, with its version
 */
public record CaptureDescription(
    String tool,
    List<Process> participants,
    List<DescribedFile> files,
    List<RecordedGap> gaps,
    List<RedactionCount> redactions) {
  static final String FORMAT = "vtrace-capture/1";

  public CaptureDescription {
    participants = List.copyOf(participants);
    files = List.copyOf(files);
    gaps = List.copyOf(gaps);
    redactions = List.copyOf(redactions);
  }

  /**
   * A QEMU.
   *
   * @param role {@code source}, {@code destination} or empty
   * @param version what it says of itself, empty if it was not asked
   * @param clock of its times, such as {@code realtime}; empty if not known
   * @param command its command line, quoted as for a shell; empty if not known
   */
  public record Process(String name, String role, String version, String clock, String command) {
    /** One of which the command line is not known. */
    public Process(String name, String role, String version, String clock) {
      this(name, role, version, clock, "");
    }
  }

  /**
   * One file.
   *
   * @param name relative to the description
   * @param participant the QEMU that it is about, or empty
   * @param size in bytes, -1 while it is being written
   * @param sha256 in hexadecimal, empty while it is being written
   */
  public record DescribedFile(
      String name, InputRole role, String kind, String participant, long size, String sha256) {}

  /**
   * What could not be recorded, because the disk was full or slow.
   *
   * @param file the file that lacks it
   * @param offset in the file, where it is known: in a stream the missing bytes are a hole there
   * @param bytes how many are missing, headers of messages with them
   * @param why one clause
   */
  public record RecordedGap(String file, long offset, long bytes, String why) {}

  /** How often something of a kind was replaced. */
  public record RedactionCount(String kind, long count) {}

  /** Writes it as JSON, and leaves the stream open. */
  public void write(OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("format", FORMAT);
      json.writeStringField("tool", tool);
      json.writeArrayFieldStart("participants");
      for (Process each : participants) {
        json.writeStartObject();
        json.writeStringField("name", each.name());
        optional(json, "role", each.role());
        optional(json, "version", each.version());
        optional(json, "clock", each.clock());
        optional(json, "command", each.command());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("files");
      for (DescribedFile each : files) {
        json.writeStartObject();
        json.writeStringField("name", each.name());
        json.writeStringField("role", each.role().label());
        json.writeStringField("kind", each.kind());
        optional(json, "participant", each.participant());
        if (each.size() >= 0) {
          json.writeNumberField("size", each.size());
        }
        optional(json, "sha256", each.sha256());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("gaps");
      for (RecordedGap each : gaps) {
        json.writeStartObject();
        json.writeStringField("file", each.file());
        json.writeNumberField("offset", each.offset());
        json.writeNumberField("bytes", each.bytes());
        json.writeStringField("why", each.why());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("redactions");
      for (RedactionCount each : redactions) {
        json.writeStartObject();
        json.writeStringField("kind", each.kind());
        json.writeNumberField("count", each.count());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void optional(JsonGenerator json, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }
}
