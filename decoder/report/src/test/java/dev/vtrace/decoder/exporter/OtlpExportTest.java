// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vtrace.decoder.Recordings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OpenTelemetry gets, decoded by its published messages. */
class OtlpExportTest {
  private static final String ROOT = "opentelemetry/proto/";
  private static final List<String> PROTOS =
      List.of(
          "common/v1/common.proto",
          "resource/v1/resource.proto",
          "trace/v1/trace.proto",
          "metrics/v1/metrics.proto");

  @TempDir Path folder;

  private String decoded(ExportFormat format, ExportedRun run, String message, String proto)
      throws Exception {
    for (String each : PROTOS) {
      Path file = folder.resolve(ROOT + each);
      Files.createDirectories(file.getParent());
      try (InputStream in = OtlpExportTest.class.getResourceAsStream("/" + ROOT + each)) {
        Files.write(file, in.readAllBytes());
      }
    }
    Path bytes = Files.write(folder.resolve("otlp"), ExportedRuns.bytes(format, run));
    String type = "--decode=opentelemetry.proto." + message;
    Peer.PeerRun read = Peer.run(bytes, "protoc", "-I" + folder, type, ROOT + proto);
    assertThat(read.err()).isEmpty();
    assertThat(read.lines()).noneMatch(line -> line.matches(" *\\d+[:{ ].*"));
    return read.out();
  }

  @Test
  void publishedMessagesDecodeTracesAndMetrics() throws Exception {
    for (Path recording : ExportedRuns.folders()) {
      ExportedRun run = ExportedRuns.of(recording);
      if (!run.timeline().timed()) {
        continue;
      }
      OtlpTrace trace = OtlpTrace.of(run);
      String traces = decoded(ExportFormat.OTLP_TRACES, run, "trace.v1.TracesData", PROTOS.get(2));
      assertThat(traces.lines().filter(line -> line.strip().equals("spans {")))
          .hasSameSizeAs(trace.spans());
      assertThat(traces.lines().filter(line -> line.strip().equals("name: \"vtrace.finding\"")))
          .as(recording.toString())
          .hasSameSizeAs(run.check().problems());
      String metrics =
          decoded(ExportFormat.OTLP_METRICS, run, "metrics.v1.MetricsData", PROTOS.get(3));
      assertThat(metrics.lines().filter(line -> line.strip().equals("data_points {")))
          .hasSameSizeAs(trace.downtimes());
    }
  }

  @Test
  void aMigrationIsOneTraceOfWhichTheWindowsAreChildren() throws Exception {
    ExportedRun run = ExportedRuns.of(Recordings.transfer());
    String lines = new String(ExportedRuns.bytes(ExportFormat.OTLP, run), StandardCharsets.UTF_8);
    List<String> documents = lines.lines().toList();
    assertThat(documents).hasSize(2);
    ObjectMapper mapper = new ObjectMapper();
    JsonNode spans = mapper.readTree(documents.get(0)).at("/resourceSpans/0/scopeSpans/0/spans");
    Set<String> ids = new HashSet<>();
    int skipped = 0;
    for (JsonNode span : spans) {
      assertThat(ids.add(span.get("spanId").asText())).isTrue();
      assertThat(span.get("traceId").asText()).hasSize(32);
      String parent = span.get("parentSpanId").asText();
      assertThat(parent.isEmpty() || ids.contains(parent)).isTrue();
      assertThat(Long.parseLong(span.get("endTimeUnixNano").asText()))
          .isGreaterThanOrEqualTo(Long.parseLong(span.get("startTimeUnixNano").asText()));
      for (JsonNode event : span.get("events")) {
        skipped += event.toString().contains("\"stringValue\":\"skipped\"") ? 1 : 0;
      }
    }
    assertThat(skipped).isEqualTo(44);
    JsonNode point =
        mapper
            .readTree(documents.get(1))
            .at("/resourceMetrics/0/scopeMetrics/0/metrics/0/gauge/dataPoints/0");
    assertThat(point.get("asDouble").asDouble())
        .isEqualTo(run.migration().downtimes().get(0).lengthNs() / 1e9);
  }

  @Test
  void theSameRunGivesTheSameIds() throws Exception {
    ExportedRun run = ExportedRuns.of(Recordings.transfer());
    ExportedRun again = ExportedRuns.of(Recordings.transfer());
    assertThat(ExportedRuns.bytes(ExportFormat.OTLP, run))
        .isEqualTo(ExportedRuns.bytes(ExportFormat.OTLP, again));
  }

  @Test
  void aRunWithoutTimesIsRefused() throws Exception {
    for (Path recording : ExportedRuns.folders()) {
      ExportedRun run = ExportedRuns.of(recording);
      if (!run.timeline().timed()) {
        assertThatThrownBy(() -> ExportedRuns.bytes(ExportFormat.OTLP, run))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("no times");
      }
    }
  }
}
