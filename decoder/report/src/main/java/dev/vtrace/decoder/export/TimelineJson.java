// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Lane;
import dev.vtrace.decoder.timeline.Segment;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a timeline as JSON of format {@code vtrace-timeline/1}. The schema is the resource {@code
 * vtrace-timeline-1.schema.json}. Times are strings of digits, since nanoseconds since the epoch
 * are more than a double holds.
 */
public final class TimelineJson {
  private final JsonGenerator out;

  private TimelineJson(JsonGenerator out) {
    this.out = out;
  }

  /** Writes it for people and programs. */
  public static void write(OutputStream target, Timeline timeline) throws IOException {
    write(Json.generator(target), timeline);
  }

  /** As the other, to any sink of JSON. */
  public static void write(JsonGenerator out, Timeline timeline) throws IOException {
    new TimelineJson(out).write(timeline);
  }

  /** Writes it in one line, for a program that comes with it. */
  public static void writeCompact(OutputStream target, Timeline timeline) throws IOException {
    JsonGenerator out =
        new JsonFactory()
            .createGenerator(target)
            .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
            .configure(StreamWriteFeature.FLUSH_PASSED_TO_STREAM.mappedFeature(), false);
    out.setCharacterEscapes(new HiddenEscapes());
    new TimelineJson(out).write(timeline);
  }

  private void write(Timeline timeline) throws IOException {
    out.writeStartObject();
    out.writeStringField("format", "vtrace-timeline/1");
    out.writeStringField("name", timeline.name());
    out.writeStringField("clock", timeline.timed() ? "time" : "order");
    time("begin", timeline.begin());
    time("end", timeline.end());
    out.writeArrayFieldStart("headline");
    for (String sentence : timeline.headline()) {
      out.writeString(sentence);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("lanes");
    for (Lane lane : timeline.lanes()) {
      lane(lane);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("segments");
    for (Segment segment : timeline.scale().segments()) {
      out.writeStartObject();
      time("begin", segment.begin());
      time("end", segment.end());
      out.writeNumberField("from", segment.from());
      out.writeNumberField("to", segment.to());
      out.writeEndObject();
    }
    out.writeEndArray();
    DowntimeJson.write(out, timeline.downtimes());
    out.writeArrayFieldStart("items");
    for (Item item : timeline.items()) {
      item(item);
    }
    out.writeEndArray();
    out.writeEndObject();
    out.writeRaw('\n');
    out.flush();
  }

  private void lane(Lane lane) throws IOException {
    out.writeStartObject();
    out.writeStringField("kind", lane.kind().label());
    out.writeStringField("label", lane.label());
    text("participant", lane.participant());
    text("device", lane.device());
    number("queue", lane.queue());
    out.writeEndObject();
  }

  private void item(Item item) throws IOException {
    out.writeStartObject();
    out.writeNumberField("id", item.id());
    out.writeStringField("kind", item.kind().label());
    out.writeNumberField("lane", item.lane());
    number("to", item.to());
    time("begin", item.begin());
    if (item.end() != item.begin()) {
      time("end", item.end());
    }
    if (!item.exact()) {
      out.writeBooleanField("estimated", true);
    }
    out.writeStringField("name", item.name());
    text("state", item.state().label());
    text("why", item.why());
    number("queue", item.queue());
    number("within", item.within());
    if (!item.links().isEmpty()) {
      out.writeArrayFieldStart("links");
      for (int link : item.links()) {
        out.writeNumber(link);
      }
      out.writeEndArray();
    }
    if (!item.evidence().isEmpty()) {
      out.writeArrayFieldStart("evidence");
      for (Evidence evidence : item.evidence()) {
        evidence(evidence);
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private void evidence(Evidence evidence) throws IOException {
    out.writeStartObject();
    out.writeStringField("file", evidence.file());
    if (evidence.line() >= 0) {
      out.writeNumberField("line", evidence.line());
    } else {
      out.writeNumberField("offset", evidence.offset());
    }
    out.writeStringField("text", evidence.text());
    Json.neighbour(out, evidence.neighbour());
    out.writeEndObject();
  }

  private void time(String name, long ns) throws IOException {
    Json.number(out, name, ns);
  }

  private void text(String name, String text) throws IOException {
    if (!text.isEmpty()) {
      out.writeStringField(name, text);
    }
  }

  private void number(String name, int number) throws IOException {
    if (number >= 0) {
      out.writeNumberField(name, number);
    }
  }
}
