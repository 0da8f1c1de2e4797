// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rundiff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.export.RunDiffJson;
import dev.vtrace.decoder.export.RunDiffText;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Normal runs against transfers, compared with the requests that the sockets carried. */
class RunDiffTest {
  private static final List<List<String>> PAIRS =
      List.of(
          List.of("ordinary-2q", "backend-transfer-2q"),
          List.of("normal-seabios-1q", "transfer-seabios-1q"),
          List.of("normal-linux-4q", "transfer-linux-4q"),
          List.of("normal-pcie-root-port-2q", "transfer-pcie-root-port-2q"),
          List.of("v4names-normal-linux-2q", "v4names-transfer-linux-2q"));

  private static RunDiff diff(Path a, Path b) throws IOException {
    CheckedRun before = CheckedRun.of(CaptureFolder.open(a));
    CheckedRun after = CheckedRun.of(CaptureFolder.open(b));
    return RunComparison.of(
        before.migration(), Checker.check(before), after.migration(), Checker.check(after));
  }

  private static Path samples(String name) {
    return Recordings.root().resolve("samples").resolve(name);
  }

  private static Path folder(String name) throws IOException {
    for (Path folder : Recordings.captures()) {
      if (folder.getFileName().toString().equals(name)) {
        return folder;
      }
    }
    return Files.isDirectory(samples(name)) ? samples(name) : null;
  }

  /** Requests of each kind on all sockets of a run, counted without any code under test. */
  private static Map<String, Integer> sent(Path folder) throws IOException {
    Map<String, Integer> out = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "vhost-user-*.jsonl")) {
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          JsonNode message = Recordings.json(line.getBytes(StandardCharsets.UTF_8));
          if (message.path("dir").asText().equals("f2b") && message.has("name")) {
            out.merge(message.get("name").asText(), 1, Integer::sum);
          }
        }
      }
    }
    return out;
  }

  @Test
  void aTransferSkipsTheStopAndTheStart() throws IOException {
    RunDiff diff = diff(samples("ordinary-2q"), samples("backend-transfer-2q"));
    List<String> left = new ArrayList<>();
    for (RunDiff.Changed each : diff.operations()) {
      assertThat(each.after()).isEqualTo(Verdict.SKIPPED);
      if (each.before() == Verdict.EXECUTED) {
        String queue = each.place().queue() < 0 ? "" : " " + each.place().queue();
        left.add(each.place().role().label() + " " + each.place().operation() + queue);
      }
    }
    assertThat(left)
        .containsExactlyInAnyOrder(
            "source SET_LOG_BASE",
            "source SET_FEATURES",
            "source SET_VRING_ADDR 0",
            "source SET_VRING_ADDR 1",
            "source SET_VRING_ENABLE 0",
            "source SET_VRING_ENABLE 1",
            "source GET_VRING_BASE 0",
            "source GET_VRING_BASE 1",
            "destination GET_FEATURES",
            "destination GET_PROTOCOL_FEATURES",
            "destination SET_PROTOCOL_FEATURES",
            "destination GET_QUEUE_NUM",
            "destination GET_MAX_MEM_SLOTS",
            "destination SET_BACKEND_REQ_FD",
            "destination SET_OWNER",
            "destination GET_FEATURES",
            "destination SET_VRING_CALL 0",
            "destination SET_VRING_ERR 0",
            "destination SET_VRING_CALL 1",
            "destination SET_VRING_ERR 1",
            "destination GET_CONFIG",
            "destination SET_FEATURES",
            "destination GET_INFLIGHT_FD",
            "destination SET_INFLIGHT_FD",
            "destination SET_VRING_CALL 0",
            "destination SET_VRING_CALL 1",
            "destination SET_FEATURES",
            "destination ADD_MEM_REG",
            "destination SET_VRING_NUM 0",
            "destination SET_VRING_NUM 1",
            "destination SET_VRING_BASE 0",
            "destination SET_VRING_BASE 1",
            "destination SET_VRING_ADDR 0",
            "destination SET_VRING_ADDR 1",
            "destination SET_VRING_KICK 0",
            "destination SET_VRING_KICK 1",
            "destination SET_VRING_ENABLE 0",
            "destination SET_VRING_ENABLE 1");
    assertThat(diff.findings()).extracting(RunDiff.FindingCount::code).contains("VT3316");
    assertThat(diff.descriptors())
        .contains(new RunDiff.OccurrenceCount("stream", "eventfd claimed", 0, 9));
  }

  @Test
  void countsOfMessagesAreThoseOfTheSockets() throws IOException {
    int pairs = 0;
    for (List<String> pair : PAIRS) {
      Path a = folder(pair.get(0));
      Path b = folder(pair.get(1));
      if (a == null || b == null) {
        continue;
      }
      pairs++;
      RunDiff diff = diff(a, b);
      Map<String, Integer> expected = new TreeMap<>(sent(b));
      sent(a).forEach((name, count) -> expected.merge(name, -count, Integer::sum));
      expected.values().removeIf(count -> count == 0);
      Map<String, Integer> found = new TreeMap<>();
      for (RunDiff.OccurrenceCount count : diff.messages()) {
        found.merge(count.what(), count.after() - count.before(), Integer::sum);
      }
      found.values().removeIf(count -> count == 0);
      assertThat(found).as(pair.toString()).isEqualTo(expected);
      // The destination of a transfer sets nothing up, so all that it skipped is gone.
      assertThat(diff.operations())
          .as(pair.toString())
          .isNotEmpty()
          .allMatch(each -> each.after() == Verdict.SKIPPED || each.after() == null)
          .anyMatch(each -> each.place().role() == Role.DESTINATION)
          .anyMatch(each -> each.place().role() == Role.SOURCE);
    }
    assertThat(pairs).isPositive();
  }

  @Test
  void aRunDoesNotDifferFromItself() throws IOException {
    for (Path folder : Recordings.captures()) {
      RunDiff diff = diff(folder, folder);
      assertThat(diff.differences()).as(folder.toString()).isZero();
      assertThat(text(diff)).contains("no differences");
    }
  }

  @Test
  void aFailureIsAnOutcomeAndFindings() throws IOException {
    RunDiff diff = diff(samples("backend-transfer-2q"), samples("backend-transfer-failed"));
    assertThat(diff.a().outcomes()).containsExactly("completed");
    assertThat(diff.b().outcomes()).containsExactly("failed");
    assertThat(diff.findings()).anyMatch(said -> said.before() == 0 && said.after() > 0);
    assertThat(text(diff)).contains("completed -> failed");
  }

  @Test
  void jsonFollowsItsSchema() throws IOException {
    JsonSchema schema;
    try (InputStream in =
        RunDiffJson.class.getResourceAsStream("vtrace-capture-diff-1.schema.json")) {
      schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
    for (String other : List.of("backend-transfer-2q", "backend-transfer-failed", "ordinary-2q")) {
      RunDiff diff = diff(samples("ordinary-2q"), samples(other));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      RunDiffJson.write(out, diff);
      JsonNode root = Recordings.json(out.toByteArray());
      assertThat(schema.validate(root)).as(other).isEmpty();
      assertThat(root.get("operations")).hasSameSizeAs(diff.operations());
      assertThat(root.get("differences").asInt()).isEqualTo(diff.differences());
    }
  }

  @Test
  void textNamesWindowsAndOperations() throws IOException {
    String text = text(diff(samples("ordinary-2q"), samples("backend-transfer-2q")));
    assertThat(text)
        .contains("migration 1  source  switchover  stop", "executed -> skipped (30)")
        .contains("GET_VRING_BASE q0 q1", "downtime", "44 verdicts differ")
        .doesNotContain("\u001b");
  }

  private static String text(RunDiff diff) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    new RunDiffText(print, false).print(diff);
    return out.toString(StandardCharsets.UTF_8);
  }
}
