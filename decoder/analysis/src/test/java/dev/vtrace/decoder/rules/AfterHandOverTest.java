// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Basis;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Reason;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A source that goes on after a completed transfer, and ones that rightly do. */
class AfterHandOverTest {
  private static Window window(
      String who, Window.WindowKind kind, long beginNs, int attempt, Phase phase) {
    Operation operation =
        new Operation(
            "SET_VRING_NUM",
            0,
            Operation.OperationStep.VHOST,
            Verdict.SKIPPED,
            Basis.OBSERVED,
            Reason.ON_SOCKET,
            "",
            List.of(new Evidence(who + ".log", 1, 0, "text")));
    return new Window(
        "w",
        Role.OTHER,
        who,
        "disk",
        kind,
        beginNs,
        beginNs + 1,
        attempt,
        phase,
        Transfer.YES,
        "",
        false,
        false,
        List.of(),
        List.of(operation));
  }

  private static Make transfer(Attempt.AttemptOutcome outcome) {
    return new Make()
        .attempt(outcome, 0, 5)
        .window(window("src", Window.WindowKind.STOP, 1, 1, Phase.SWITCHOVER))
        .window(window("dst", Window.WindowKind.START, 2, 1, Phase.SWITCHOVER));
  }

  private static List<Code> codes(Make make) {
    return Checker.check(make.build()).problems().stream()
        .map(Problem::code)
        .filter(code -> code == Code.BOTH_RUN || code == Code.SOURCE_STILL_SPEAKS)
        .toList();
  }

  @Test
  void aSourceThatStartsItsDeviceAgainIsTold() {
    Window again = window("src", Window.WindowKind.START, 10, 0, Phase.ORDINARY);
    Window ended = window("dst", Window.WindowKind.STOP, 9, 0, Phase.ORDINARY);
    Make run = transfer(Attempt.AttemptOutcome.COMPLETED);
    assertThat(codes(run)).isEmpty();
    assertThat(codes(run.window(again))).containsExactly(Code.BOTH_RUN);
    assertThat(codes(transfer(Attempt.AttemptOutcome.FAILED).window(again))).isEmpty();
    assertThat(codes(transfer(Attempt.AttemptOutcome.UNKNOWN).window(again))).isEmpty();
    assertThat(codes(transfer(Attempt.AttemptOutcome.COMPLETED).window(ended).window(again)))
        .isEmpty();
    // Nothing shows that the destination has started it.
    assertThat(codes(new Make().attempt(Attempt.AttemptOutcome.COMPLETED, 0, 5).window(again)))
        .isEmpty();
  }

  @Test
  void contOnTheSourceIsTheFirstErrorAlsoWhereTheDestinationIsSilent() throws IOException {
    for (Path folder : Recordings.live()) {
      if (folder.endsWith("live-split-brain")) {
        Capture all = CaptureFolder.open(folder);
        assertThat(errors(all)).containsExactly(Code.SOURCE_STILL_SPEAKS, Code.BOTH_RUN);
        assertThat(errors(without(all, "vhost-user"))).containsExactly(Code.BOTH_RUN);
        assertThat(errors(without(all, "dst"))).isEmpty();
      }
    }
  }

  private static Capture without(Capture all, String name) {
    List<Input> inputs =
        all.inputs().stream().filter(input -> !input.name().startsWith(name)).toList();
    return new Capture(all.name(), all.participants(), inputs);
  }

  private static List<Code> errors(Capture capture) throws IOException {
    return Checker.check(CheckedRun.of(capture)).problems().stream()
        .filter(problem -> problem.severity() == Severity.ERROR)
        .map(Problem::code)
        .toList();
  }
}
