// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Record counts of real streams are those of a walker that was written independently and that does
 * not look into packages. Prints a table by stream.
 */
class CorpusCountsTest {

  @Test
  void countsAreThoseOfTheIndependentWalk() throws IOException {
    StringBuilder table = new StringBuilder();
    Map<String, String> differences = new TreeMap<>();
    int compared = 0;
    for (Path folder : Recordings.corpus()) {
      Path stream = Recordings.stream(folder);
      if (stream == null) {
        continue;
      }
      String name = folder.getFileName().toString();
      JsonNode scenario = Recordings.json(folder.resolve("scenario.json"));
      JsonNode walk = scenario.path("independent_walk");
      String script = scenario.path("analyze").path("state").asText().replaceAll("\\s+", " ");
      try (ByteSource source = Inputs.open(stream)) {
        Outer outer = new Outer();
        StreamSummary summary = new StreamDecoder(source, StreamOptions.DEFAULT).decode(outer);
        boolean walked = walk.path("ok").asBoolean();
        String result = walked ? "equal" : "not walked";
        if (walked) {
          compared++;
          Map<String, Long> expected = new TreeMap<>();
          for (Map.Entry<String, JsonNode> count : walk.path("counts").properties()) {
            expected.put(count.getKey(), count.getValue().asLong());
          }
          if (!outer.counts().equals(expected)) {
            result = "DIFFERENT";
            differences.put(name, outer.counts() + " instead of " + expected);
          }
        }
        row(table, name, summary, result, script);
        assertThat(summary.coverage().unreachable()).as(name).isZero();
      }
    }
    System.out.print(table);
    assertThat(compared).isPositive();
    assertThat(differences).isEmpty();
  }

  private static void row(
      StringBuilder table, String name, StreamSummary summary, String result, String script) {
    Coverage coverage = summary.coverage();
    table.append(
        "%-40s %-10s %11d bytes %7d opaque %3d unreachable  counts %-10s  script: %s%n"
            .formatted(
                name,
                summary.outcome().label(),
                coverage.total(),
                coverage.opaque(),
                coverage.unreachable(),
                result,
                script.length() > 60 ? script.substring(0, 60) + "..." : script));
  }

  /** Counts what lies outside of packages. */
  private static final class Outer implements StreamVisitor {
    private final Counts counts = new Counts();

    @Override
    public void section(Section section) {
      boolean record =
          section.kind() != SectionKind.HEADER
              && section.kind() != SectionKind.COMMAND
              && section.kind() != SectionKind.UNKNOWN;
      counts.add(section.kind().counter(), record ? 1 : 0);
      counts.add("FOOTER", section.footer() ? 1 : 0);
      counts.add(section.counts());
    }

    Map<String, Long> counts() {
      Map<String, Long> out = new TreeMap<>();
      for (Map.Entry<String, Long> entry : counts.entries()) {
        out.put(entry.getKey(), entry.getValue());
      }
      return out;
    }
  }
}
