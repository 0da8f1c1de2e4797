// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes conversations as JSON lines, those of several QEMUs into one file, in the form that {@link
 * dev.vtrace.decoder.trace.log.QmpReader} reads: {@code {"t_ns": 1, "who": "source", "dir": "out",
 * "msg": {...}}}. Safe for use by several threads.
 */
public final class QmpTranscript {
  private static final JsonFactory JSON = new JsonFactory();

  private final WireOpener opener;
  private OutputStream out;
  private long lost;

  /** Where the lines go. */
  public interface WireOpener {
    OutputStream open() throws IOException;
  }

  /**
   * @param opener is asked when there is something to write; gets one line a call. What it refuses
   *     is counted in {@link #lost}, since a full disk must not end a conversation
   */
  public QmpTranscript(WireOpener opener) {
    this.opener = opener;
  }

  /** A transcript that nobody wants to keep. */
  public static QmpTranscript none() {
    return new QmpTranscript(OutputStream::nullOutputStream);
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
    } catch (IOException e) {
      lost++;
    }
  }

  /** Messages that could not be written. */
  public synchronized long lost() {
    return lost;
  }
}
