// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.runlog.EntryKind;
import dev.vtrace.decoder.runlog.FollowedRun;
import dev.vtrace.decoder.runlog.LogEntry;
import dev.vtrace.decoder.runlog.RunLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log of a run: complete, in order, and asked by conditions and times. */
class LogCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static String sample(String name) {
    return LspCapture.root().resolve("samples").resolve(name).toString();
  }

  @TestFactory
  Stream<DynamicTest> hasWhatTheLedgerAndTheConnectionsHave() throws IOException {
    return RecordedRuns.all().stream()
        .map(run -> DynamicTest.dynamicTest(run.getFileName().toString(), () -> counts(run)));
  }

  private static void counts(Path folder) throws IOException {
    JoinedRun run = Analysis.joined(RunLoader.load(CaptureOpener.open(folder)));
    RunLog log = new RunLog(run, Checker.check(CheckedRun.of(run)).problems());
    Map<Verdict, Integer> verdicts = new HashMap<>();
    Map<EntryKind, Integer> kinds = new HashMap<>();
    Map<String, Long> lastOfFile = new HashMap<>();
    long[] last = {-1};
    log.read(
        entry -> {
          assertThat(entry.orderNs()).isGreaterThanOrEqualTo(last[0]);
          last[0] = entry.orderNs();
          kinds.merge(entry.kind(), 1, Integer::sum);
          if (entry.verdict() != null) {
            verdicts.merge(entry.verdict(), 1, Integer::sum);
          }
          if (isRecord(entry)) {
            Long before = lastOfFile.put(entry.span().file(), entry.span().offset());
            assertThat(before == null || before <= entry.span().offset()).isTrue();
          }
          return true;
        });
    for (Verdict verdict : List.of(Verdict.SKIPPED, Verdict.UNKNOWN)) {
      assertThat(verdicts.getOrDefault(verdict, 0)).isEqualTo(ledger(run, verdict));
    }
    int messages = 0;
    for (Connection connection : run.evidence().connections()) {
      messages += connection.session().steps().size();
    }
    assertThat(kinds.getOrDefault(EntryKind.MESSAGE, 0)).isEqualTo(messages);
  }

  private static boolean isRecord(LogEntry entry) {
    return switch (entry.kind()) {
      case EVENT, LINE, QMP, BACKEND -> true;
      default -> false;
    };
  }

  private static int ledger(JoinedRun run, Verdict verdict) {
    int count = 0;
    for (List<Window> windows : List.of(run.migration().windows(), run.migration().around())) {
      for (Window window : windows) {
        count += window.count(verdict);
      }
    }
    return count;
  }

  @Test
  void conditionsSelectLines() {
    Run run =
        Run.vtrace(
            "log",
            "-f",
            "json",
            "-w",
            "queue == 1 && verdict == \"skipped\" && participant == 'src'",
            sample("backend-transfer-2q"));
    List<JsonNode> lines = lines(run);
    assertThat(lines.get(0).get("format").asText()).isEqualTo("vtrace-log/1");
    assertThat(lines.stream().skip(1).map(line -> line.get("operation").asText()))
        .contains("GET_VRING_BASE", "SET_VRING_ENABLE")
        .doesNotContain("GET_FEATURES");
    Run message =
        Run.vtrace("log", "-f", "json", "-w", "message.num == 128", sample("backend-transfer-2q"));
    assertThat(lines(message).get(1).get("name").asText()).isEqualTo("SET_VRING_NUM");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--where|quue == 1",
        "--where|queue = 1",
        "--where|queue[0].state == 'started'",
        "--from|yesterday",
        "--to|+5",
        "--around|somewhere",
        "--around|08:02:35,much",
      })
  void whatCannotBeReadIsWrongUsage(String words) {
    String[] word = words.split("\\|");
    Run run = Run.vtrace("log", word[0], word[1], sample("backend-transfer-2q"));
    assertThat(run.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(run.err()).contains(word[0]);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aPartOfTheTime() {
    Run all = Run.vtrace("log", "-f", "json", sample("backend-transfer-failed"));
    Run part =
        Run.vtrace(
            "log", "-f", "json", "--around", "dst.stderr:2,1ms", sample("backend-transfer-failed"));
    List<JsonNode> few = lines(part);
    assertThat(few.size()).isBetween(4, lines(all).size() - 1);
    assertThat(few.stream().map(line -> line.path("file").asText() + line.path("line").asLong()))
        .contains("dst.stderr1", "dst.stderr2", "dst.stderr3");
    Run later =
        Run.vtrace("log", "-f", "json", "--from", "+3.9s", sample("backend-transfer-failed"));
    assertThat(later.out()).contains("query-status").doesNotContain("GET_PROTOCOL_FEATURES");
    Run clock =
        Run.vtrace(
            "log",
            "-f",
            "json",
            "--from",
            "08:02:35.5689",
            "--to",
            "2026-11-23T08:02:35.56891Z",
            sample("backend-transfer-failed"));
    assertThat(lines(clock).stream().filter(line -> line.path("kind").asText().equals("line")))
        .hasSize(1);
  }

  @Test
  void aTableHasAsManyCellsInEachLine() {
    Run run = Run.vtrace("log", "-f", "csv", "-w", "kind == 'qmp'", sample("two-devices"));
    assertThat(run.out().lines().findFirst().orElseThrow()).startsWith("time_ns,participant,kind,");
    assertThat(run.out().lines().skip(1)).isNotEmpty().allMatch(line -> line.contains(",qmp,"));
  }

  /** The first record of a socket's file is an opening. */
  @Test
  void openingsHaveTimes() {
    Run run =
        Run.vtrace("log", "-f", "json", "-w", "name == 'open'", sample("backend-transfer-2q"));
    assertThat(lines(run).stream().skip(1))
        .isNotEmpty()
        .allMatch(line -> line.get("kind").asText().equals("connection"))
        .noneMatch(line -> line.get("time").isNull());
  }

  @Test
  void textIsOneLineAnEntry() {
    Run text = Run.vtrace("log", sample("backend-transfer-2q"));
    Run json = Run.vtrace("log", "-f", "json", sample("backend-transfer-2q"));
    assertThat(text.out().lines().count()).isEqualTo(json.out().lines().count());
    assertThat(text.out()).contains("delta µs").contains("skipped   operation  GET_VRING_BASE q1");
  }

  @Test
  void aSimpletraceFileByItselfIsPrintedAsItsScriptPrintsIt() throws IOException {
    for (Path capture : RecordedRuns.all()) {
      Path trace = capture.resolve("src.simpletrace");
      Path text = capture.resolve("src.simpletrace.txt.gz");
      if (!Files.exists(trace) || !Files.exists(text)) {
        continue;
      }
      String expected;
      try (InputStream in = Inputs.look(text)) {
        expected = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      Run run = Run.vtrace("log", trace.toString());
      assertThat(run.out()).isEqualTo(expected);
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
      assertThat(Run.vtrace("log", "-f", "json", trace.toString()).out()).startsWith("{\"format\"");
      return;
    }
  }

  /** Entries are listed as they are written, new files too, until the description is complete. */
  @Test
  void aRecordingIsFollowed(@TempDir Path folder) throws Exception {
    Path first = folder.resolve("src.trace.log");
    Files.writeString(first, EVENT.formatted(1, 1));
    Files.writeString(folder.resolve("capture.json"), description(""));
    BlockingQueue<LogEntry> seen = new LinkedBlockingQueue<>();
    FollowedRun log = new FollowedRun(folder, () -> true);
    FutureTask<Boolean> end =
        new FutureTask<>(
            () -> {
              log.read(seen::add, () -> {});
              return true;
            });
    new Thread(end, "follows").start();
    assertThat(seen.take().text()).contains("idx 1");
    Files.writeString(first, EVENT.formatted(3, 3), StandardOpenOption.APPEND);
    assertThat(seen.take().text()).contains("idx 3");
    Files.writeString(folder.resolve("dst.trace.log"), EVENT.formatted(5, 5));
    LogEntry other = seen.take();
    assertThat(other.text()).contains("idx 5");
    assertThat(other.participant()).isEqualTo("dst");
    Files.writeString(first, EVENT.formatted(7, 7), StandardOpenOption.APPEND);
    Files.writeString(folder.resolve("capture.json"), description("00"));
    assertThat(end.get()).isTrue();
    assertThat(seen.stream().map(LogEntry::text)).hasSize(1).allMatch(t -> t.contains("idx 7"));
  }

  private static final String EVENT =
      "2026-11-23T08:00:0%d.000000Z vhost_virtqueue_start_in 0x55 0x56 idx %d\n";

  private static String description(String sum) {
    return "{\"format\": \"vtrace-capture/1\", \"tool\": \"t\", \"participants\": [],"
        + " \"files\": [{\"name\": \"src.trace.log\", \"role\": \"trace\","
        + " \"kind\": \"QEMU log\", \"participant\": \"src\", \"sha256\": \""
        + sum
        + "\"}], \"gaps\": [], \"redactions\": []}";
  }

  private static List<JsonNode> lines(Run run) {
    List<JsonNode> out = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      try {
        out.add(MAPPER.readTree(line));
      } catch (IOException e) {
        throw new AssertionError(line, e);
      }
    }
    return out;
  }
}
