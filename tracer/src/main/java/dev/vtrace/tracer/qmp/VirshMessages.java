// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What virsh is given and what it prints, as messages of QMP. */
final class VirshMessages {
  static final String QUERY_VERSION = "{\"execute\":\"query-version\"}";

  private static final JsonFactory JSON = new JsonFactory();

  /** {@code 2026-11-30 07:43:12.456+0000: event STOP for domain 'vm1': <null>}. */
  private static final Pattern EVENT =
      Pattern.compile("^(\\S++ \\S+): event (\\w++) for domain .*?': (.*+)");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSxx");

  private VirshMessages() {}

  /**
   * A command of ours.
   *
   * @param json without the id
   */
  record SentCommand(String name, String id, String json) {
    static SentCommand of(byte[] text) throws IOException {
      String name = "";
      String id = "";
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (JsonParser json = JSON.createParser(text);
          JsonGenerator copy = JSON.createGenerator(out)) {
        json.nextToken();
        copy.writeStartObject();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String field = json.currentName();
          json.nextToken();
          if (field.equals("id")) {
            id = json.getText();
            continue;
          }
          name = field.equals("execute") ? json.getText() : name;
          copy.writeFieldName(field);
          copy.copyCurrentStructure(json);
        }
        copy.writeEndObject();
      }
      return new SentCommand(name, id, out.toString(StandardCharsets.UTF_8));
    }
  }

  /** The greeting of a QEMU that gave this answer to the question for its version; else empty. */
  static String greeting(String answer) throws IOException {
    try (JsonParser json = JSON.createParser(answer)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean version = json.currentName().equals("return");
        json.nextToken();
        if (version) {
          return object(
              out -> {
                out.writeObjectFieldStart("QMP");
                out.writeFieldName("version");
                out.copyCurrentStructure(json);
                out.writeArrayFieldStart("capabilities");
                out.writeEndArray();
                out.writeEndObject();
              });
        }
        json.skipChildren();
      }
    }
    return "";
  }

  /** The answer to a command that has nothing to say. */
  static String accepted(String id) throws IOException {
    return object(
        out -> {
          out.writeObjectFieldStart("return");
          out.writeEndObject();
          out.writeStringField("id", id);
        });
  }

  /** An answer with the id of the command of ours, in place of the one that libvirt gave it. */
  static String withId(String answer, String id) throws IOException {
    try (JsonParser json = JSON.createParser(answer)) {
      return object(
          out -> {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
              String field = json.currentName();
              json.nextToken();
              if (!field.equals("id")) {
                out.writeFieldName(field);
                out.copyCurrentStructure(json);
              }
            }
            out.writeStringField("id", id);
          });
    }
  }

  /** The answer to a command that virsh did not take. */
  static String refusal(String id, String why) throws IOException {
    return object(
        out -> {
          out.writeStringField("id", id);
          out.writeObjectFieldStart("error");
          out.writeStringField("class", "GenericError");
          out.writeStringField("desc", why);
          out.writeEndObject();
        });
  }

  /**
   * The event of a line as QMP has it; empty for other lines. Data that is no JSON object, and a
   * time of another form, are left out.
   */
  static String event(String line) throws IOException {
    Matcher matcher = EVENT.matcher(line);
    if (!matcher.matches()) {
      return "";
    }
    String data = data(matcher.group(3));
    Instant time = time(matcher.group(1));
    return object(
        out -> {
          out.writeStringField("event", matcher.group(2));
          if (!data.isEmpty()) {
            out.writeFieldName("data");
            out.writeRawValue(data);
          }
          if (time != null) {
            out.writeObjectFieldStart("timestamp");
            out.writeNumberField("seconds", time.getEpochSecond());
            out.writeNumberField("microseconds", time.getNano() / 1000);
            out.writeEndObject();
          }
        });
  }

  private static String data(String text) {
    if (!text.startsWith("{")) {
      return "";
    }
    try {
      return QmpValue.Raw.object(text).json();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static @Nullable Instant time(String text) {
    try {
      return OffsetDateTime.parse(text, TIME).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Writes the fields of an object. */
  @FunctionalInterface
  private interface ObjectFields {
    void write(JsonGenerator out) throws IOException;
  }

  private static String object(ObjectFields fields) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
