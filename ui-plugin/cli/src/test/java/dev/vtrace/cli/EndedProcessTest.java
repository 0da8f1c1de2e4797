// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After the end of a process, its lanes show nothing. */
class EndedProcessTest {
  private static final Path SAMPLE = LspCapture.root().resolve("samples/backend-transfer-2q");

  @TempDir Path folder;

  private static String log(String name) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(SAMPLE.resolve(name)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String last(String log) {
    String found = "";
    for (String line : log.split("\n")) {
      found = line.matches("\\d{4}-\\d\\d-\\d\\dT\\S++ .*+") ? line : found;
    }
    return found.substring(0, found.indexOf(' '));
  }

  private JsonNode timeline(String source, String destination) throws IOException {
    Path one = Files.writeString(folder.resolve("src.log"), source);
    Path other = Files.writeString(folder.resolve("dst.log"), destination);
    Run run =
        Run.vtrace(
            "timeline",
            "-f",
            "json",
            "--source",
            one.toString(),
            "--destination",
            other.toString());
    return new ObjectMapper().readTree(run.out());
  }

  /** The latest end of a ring on the lanes of a process. */
  private static long end(JsonNode timeline, String participant) {
    long end = -1;
    for (JsonNode item : timeline.get("items")) {
      JsonNode lane = timeline.get("lanes").get(item.get("lane").asInt());
      boolean own = lane.path("participant").asText().equals(participant);
      if (own && item.get("kind").asText().equals("ring")) {
        String last = item.path(item.has("end") ? "end" : "begin").asText();
        end = Math.max(end, Long.decode(last));
      }
    }
    return end;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s qemu-system-x86_64: terminating on signal 15 from pid 1 (/usr/sbin/libvirtd)",
        "%s: shutting down, reason=migrated"
      })
  void aLineOfItsLogTellsTheEnd(String line) throws IOException {
    String source = log("src.trace.log.gz");
    String destination = log("dst.trace.log.gz");
    Instant end = Instant.parse(last(source)).plusMillis(1);
    JsonNode before = timeline(source, destination);
    String time =
        line.startsWith("%s:") ? end.toString().replace('T', ' ').replace("Z", "+0000") : "" + end;
    JsonNode after = timeline(source + String.format(line, time) + "\n", destination);
    long ends = end.getEpochSecond() * 1_000_000_000L + end.getNano();
    assertThat(end(before, "source")).isGreaterThan(ends + 1_000_000L);
    assertThat(end(after, "source")).isBetween(ends - 1_000_000L, ends + 1_000_000L);
    assertThat(end(after, "destination")).isEqualTo(end(before, "destination"));
  }

  @Test
  void aProcessThatGoesOnHasNotEnded() throws IOException {
    String source = log("src.trace.log.gz");
    String first = source.substring(0, source.indexOf('\n') + 1);
    Instant early = Instant.parse(last(source)).minusSeconds(60);
    String line = early + " qemu-system-x86_64: terminating on signal 15 from pid 1 (x)\n";
    String destination = log("dst.trace.log.gz");
    assertThat(end(timeline(first + line + source, destination), "source"))
        .isEqualTo(end(timeline(source, destination), "source"));
  }
}
