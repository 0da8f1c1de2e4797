// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.vtrace.decoder.condition.ModelValue;
import dev.vtrace.decoder.runlog.EntryValue;
import dev.vtrace.decoder.runlog.LogEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The log of a run as JSON lines of format {@code vtrace-log/1}: an object with the name and the
 * notes, then one for each entry. The schema is the resource {@code vtrace-log-1.schema.json}.
 */
public final class LogJson implements LogView {
  private final JsonGenerator out;

  /** JSON lines for a stream that the caller closes. */
  public LogJson(OutputStream target) throws IOException {
    out = Json.generator(target);
    out.setPrettyPrinter(new MinimalPrettyPrinter(""));
  }

  @Override
  public void begin(String name, List<String> notes) throws IOException {
    out.writeStartObject();
    out.writeStringField("format", "vtrace-log/1");
    out.writeStringField("name", name);
    out.writeArrayFieldStart("notes");
    for (String note : notes) {
      out.writeString(note);
    }
    out.writeEndArray();
    out.writeEndObject();
    end();
  }

  @Override
  public void entry(LogEntry entry) throws IOException {
    object(out, entry);
    end();
  }

  /** An entry as an object. */
  static void object(JsonGenerator out, LogEntry entry) throws IOException {
    out.writeStartObject();
    Json.time(out, "time", entry.timeNs());
    out.writeStringField("kind", entry.kind().label());
    out.writeStringField("participant", entry.participant());
    out.writeStringField("name", entry.name());
    if (!entry.device().isEmpty()) {
      out.writeStringField("device", entry.device());
    }
    if (entry.queue() >= 0) {
      out.writeNumberField("queue", entry.queue());
    }
    if (!entry.operation().isEmpty()) {
      out.writeStringField("operation", entry.operation());
    }
    if (entry.verdict() != null) {
      out.writeStringField("verdict", entry.verdict().label());
      out.writeStringField("why", entry.why());
    }
    if (!entry.span().file().isEmpty()) {
      out.writeStringField("file", entry.span().file());
      boolean line = entry.span().line() >= 0;
      out.writeNumberField(
          line ? "line" : "offset", line ? entry.span().line() : entry.span().offset());
    }
    out.writeStringField("text", entry.text());
    if (!entry.values().isEmpty()) {
      values(out, entry.values());
    }
    out.writeEndObject();
  }

  private static void values(JsonGenerator out, List<EntryValue> values) throws IOException {
    out.writeArrayFieldStart("values");
    for (EntryValue each : values) {
      out.writeStartObject();
      out.writeStringField("name", each.name());
      if (each.value() instanceof ModelValue.ModelNumber number) {
        Json.number(out, "value", number.bits());
      } else {
        out.writeStringField("value", each.value().text());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void end() throws IOException {
    out.writeRaw('\n');
    out.flush();
  }
}
