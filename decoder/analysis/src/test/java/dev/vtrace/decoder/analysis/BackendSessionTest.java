// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.LooseFiles;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sessions of QEMU with back-ends: their logs tell what QEMU's trace tells. */
class BackendSessionTest {
  private static CheckedRun session(String who, boolean trace, boolean log) throws IOException {
    Path folder = Recordings.root().resolve("samples/backend-log-" + who);
    LooseFiles files = new LooseFiles();
    if (trace) {
      files.trace("source", folder.resolve("source.trace.log.gz"));
    }
    if (log) {
      files.add(InputRole.BACKEND_LOG, folder.resolve(who + ".log.gz"));
    }
    return CheckedRun.of(files.capture());
  }

  private static List<String> messages(CheckedRun run) {
    return run.migration().messages().stream().map(WireMark::request).toList();
  }

  /** Starts and stops with what was executed in them, in the order of the ledger. */
  private static List<String> executed(CheckedRun run) {
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

  @ParameterizedTest
  @CsvSource({"dpdk, 66", "ovs, 66", "libvhost-user, 47"})
  void logAndTraceTellTheSameMessages(String who, int count) throws IOException {
    CheckedRun trace = session(who, true, false);
    CheckedRun log = session(who, false, true);
    assertThat(messages(log)).hasSize(count).isEqualTo(messages(trace));
    assertThat(messages(session(who, true, true))).isEqualTo(messages(trace));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dpdk", "ovs", "libvhost-user"})
  void logAndTraceTellTheSameStartsAndStops(String who) throws IOException {
    List<String> trace = executed(session(who, true, false));
    assertThat(trace).hasSize(4);
    assertThat(executed(session(who, false, true))).isEqualTo(trace);
    assertThat(executed(session(who, true, true))).isEqualTo(trace);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dpdk", "ovs", "libvhost-user"})
  void nothingIsWrongWithIt(String who) throws IOException {
    for (CheckedRun run :
        List.of(session(who, true, false), session(who, false, true), session(who, true, true))) {
      assertThat(Checker.check(run).problems())
          .noneMatch(problem -> problem.severity() == Severity.ERROR);
    }
  }
}
