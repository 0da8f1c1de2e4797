// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.ReadOptions;
import dev.vtrace.decoder.trace.log.QmpReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes messages from a connection, on one line or on many, as they come. */
final class QmpMessages {
  /** Longest message that is believed; query-qmp-schema answers with 200 KiB. */
  private static final int LONGEST = 16 << 20;

  private final JsonParser parser;

  QmpMessages(InputStream in) throws IOException {
    parser = new JsonFactory().createParser(in);
  }

  /** A message and its JSON on one line. */
  record Received(QmpMessage message, byte[] json) {}

  /**
   * Waits for the next message.
   *
   * @return null at the end of the connection
   * @throws QmpException if what comes is no QMP
   * @throws IOException if the connection breaks
   */
  @Nullable Received next() throws IOException {
    byte[] json;
    try {
      JsonToken token = parser.nextToken();
      if (token == null) {
        return null;
      }
      if (token != JsonToken.START_OBJECT) {
        throw notQmp(parser.getText());
      }
      json = copy();
    } catch (JsonProcessingException e) {
      throw notQmp(e.getOriginalMessage());
    } catch (CharConversionException e) {
      throw notQmp("the text is not UTF-8");
    }
    List<QmpMessage> one = new ArrayList<>(1);
    new QmpReader(ReadOptions.of("", diagnostic -> {}))
        .read(
            new ByteArrayInputStream(json),
            record -> {
              if (record instanceof QmpMessage message) {
                one.add(message);
              }
            });
    if (one.isEmpty()) {
      throw notQmp(new String(json, 0, Math.min(json.length, 80), StandardCharsets.UTF_8));
    }
    return new Received(one.get(0), json);
  }

  private byte[] copy() throws IOException {
    Bounded out = new Bounded();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.copyCurrentStructure(parser);
    }
    return out.bytes();
  }

  private static QmpException notQmp(String what) {
    String shown = what.length() > 80 ? what.substring(0, 80) + "..." : what;
    return new QmpException(
        QmpException.QmpFailure.LOST, "what it sends is not QMP: " + Plain.text(shown));
  }

  /** Takes as much as is believed. */
  private static final class Bounded extends OutputStream {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int at, int count) throws IOException {
      if (kept.size() + count > LONGEST) {
        throw notQmp("a message longer than " + (LONGEST >> 20) + " MiB");
      }
      kept.write(bytes, at, count);
    }

    byte[] bytes() {
      return kept.toByteArray();
    }
  }
}
