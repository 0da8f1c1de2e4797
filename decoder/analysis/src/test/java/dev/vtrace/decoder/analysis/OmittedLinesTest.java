// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logs of which people left out a part, and said so: what is on one side of that place says nothing
 * of the other.
 */
class OmittedLinesTest {
  private static final List<String> MARKS =
      List.of("[...]", "-- snip --", "Suppressed 1204 messages from qemu.service");

  @TempDir Path folder;

  static Stream<Path> recordings() throws IOException {
    return Stream.concat(Recordings.captures().stream(), Recordings.live().stream());
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void noOtherVerdictAndNoOtherError(Path recording) throws IOException {
    Capture all = CaptureFolder.open(recording);
    LogFilter filter = new LogFilter(folder);
    Capture whole = filter.traces(all, InputKind.QEMU_LOG, (who, log) -> log);
    if (whole.isEmpty()) {
      return;
    }
    Said expected = Said.of(whole);
    for (int i = 0; i < MARKS.size(); i++) {
      String mark = MARKS.get(i);
      double from = 0.2 + 0.2 * i;
      Said shortened =
          Said.of(filter.traces(all, InputKind.QEMU_LOG, (who, log) -> without(log, from, mark)));
      assertThat(shortened.beside(expected)).as(mark + " at " + from).isEmpty();
    }
  }

  private static byte[] without(byte[] log, double from, String mark) {
    String[] lines = new String(log, StandardCharsets.ISO_8859_1).split("(?<=\n)");
    StringBuilder out = new StringBuilder();
    int begin = (int) (lines.length * from);
    int end = (int) (lines.length * (from + 0.3));
    for (int i = 0; i < lines.length; i++) {
      if (i == begin) {
        out.append(mark).append('\n');
      }
      if (i < begin || i >= end) {
        out.append(lines[i]);
      }
    }
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Verdicts around the hand-over, with how many there are of each, and codes of errors. */
  private record Said(Map<String, Integer> verdicts, Set<Code> errors) {
    static Said of(Capture capture) throws IOException {
      CheckedRun run = CheckedRun.of(capture);
      Map<String, Integer> verdicts = new HashMap<>();
      for (Window window : run.migration().windows()) {
        for (Operation operation : window.operations()) {
          boolean told =
              operation.verdict() != Verdict.UNKNOWN && operation.verdict() != Verdict.NOT_DUE;
          if (told && window.phase() != Phase.ORDINARY) {
            String what =
                String.join(
                    " ",
                    window.kind().toString(),
                    window.phase().toString(),
                    operation.name(),
                    Integer.toString(operation.queue()),
                    operation.verdict().toString());
            verdicts.merge(what, 1, Integer::sum);
          }
        }
      }
      Set<Code> errors = EnumSet.noneOf(Code.class);
      Checker.check(run).problems().stream()
          .filter(problem -> problem.severity() == Severity.ERROR)
          .forEach(problem -> errors.add(problem.code()));
      return new Said(verdicts, errors);
    }

    /** What is said here and not there. That QEMU reported something needs no other line. */
    List<String> beside(Said whole) {
      Stream<String> more =
          verdicts.keySet().stream()
              .filter(each -> verdicts.get(each) > whole.verdicts.getOrDefault(each, 0));
      Stream<String> others =
          errors.stream()
              .filter(each -> each != Code.QEMU_REPORTED && !whole.errors.contains(each))
              .map(Code::toString);
      return Stream.concat(more, others).toList();
    }
  }
}
