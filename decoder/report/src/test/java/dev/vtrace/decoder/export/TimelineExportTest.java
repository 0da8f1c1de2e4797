// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.timeline.Item;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A timeline as JSON and as text. */
class TimelineExportTest {
  private static Timeline timeline() throws IOException {
    return Timeline.of(Analysis.of(CaptureFolder.open(Recordings.transfer())));
  }

  @Test
  void jsonFollowsItsSchema() throws IOException {
    JsonSchema schema;
    try (InputStream in = TimelineJson.class.getResourceAsStream("vtrace-timeline-1.schema.json")) {
      schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
    for (Path folder : Recordings.captures()) {
      Timeline timeline = Timeline.of(Analysis.of(CaptureFolder.open(folder)));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      TimelineJson.write(out, timeline);
      JsonNode root = Recordings.json(out.toByteArray());
      assertThat(schema.validate(root)).as(folder + "").isEmpty();
      assertThat(root.get("items")).hasSameSizeAs(timeline.items());
      ByteArrayOutputStream compact = new ByteArrayOutputStream();
      TimelineJson.writeCompact(compact, timeline);
      assertThat(Recordings.json(compact.toByteArray())).isEqualTo(root);
    }
  }

  @Test
  void textHasALineForEachLaneAndAHundredColumns() throws IOException {
    Timeline timeline = timeline();
    String text = text(timeline, false);
    assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    assertThat(text)
        .contains("source (src)", "queue 0", "queue 1", "back-end", "stream to dst")
        .contains("o skipped", "# transferred", "44 operations skipped")
        .doesNotContain("\u001b", " \n");
    assertThat(text.lines().filter(line -> line.startsWith("  queue"))).hasSize(4);
    assertThat(text.lines().filter(line -> line.matches("  queue \\d .*o.*"))).hasSize(4);
    assertThat(timeline.items(Item.ItemKind.HANDOVER)).hasSize(1);
  }

  @Test
  void textSaysWhereTheDowntimeWent() throws IOException {
    assertThat(text(timeline(), false).lines())
        .contains("downtime  4.89 ms")
        .anyMatch(line -> line.contains("query-migrate says 2 ms, which agrees"))
        .anyMatch(line -> line.matches("  all +30.0 µs +70.0 µs +1.46 ms +3.05 ms +276 µs"))
        .anyMatch(line -> line.startsWith("  0000:00:01.0/vhost-user-blk "));
  }

  @Test
  void jsonHasTheDowntimeAndItAddsUp() throws IOException {
    int seen = 0;
    for (Path folder : Recordings.captures()) {
      Timeline timeline = Timeline.of(Analysis.of(CaptureFolder.open(folder)));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      TimelineJson.write(out, timeline);
      for (JsonNode each : Recordings.json(out.toByteArray()).get("downtime")) {
        long parts = 0;
        for (JsonNode part : each.get("parts")) {
          parts += part.asLong();
        }
        long spans = 0;
        for (JsonNode span : each.get("spans")) {
          assertThat(span.get("at").asLong()).isEqualTo(spans);
          spans += span.get("length").asLong();
        }
        assertThat(parts).isEqualTo(spans).isEqualTo(each.get("length").asLong());
        seen++;
      }
      if (timeline.timed()) {
        long marked = 0;
        for (Item item : timeline.items(Item.ItemKind.DOWNTIME)) {
          marked += item.end() - item.begin();
        }
        assertThat(marked)
            .isEqualTo(timeline.downtimes().stream().mapToLong(d -> d.lengthNs()).sum());
      }
    }
    assertThat(seen).isPositive();
  }

  @Test
  void coloursAreForTerminals() throws IOException {
    assertThat(text(timeline(), true)).contains("\u001b[33mo");
  }

  private static String text(Timeline timeline, boolean colour) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TimelineText.write(out, timeline, colour);
    return out.toString(StandardCharsets.UTF_8);
  }
}
