// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.runlog.LogEntry;
import dev.vtrace.decoder.runlog.ShownPlace;
import dev.vtrace.decoder.runlog.ShownPlace.ShownBytes;
import dev.vtrace.decoder.runlog.ShownPlace.ShownField;
import dev.vtrace.decoder.runlog.ShownPlace.ShownLine;
import dev.vtrace.decoder.runlog.ShownPlace.ShownOperation;
import dev.vtrace.decoder.stream.Section;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes a place of evidence in its context as JSON of format {@code vtrace-show/1}. The schema is
 * the resource {@code vtrace-show-1.schema.json}.
 */
public final class ShowJson {
  private final JsonGenerator out;

  private ShowJson(JsonGenerator out) {
    this.out = out;
  }

  /** Writes it to a stream that the caller closes. */
  public static void write(OutputStream target, ShownPlace place) throws IOException {
    JsonGenerator out = Json.generator(target);
    new ShowJson(out).write(place);
    out.writeRaw('\n');
    out.flush();
  }

  private void write(ShownPlace place) throws IOException {
    out.writeStartObject();
    out.writeStringField("format", "vtrace-show/1");
    out.writeStringField("place", place.location());
    if (place.input() != null) {
      out.writeStringField("file", place.input().name());
      out.writeStringField("kind", place.input().kind().label());
      out.writeStringField("participant", place.input().participant());
    }
    out.writeArrayFieldStart("lines");
    for (ShownLine line : place.lines()) {
      out.writeStartObject();
      out.writeNumberField("line", line.number());
      out.writeStringField("text", line.text());
      out.writeBooleanField("cut", line.cut());
      out.writeBooleanField("wanted", line.wanted());
      out.writeEndObject();
    }
    out.writeEndArray();
    entries("before", place.before());
    entries("entries", place.entries());
    entries("after", place.after());
    if (place.stream() != null) {
      stream(place.stream());
    }
    operations(place);
    out.writeEndObject();
  }

  private void entries(String name, List<LogEntry> entries) throws IOException {
    out.writeArrayFieldStart(name);
    for (LogEntry entry : entries) {
      LogJson.object(out, entry);
    }
    out.writeEndArray();
  }

  private void stream(ShownBytes stream) throws IOException {
    out.writeObjectFieldStart("stream");
    Section section = stream.section();
    if (section != null) {
      out.writeObjectFieldStart("section");
      out.writeStringField("name", section.name());
      out.writeStringField("kind", section.kind().label());
      out.writeNumberField("offset", section.offset());
      out.writeNumberField("length", section.length());
      out.writeEndObject();
    }
    out.writeArrayFieldStart("fields");
    for (ShownField each : stream.fields()) {
      out.writeStartObject();
      out.writeStringField("path", each.path());
      out.writeStringField("type", each.field().type());
      out.writeNumberField("offset", each.field().offset());
      out.writeNumberField("length", each.field().length());
      out.writeStringField("value", FieldText.describe(each.field()));
      out.writeBooleanField("wanted", each.wanted());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeNumberField("offset", stream.offset());
    out.writeStringField("bytes", Hex.digits(stream.bytes()));
    out.writeEndObject();
  }

  private void operations(ShownPlace place) throws IOException {
    out.writeArrayFieldStart("operations");
    for (ShownOperation each : place.operations()) {
      Operation operation = each.operation();
      out.writeStartObject();
      out.writeStringField("window", each.window().id());
      out.writeStringField("participant", each.window().participant());
      out.writeStringField("device", each.window().device());
      out.writeStringField("operation", operation.name());
      if (operation.queue() >= 0) {
        out.writeNumberField("queue", operation.queue());
      }
      out.writeStringField("verdict", operation.verdict().label());
      out.writeStringField("why", operation.why());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("findings");
    for (Problem problem : place.problems()) {
      out.writeStartObject();
      out.writeStringField("code", problem.code().code());
      out.writeStringField("severity", problem.severity().label());
      out.writeStringField("message", problem.message());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
