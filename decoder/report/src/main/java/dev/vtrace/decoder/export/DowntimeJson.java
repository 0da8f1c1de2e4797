// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimePart;
import dev.vtrace.decoder.analysis.model.Downtime.DowntimeSpan;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes where the downtime of each migration went. Lengths are nanoseconds. */
final class DowntimeJson {
  private DowntimeJson() {}

  static void write(JsonGenerator out, List<Downtime> downtimes) throws IOException {
    out.writeArrayFieldStart("downtime");
    for (Downtime downtime : downtimes) {
      one(out, downtime);
    }
    out.writeEndArray();
  }

  private static void one(JsonGenerator out, Downtime downtime) throws IOException {
    out.writeStartObject();
    out.writeNumberField("migration", downtime.attempt());
    Json.number(out, "begin", downtime.beginNs());
    Json.number(out, "end", downtime.endNs());
    out.writeBooleanField("beginKnown", downtime.begun());
    out.writeBooleanField("endKnown", downtime.ended());
    out.writeNumberField("length", downtime.lengthNs());
    if (downtime.sourceNs().isPresent()) {
      out.writeNumberField("source", downtime.sourceNs().getAsLong());
    }
    if (downtime.told() != null) {
      out.writeObjectFieldStart("queryMigrate");
      out.writeNumberField("downtimeMs", downtime.told().downtimeMs());
      if (downtime.begun() && downtime.sourceNs().isPresent()) {
        long difference =
            downtime.told().downtimeMs() * 1_000_000 - downtime.sourceNs().getAsLong();
        out.writeNumberField("difference", difference);
        out.writeNumberField("tolerance", Downtime.ReportedDowntime.TOLERANCE_NS);
        out.writeBooleanField("agrees", downtime.agrees());
      }
      out.writeFieldName("evidence");
      Json.evidence(out, downtime.told().evidence());
      out.writeEndObject();
    }
    parts(out, "parts", downtime.parts());
    out.writeObjectFieldStart("devices");
    for (Map.Entry<String, Map<DowntimePart, Long>> device : downtime.devices().entrySet()) {
      parts(out, device.getKey(), device.getValue());
    }
    out.writeEndObject();
    out.writeArrayFieldStart("spans");
    for (DowntimeSpan span : downtime.spans()) {
      span(out, span, downtime.beginNs());
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void parts(JsonGenerator out, String name, Map<DowntimePart, Long> parts)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (Map.Entry<DowntimePart, Long> part : parts.entrySet()) {
      out.writeNumberField(part.getKey().label(), part.getValue());
    }
    out.writeEndObject();
  }

  private static void span(JsonGenerator out, DowntimeSpan span, long since) throws IOException {
    out.writeStartObject();
    out.writeNumberField("at", span.beginNs() - since);
    out.writeNumberField("length", span.lengthNs());
    out.writeStringField("part", span.part().label());
    text(out, "participant", span.participant());
    text(out, "device", span.device());
    if (span.queue() >= 0) {
      out.writeNumberField("queue", span.queue());
    }
    text(out, "what", span.what());
    out.writeEndObject();
  }

  private static void text(JsonGenerator out, String name, String text) throws IOException {
    if (!text.isEmpty()) {
      out.writeStringField(name, text);
    }
  }
}
