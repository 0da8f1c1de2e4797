// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.capture.CaptureDescription.RecordedGap;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.tracer.recording.CaptureDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes conversations as JSON lines, those of several QEMUs into one file, in the form that {@link
 * dev.vtrace.decoder.trace.log.QmpReader} reads: {@code {"t_ns": 1, "who": "source", "dir": "out",
 * "msg": {...}}}. Safe for use by several threads.
 */
public final class QmpTranscript {
  private static final JsonFactory JSON = new JsonFactory();

  private static final String FILE = "qmp.jsonl";

  private final WireOpener opener;
  private final Consumer<RecordedGap> gaps;
  private @Nullable OutputStream out;
  private boolean failing;

  /** Where the lines go. */
  interface WireOpener {
    OutputStream open() throws IOException;
  }

  /**
   * @param opener is asked when there is something to write; gets one line a call
   * @param gaps is told what the opener or its stream refuses, since a full disk must not end a
   *     conversation: once for each row of messages that are lost
   */
  QmpTranscript(WireOpener opener, Consumer<RecordedGap> gaps) {
    this.opener = opener;
    this.gaps = gaps;
  }

  /**
   * A transcript in a capture, made with its first message.
   *
   * @param participant the QEMU that it is about; empty for that of several
   */
  public static QmpTranscript in(CaptureDirectory capture, String participant) {
    return new QmpTranscript(
        () -> capture.file(FILE, InputRole.QMP, InputKind.QMP.label(), participant), capture::gap);
  }

  /** A transcript that nobody wants to keep. */
  public static QmpTranscript none() {
    return new QmpTranscript(OutputStream::nullOutputStream, gap -> {});
  }

  synchronized void add(String who, boolean outgoing, byte[] message) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(message.length + 96);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      Instant now = Instant.now();
      json.writeStartObject();
      json.writeNumberField("t_ns", now.getEpochSecond() * 1_000_000_000L + now.getNano());
      json.writeStringField("who", who);
      json.writeStringField("dir", outgoing ? "out" : "in");
      json.writeFieldName("msg");
      json.writeRawValue(new String(message, StandardCharsets.UTF_8));
      json.writeEndObject();
      json.writeRaw('\n');
      json.flush();
      if (out == null) {
        out = opener.open();
      }
      out.write(line.toByteArray());
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        gaps.accept(
            new RecordedGap(FILE, -1, -1, "QMP messages could not be written: " + e.getMessage()));
      }
    }
  }
}
