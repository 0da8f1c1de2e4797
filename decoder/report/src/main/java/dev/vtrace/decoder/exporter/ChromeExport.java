// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.exporter.ExportEvent.EventShape;
import dev.vtrace.decoder.exporter.ExportEvent.ExportArgument;
import dev.vtrace.decoder.exporter.ExportEvent.ExportFlow;
import dev.vtrace.decoder.timeline.Item.ItemKind;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * A trace in the JSON of Chrome's trace viewer, for programs that read nothing else. Times are
 * microseconds from the first event on, with three digits after the point, as readers keep them in
 * doubles; {@code otherData.begin} is when that was. Source of the format: "Trace Event Format".
 */
final class ChromeExport {
  private static final long NANOS = 1_000_000_000;

  private final JsonGenerator json;
  private final ExportTrace trace;

  private ChromeExport(JsonGenerator json, ExportTrace trace) {
    this.json = json;
    this.trace = trace;
  }

  static void write(OutputStream out, ExportedRun run) throws IOException {
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(out)
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)) {
      new ChromeExport(json, ExportTrace.of(run)).write();
    }
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("displayTimeUnit", "ns");
    json.writeObjectFieldStart("otherData");
    json.writeStringField("name", trace.name());
    if (trace.timed()) {
      Instant begin = Instant.ofEpochSecond(trace.begin() / NANOS, trace.begin() % NANOS);
      json.writeStringField("begin", begin.toString());
    } else {
      json.writeStringField("times", "order only");
    }
    json.writeEndObject();
    json.writeArrayFieldStart("traceEvents");
    for (ExportTrack track : trace.tracks()) {
      metadata(track);
    }
    for (ExportEvent event : trace.events()) {
      event(event);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void metadata(ExportTrack track) throws IOException {
    if (track.kind() == ExportTrack.ExportTrackKind.COUNTER) {
      return;
    }
    boolean process = track.kind() == ExportTrack.ExportTrackKind.PROCESS;
    begin("M", track);
    json.writeStringField("name", process ? "process_name" : "thread_name");
    json.writeObjectFieldStart("args");
    json.writeStringField("name", track.name());
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void begin(String phase, ExportTrack track) throws IOException {
    json.writeStartObject();
    json.writeStringField("ph", phase);
    json.writeNumberField("pid", track.process() + 1);
    json.writeNumberField("tid", track.id() + 1);
  }

  private void event(ExportEvent event) throws IOException {
    ExportTrack track = trace.tracks().get(event.track());
    if (event.shape() == EventShape.COUNTER) {
      begin("C", track);
      json.writeStringField("name", track.name());
      time("ts", event.begin() - trace.begin());
      json.writeObjectFieldStart("args");
      json.writeNumberField(event.name(), event.value());
      json.writeEndObject();
      json.writeEndObject();
      return;
    }
    // An arrow is tied to a slice, so that what has one is a slice, if without extent.
    boolean slice = event.shape() == EventShape.SLICE || !event.flows().isEmpty();
    begin(slice ? "X" : "i", track);
    json.writeStringField("name", event.name());
    json.writeStringField("cat", event.category());
    time("ts", event.begin() - trace.begin());
    if (slice) {
      time("dur", event.end() - event.begin());
    } else {
      json.writeStringField("s", event.category().equals(ItemKind.FINDING.label()) ? "p" : "t");
    }
    json.writeObjectFieldStart("args");
    for (ExportArgument each : event.arguments()) {
      json.writeStringField(each.name(), each.value());
    }
    json.writeEndObject();
    json.writeEndObject();
    for (ExportFlow flow : event.flows()) {
      begin(flow.ends() ? "f" : "s", track);
      json.writeStringField("name", "flow");
      json.writeStringField("cat", "flow");
      json.writeNumberField("id", flow.id());
      time("ts", event.begin() - trace.begin());
      if (flow.ends()) {
        json.writeStringField("bp", "e");
      }
      json.writeEndObject();
    }
    json.writeRaw('\n');
  }

  private void time(String name, long nanos) throws IOException {
    json.writeFieldName(name);
    String rest = Long.toString(1000 + nanos % 1000).substring(1);
    json.writeNumber(nanos / 1000 + "." + rest);
  }
}
