// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.exporter.ExportEvent.ExportArgument;
import dev.vtrace.decoder.exporter.OtlpTrace.OtlpDowntime;
import dev.vtrace.decoder.exporter.OtlpTrace.OtlpEvent;
import dev.vtrace.decoder.exporter.OtlpTrace.OtlpSpan;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.List;

/**
 * Traces and the metric of the downtime in the JSON of OTLP, a line each, as collectors read them
 * from files. Source of the format: "OTLP File Exporter" and "JSON Protobuf Encoding" of the
 * OpenTelemetry protocol 1.3.
 */
final class OtlpJson {
  private static final int INTERNAL = 1;
  private static final int ERROR = 2;

  private final JsonGenerator json;
  private final String version;

  private OtlpJson(JsonGenerator json, String version) {
    this.json = json;
    this.version = version;
  }

  static void write(OutputStream out, ExportedRun run) throws IOException {
    OtlpTrace trace = OtlpTrace.of(run);
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(out)
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
            .setRootValueSeparator(null)) {
      OtlpJson writer = new OtlpJson(json, run.tool());
      writer.traces(trace.spans());
      json.writeRaw('\n');
      if (!trace.downtimes().isEmpty()) {
        writer.metrics(trace.downtimes());
        json.writeRaw('\n');
      }
    }
  }

  private void traces(List<OtlpSpan> spans) throws IOException {
    head("resourceSpans", "scopeSpans");
    json.writeArrayFieldStart("spans");
    for (OtlpSpan span : spans) {
      span(span);
    }
    foot();
  }

  private void head(String resources, String scopes) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart(resources);
    json.writeStartObject();
    json.writeObjectFieldStart("resource");
    attributes(List.of(new ExportArgument("service.name", OtlpProto.SERVICE)));
    json.writeEndObject();
    json.writeArrayFieldStart(scopes);
    json.writeStartObject();
    json.writeObjectFieldStart("scope");
    json.writeStringField("name", OtlpProto.SCOPE);
    json.writeStringField("version", version);
    json.writeEndObject();
  }

  private void foot() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void span(OtlpSpan span) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", HexFormat.of().formatHex(span.trace()));
    json.writeStringField("spanId", HexFormat.of().formatHex(span.id()));
    json.writeStringField("parentSpanId", HexFormat.of().formatHex(span.parent()));
    json.writeStringField("name", span.name());
    json.writeNumberField("kind", INTERNAL);
    json.writeStringField("startTimeUnixNano", Long.toString(span.begin()));
    json.writeStringField("endTimeUnixNano", Long.toString(span.end()));
    attributes(span.attributes());
    json.writeArrayFieldStart("events");
    for (OtlpEvent event : span.events()) {
      json.writeStartObject();
      json.writeStringField("timeUnixNano", Long.toString(event.time()));
      json.writeStringField("name", event.name());
      attributes(event.attributes());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("status");
    if (!span.failure().isEmpty()) {
      json.writeNumberField("code", ERROR);
      json.writeStringField("message", span.failure());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void attributes(List<ExportArgument> attributes) throws IOException {
    json.writeArrayFieldStart("attributes");
    for (ExportArgument each : attributes) {
      json.writeStartObject();
      json.writeStringField("key", each.name());
      json.writeObjectFieldStart("value");
      json.writeStringField("stringValue", each.value());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void metrics(List<OtlpDowntime> points) throws IOException {
    head("resourceMetrics", "scopeMetrics");
    json.writeArrayFieldStart("metrics");
    json.writeStartObject();
    json.writeStringField("name", OtlpTrace.DOWNTIME);
    json.writeStringField("description", OtlpProto.DESCRIPTION);
    json.writeStringField("unit", "s");
    json.writeObjectFieldStart("gauge");
    json.writeArrayFieldStart("dataPoints");
    for (OtlpDowntime point : points) {
      json.writeStartObject();
      attributes(point.attributes());
      json.writeStringField("timeUnixNano", Long.toString(point.time()));
      json.writeNumberField("asDouble", point.seconds());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
    foot();
  }
}
