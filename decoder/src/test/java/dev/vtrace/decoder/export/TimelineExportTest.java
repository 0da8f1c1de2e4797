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
        .contains("o skipped", "# transferred", "27 operations skipped")
        .doesNotContain("\u001b", " \n");
    assertThat(text.lines().filter(line -> line.startsWith("  queue"))).hasSize(4);
    assertThat(text.lines().filter(line -> line.contains("ooo"))).isNotEmpty();
    assertThat(timeline.items(Item.Kind.HANDOVER)).hasSize(1);
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
