// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;

/**
 * Arguments of commands: maps, lists, strings, integers and truth values, as the JSON that QEMU
 * wants.
 */
public final class QmpValue {
  private static final JsonFactory JSON = new JsonFactory();

  private QmpValue() {}

  /** JSON text that is passed on as it is. */
  public record Raw(String json) {
    /**
     * Checks a text that a person wrote.
     *
     * @throws IllegalArgumentException if it is not one JSON object; the message says what is wrong
     */
    public static Raw object(String text) {
      try (JsonParser parser = JSON.createParser(text)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw new IllegalArgumentException("'" + text + "' is not a JSON object");
        }
        parser.skipChildren();
        if (parser.nextToken() != null) {
          throw new IllegalArgumentException("more than one JSON object in '" + text + "'");
        }
      } catch (IOException e) {
        throw new IllegalArgumentException("'" + text + "' is not a JSON object", e);
      }
      return new Raw(text);
    }
  }

  /** A word of a command line: {@code on} and {@code true}, a decimal number, or a string. */
  public static Object of(String word) {
    switch (word) {
      case "on", "true":
        return true;
      case "off", "false":
        return false;
      default:
        break;
    }
    try {
      return Long.valueOf(word);
    } catch (NumberFormatException e) {
      return word;
    }
  }

  static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      json.writeStartArray();
      for (Object each : list) {
        write(json, each);
      }
      json.writeEndArray();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Raw raw) {
      json.writeRawValue(raw.json());
    } else {
      json.writeString(value.toString());
    }
  }
}
