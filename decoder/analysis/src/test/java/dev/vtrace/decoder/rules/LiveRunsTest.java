// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.model.CheckedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs that vtrace recorded live, checked against what their scenario says was done. */
class LiveRunsTest {
  private static final Pattern CODE = Pattern.compile("VT[0-9]{4}");
  private static final Pattern COUNT =
      Pattern.compile("\\b([0-9]{1,3}) (?:skipped|operations were)");

  /**
   * What old recordings cannot tell: their proxy did not note which end was the first, and the
   * monitors were not asked which queues the guest has set up.
   */
  private static final Map<String, Code> NOT_TOLD =
      Map.of(
          "live-close-be-killed-0", Code.RING_LEFT_RUNNING,
          "live-close-be-killed-1", Code.RING_LEFT_RUNNING,
          "live-close-be-killed-2", Code.RING_LEFT_RUNNING,
          "live-fail-kill-backend", Code.SAVE_FAILED);

  private static final Map<String, Integer> UNKNOWN =
      Map.of(
          "live-attach-2q", 15,
          "live-cancel-ordinary-attached", 2,
          "live-fail-kill-backend", 6);

  @TestFactory
  List<DynamicTest> theFirstFindingAndTheVerdictsAreThoseOfTheScenario() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path folder : Recordings.live()) {
      String name = folder.getFileName().toString();
      tests.add(DynamicTest.dynamicTest(name, () -> check(folder, name)));
    }
    System.out.println(tests.size() + " recordings of live runs");
    return tests;
  }

  private static void check(Path folder, String name) throws IOException {
    String expected =
        Recordings.json(Recordings.file(folder, "scenario.json")).get("expected_cause").asText();
    CheckedRun run = CheckedRun.of(CaptureFolder.open(folder));
    CheckResult result = Checker.check(run);
    if (expected.startsWith("completed")) {
      assertThat(result.problems())
          .filteredOn(problem -> problem.severity() == Severity.ERROR)
          .isEmpty();
      assertThat(run.migration().attempts())
          .isNotEmpty()
          .allMatch(attempt -> attempt.outcome() == Attempt.AttemptOutcome.COMPLETED);
    } else {
      assertThat(result.problems().get(0).code()).isEqualTo(first(name, expected));
    }
    verdicts(name, expected, run);
  }

  /** The first code that the scenario names; a cancelled migration has that for its cause. */
  private static Code first(String name, String expected) {
    if (NOT_TOLD.containsKey(name)) {
      return NOT_TOLD.get(name);
    }
    Matcher codes = CODE.matcher(expected);
    if (expected.startsWith("cancelled") || !codes.find()) {
      return Code.MIGRATION_CANCELLED;
    }
    for (Code code : Code.values()) {
      if (code.code().equals(codes.group())) {
        return code;
      }
    }
    throw new AssertionError(expected);
  }

  private static void verdicts(String name, String expected, CheckedRun run) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    for (Window window : run.migration().windows()) {
      for (Operation operation : window.operations()) {
        if (window.phase() != Phase.ORDINARY) {
          counts.merge(operation.verdict(), 1, Integer::sum);
        }
      }
    }
    assertThat(counts.getOrDefault(Verdict.VIOLATION, 0)).isZero();
    assertThat(counts.getOrDefault(Verdict.UNKNOWN, 0))
        .isLessThanOrEqualTo(UNKNOWN.getOrDefault(name, 0));
    Matcher count = COUNT.matcher(expected);
    if (count.find() && !UNKNOWN.containsKey(name)) {
      assertThat(counts.get(Verdict.SKIPPED))
          .isGreaterThanOrEqualTo(Integer.parseInt(count.group(1)));
    }
    if (expected.startsWith("completed")) {
      assertThat(counts.getOrDefault(Verdict.EXECUTED, 0)).isZero();
    }
  }
}
