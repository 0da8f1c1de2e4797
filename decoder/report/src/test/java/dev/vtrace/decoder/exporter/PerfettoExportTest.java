// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.timeline.Item;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces for Perfetto and Chrome have all of the ledger, and decoders of others read them. */
class PerfettoExportTest {
  private static final Pattern TIME = Pattern.compile("^ {2}timestamp: (\\d++)$");
  private static final Pattern TRACK = Pattern.compile("^ {4}track_uuid: (\\d++)$");
  private static final Pattern TYPE = Pattern.compile("^ {4}type: (\\w++)$");
  private static final Pattern CATEGORY = Pattern.compile("^ {4}categories: \"(\\w++)\"$");
  private static final Pattern FLOW = Pattern.compile("^ {4}(terminating_)?flow_ids: (\\d++)$");

  @TempDir Path folder;

  private List<String> decoded(ExportedRun run) throws Exception {
    Path trace = Files.write(folder.resolve("t"), ExportedRuns.bytes(ExportFormat.PERFETTO, run));
    Path proto = folder.resolve("perfetto.proto");
    try (InputStream in = PerfettoExportTest.class.getResourceAsStream("perfetto.proto")) {
      Files.write(proto, in.readAllBytes());
    }
    Peer.PeerRun read =
        Peer.run(
            trace,
            "protoc",
            "-I" + folder,
            "--decode=perfetto.protos.Trace",
            proto.getFileName().toString());
    assertThat(read.err()).isEmpty();
    assertThat(read.lines())
        .as("fields that are not known")
        .noneMatch(line -> line.matches(" *\\d+[:{ ].*"));
    return read.lines();
  }

  private static int operations(ExportedRun run) {
    return Stream.concat(run.migration().windows().stream(), run.migration().around().stream())
        .mapToInt((Window each) -> each.operations().size())
        .sum();
  }

  @Test
  void countsAreThoseOfTheModelAndSlicesAreBalanced() throws Exception {
    for (Path recording : ExportedRuns.folders()) {
      ExportedRun run = ExportedRuns.of(recording);
      Map<String, Integer> categories = new HashMap<>();
      Map<String, Integer> depth = new HashMap<>();
      Set<String> begun = new HashSet<>();
      Set<String> ended = new HashSet<>();
      long last = 0;
      String shape = "";
      for (String line : decoded(run)) {
        Matcher time = TIME.matcher(line);
        if (time.matches()) {
          long at = Long.parseLong(time.group(1));
          assertThat(at).isGreaterThanOrEqualTo(last);
          last = at;
        }
        Matcher type = TYPE.matcher(line);
        shape = type.matches() ? type.group(1) : shape;
        Matcher on = TRACK.matcher(line);
        if (on.matches() && shape.equals("TYPE_SLICE_BEGIN")) {
          depth.merge(on.group(1), 1, Integer::sum);
        } else if (on.matches() && shape.equals("TYPE_SLICE_END")) {
          assertThat(depth.merge(on.group(1), -1, Integer::sum)).isNotNegative();
        }
        Matcher category = CATEGORY.matcher(line);
        if (category.matches()) {
          categories.merge(category.group(1), 1, Integer::sum);
        }
        Matcher flow = FLOW.matcher(line);
        if (flow.matches()) {
          (flow.group(1) == null ? begun : ended).add(flow.group(2));
        }
      }
      assertThat(depth.values()).as(recording.toString()).allMatch(open -> open == 0);
      assertThat(ended).as(recording.toString()).isEqualTo(begun);
      assertThat(categories.getOrDefault("operation", 0)).isEqualTo(operations(run));
      assertThat(categories.getOrDefault("window", 0))
          .isEqualTo(run.timeline().items(Item.ItemKind.WINDOW).size());
      assertThat(categories.getOrDefault("finding", 0)).isEqualTo(run.check().problems().size());
    }
  }

  @Test
  void aTransferHasAnArrowToTheDestination() throws Exception {
    ExportedRun run = ExportedRuns.of(Recordings.transfer());
    ExportTrace trace = ExportTrace.of(run);
    List<ExportEvent> windows =
        trace.events().stream()
            .filter(each -> each.category().equals("window") && !each.flows().isEmpty())
            .toList();
    assertThat(windows).hasSize(2);
    assertThat(windows.get(0).name()).isEqualTo("stop (switchover)");
    assertThat(windows.get(1).name()).isEqualTo("start (switchover)");
    assertThat(windows.get(0).flows().get(0).id()).isEqualTo(windows.get(1).flows().get(0).id());
  }

  @Test
  void slicesOfATrackDoNotOverlap() throws Exception {
    for (Path recording : ExportedRuns.folders()) {
      Map<Integer, Long> free = new HashMap<>();
      for (ExportEvent each : ExportTrace.of(ExportedRuns.of(recording)).events()) {
        if (each.shape() == ExportEvent.EventShape.SLICE) {
          Long before = free.put(each.track(), each.end());
          assertThat(before == null || before <= each.begin()).as(each.toString()).isTrue();
        }
      }
    }
  }

  @Test
  void chromeGetsTheSame() throws Exception {
    ExportedRun run = ExportedRuns.of(Recordings.transfer());
    JsonNode json = new ObjectMapper().readTree(ExportedRuns.bytes(ExportFormat.CHROME, run));
    List<String> operations = new ArrayList<>();
    for (JsonNode event : json.get("traceEvents")) {
      if (event.path("cat").asText().equals("operation")) {
        operations.add(event.get("args").get("verdict").asText());
      }
      assertThat(event.path("ts").asDouble()).isNotNegative();
    }
    assertThat(operations).hasSize(operations(run));
    assertThat(operations).filteredOn("skipped"::equals).hasSize(44);
  }
}
