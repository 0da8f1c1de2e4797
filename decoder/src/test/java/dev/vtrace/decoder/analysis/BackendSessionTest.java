// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A real session of QEMU with DPDK: the back-end's log tells what QEMU's trace tells. */
class BackendSessionTest {
  private static final Path SESSION = Recordings.root().resolve("samples/backend-log-dpdk");

  private static Run session(boolean trace, boolean log) throws IOException {
    LooseFiles files = new LooseFiles();
    if (trace) {
      files.trace("source", SESSION.resolve("source.trace.log.gz"));
    }
    if (log) {
      files.add(InputRole.BACKEND_LOG, SESSION.resolve("dpdk.log.gz"));
    }
    return Run.of(files.capture());
  }

  private static List<String> messages(Run run) {
    return run.migration().messages().stream().map(WireMark::request).toList();
  }

  /** Starts and stops with what was executed in them, in the order of the ledger. */
  private static List<String> executed(Run run) {
    return run.migration().windows().stream()
        .map(
            window ->
                window.kind().label()
                    + window.operations().stream()
                        .filter(operation -> operation.verdict() == Verdict.EXECUTED)
                        .map(operation -> " " + operation.name() + " " + operation.queue())
                        .toList())
        .toList();
  }

  @Test
  void logAndTraceTellTheSameMessages() throws IOException {
    Run trace = session(true, false);
    Run log = session(false, true);
    assertThat(messages(log)).hasSize(66).isEqualTo(messages(trace));
    assertThat(messages(session(true, true))).isEqualTo(messages(trace));
  }

  @Test
  void logAndTraceTellTheSameStartsAndStops() throws IOException {
    List<String> trace = executed(session(true, false));
    assertThat(trace).hasSize(4);
    assertThat(executed(session(false, true))).isEqualTo(trace);
    assertThat(executed(session(true, true))).isEqualTo(trace);
  }

  @Test
  void nothingIsWrongWithIt() throws IOException {
    for (Run run : List.of(session(true, false), session(false, true), session(true, true))) {
      assertThat(Checker.check(run).problems())
          .noneMatch(problem -> problem.severity() == Severity.ERROR);
    }
  }
}
