// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.rules.statement.StatementProblems;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Recorded runs: the first error names the cause, and good runs have none. */
class CheckCapturesTest {
  private static final Map<String, Code> CAUSES =
      Map.ofEntries(
          Map.entry("backend-transfer-failed", Code.QUEUES_DIFFER),
          Map.entry("cancel-normal-pre-switchover", Code.MIGRATION_CANCELLED),
          Map.entry("cancel-pre-switchover", Code.MIGRATION_CANCELLED),
          Map.entry("fail-no-cap-src", Code.TRANSFER_ONE_SIDED),
          Map.entry("fail-no-inflight", Code.NO_INFLIGHT_REGION),
          Map.entry("fail-nvqs-equal", Code.QUEUES_DIFFER),
          Map.entry("fail-nvqs-equal-dst-exits", Code.QUEUES_DIFFER),
          Map.entry("fail-nvqs-equal-linux-4q", Code.QUEUES_DIFFER),
          Map.entry("fail-nvqs-mismatch", Code.VECTORS_DIFFER),
          Map.entry("fail-nvqs-mismatch-no-rp", Code.VECTORS_DIFFER),
          Map.entry("fail-tcp-channel", Code.CHANNEL_WITHOUT_FDS),
          Map.entry("fail-unstarted-device", Code.NEVER_STARTED),
          Map.entry("query-queue-status-stops-ring", Code.RING_STOPPED_BY_QUERY),
          Map.entry("transfer-then-reset", Code.REGION_ADDED_TWICE));

  @TestFactory
  List<DynamicTest> firstErrors() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : Recordings.captures()) {
      String name = folder.getFileName().toString();
      tests.add(DynamicTest.dynamicTest(name, () -> firstError(folder, CAUSES.get(name))));
    }
    return tests;
  }

  private static void firstError(Path folder, Code cause) throws IOException {
    CheckResult result = check(CaptureFolder.open(folder));
    if (cause == null) {
      assertThat(result.problems())
          .filteredOn(problem -> problem.severity() == Severity.ERROR)
          .isEmpty();
      assertThat(result.firstError()).isNull();
    } else {
      assertThat(result.firstError().code()).isEqualTo(cause);
      assertThat(result.firstError().evidence()).isNotEmpty();
    }
  }

  /** Less evidence may show fewer problems, but never one that is not there. */
  @TestFactory
  List<DynamicTest> goodRunsHaveNoErrorByAnyEvidence() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : Recordings.captures()) {
      String name = folder.getFileName().toString();
      if (!CAUSES.containsKey(name)) {
        tests.add(DynamicTest.dynamicTest(name, () -> anyEvidence(CaptureFolder.open(folder))));
      }
    }
    return tests;
  }

  /** A log of a run in which nothing failed holds nothing that the table or the net takes. */
  @TestFactory
  List<DynamicTest> logsOfGoodRunsSayNothing() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : Recordings.captures()) {
      String name = folder.getFileName().toString();
      if (!CAUSES.containsKey(name)) {
        tests.add(DynamicTest.dynamicTest(name, () -> silent(CaptureFolder.open(folder))));
      }
    }
    return tests;
  }

  private static void silent(Capture all) throws IOException {
    for (Capture capture : List.of(all, all.only(InputRole.TRACE, InputRole.BACKEND_LOG))) {
      CheckedRun run = CheckedRun.of(capture);
      assertThat(StatementProblems.of(run, List.of())).isEmpty();
      assertThat(
              new CheckResult("", TestedRules.of(run, List.of()), List.of(), run.files())
                  .understood())
          .isTrue();
    }
  }

  /** Devices side by side are told the same things within a few milliseconds. */
  @Test
  void twoDevicesAreNotMixedUpByAnyEvidence() throws IOException {
    Path folder = Recordings.root().resolve("samples/two-devices");
    anyEvidence(CaptureFolder.open(folder), InputRole.TRACE, InputRole.QMP);
  }

  @Test
  void theOrderOfConnectionsTellsNothing() throws IOException {
    Capture all = CaptureFolder.open(Recordings.root().resolve("samples/ordinary-2q"));
    List<Input> inputs = new ArrayList<>();
    for (List<Input> piece : pieces(all.only(InputRole.STREAM, InputRole.SOCKET))) {
      inputs.addAll(0, piece);
    }
    CheckResult result = check(new Capture(all.name(), List.of(), inputs));
    assertThat(result.count(Severity.ERROR)).isZero();
  }

  /** As where a destination gives up before it starts its device. */
  @Test
  void aConnectionOnWhichNoRingRanShowsNoStop(@TempDir Path folder) throws IOException {
    Capture all = CaptureFolder.open(Recordings.root().resolve("samples/ordinary-2q"));
    List<Input> inputs = new ArrayList<>(all.only(InputRole.STREAM, InputRole.QMP).inputs());
    Input socket =
        all.with(InputRole.SOCKET).stream()
            .filter(input -> input.participant().equals("dst"))
            .findFirst()
            .orElseThrow();
    List<String> idle =
        Files.readAllLines(socket.path()).stream().filter(line -> !line.contains("VRING")).toList();
    Path file = Files.write(folder.resolve("idle.jsonl"), idle);
    inputs.add(new Input(file, "idle.jsonl", socket.kind(), socket.role(), ""));
    CheckResult result = check(new Capture(all.name(), all.participants(), inputs));
    assertThat(result.problems())
        .extracting(Problem::code)
        .doesNotContain(Code.OPERATION_MISSING, Code.OPERATION_FAILED);
  }

  /**
   * @param needed without one of these in it, a choice is not tried: connections alone do not tell
   *     of one device on each side from two on one side
   */
  private static void anyEvidence(Capture all, InputRole... needed) throws IOException {
    List<List<Input>> pieces = pieces(all);
    List<String> wrong = new ArrayList<>();
    for (int choice = 1; choice < 1 << pieces.size(); choice++) {
      List<Input> inputs = new ArrayList<>();
      for (int i = 0; i < pieces.size(); i++) {
        inputs.addAll((choice >> i & 1) == 1 ? pieces.get(i) : List.of());
      }
      List<InputRole> roles = inputs.stream().map(Input::role).toList();
      if (needed.length > 0 && Collections.disjoint(roles, List.of(needed))) {
        continue;
      }
      CheckResult result = check(new Capture(all.name(), all.participants(), inputs));
      for (Problem problem : result.problems()) {
        if (problem.severity() == Severity.ERROR) {
          String names = inputs.stream().map(Input::name).collect(Collectors.joining(" "));
          wrong.add(names + ": " + problem.code() + " " + problem.message());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** What somebody may have or not have; nothing says whose connection one is. */
  private static List<List<Input>> pieces(Capture all) {
    Map<String, List<Input>> pieces = new LinkedHashMap<>();
    for (Input input : all.inputs()) {
      String piece =
          switch (input.role()) {
            case TRACE -> input.kind() == InputKind.QEMU_LOG ? input.name() : "";
            case STREAM, DESCRIPTORS -> "stream";
            case SOCKET, QMP -> input.name();
            default -> "";
          };
      boolean socket = input.role() == InputRole.SOCKET;
      if (!piece.isEmpty()) {
        pieces
            .computeIfAbsent(piece, p -> new ArrayList<>())
            .add(
                socket
                    ? new Input(input.path(), input.name(), input.kind(), input.role(), "")
                    : input);
      }
    }
    return List.copyOf(pieces.values());
  }

  private static CheckResult check(Capture capture) throws IOException {
    return Checker.check(CheckedRun.of(capture));
  }
}
