// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.analysis.model.Device;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.model.CheckedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recordings by {@code samples/lab/run net-3pairs} of QEMU 7.2, which has no events of queues, and
 * of 11.1: one network device with three pairs of queues, of which QEMU makes three vhost devices.
 */
class QueuePairsTest {
  private static final Path RECORDED =
      Recordings.root().resolve("decoder/analysis/src/test/resources/net-pairs");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"7.2", "11.1"})
  void severalPairsAreOneDevice(String version) throws IOException {
    Migration run = read(RECORDED.resolve(version)).migration();

    assertThat(run.devices()).extracting(Device::name).containsExactly("virtio-net");
    assertThat(run.devices()).extracting(Device::queues).containsExactly(OptionalInt.of(6));
    assertThat(run.windows()).hasSize(12);
    for (int i = 0; i < 12; i++) {
      int first = i % 3 * 2;
      Window window = run.windows().get(i);
      assertThat(window.device()).isEqualTo("virtio-net");
      assertThat(window.operations())
          .filteredOn(each -> each.verdict() == Verdict.EXECUTED && each.queue() >= 0)
          .isNotEmpty()
          .extracting(Operation::queue)
          .containsOnly(first, first + 1);
      assertThat(window.operations())
          .extracting(Operation::verdict)
          .containsOnly(Verdict.EXECUTED, Verdict.NOT_DUE);
    }
  }

  /** The first pair sends the memory table for all; less evidence makes no other statement. */
  @ParameterizedTest
  @CsvSource({"7.2,trace", "7.2,vhost-user", "7.2,''", "11.1,trace", "11.1,vhost-user", "11.1,''"})
  void nothingIsWrong(String version, String part) throws IOException {
    try (Stream<Path> files = Files.list(RECORDED.resolve(version))) {
      for (Path file : files.filter(each -> each.toString().contains(part)).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    assertThat(Checker.check(read(folder)).problems())
        .filteredOn(problem -> problem.severity() == Severity.ERROR)
        .isEmpty();
  }

  private static CheckedRun read(Path capture) throws IOException {
    return CheckedRun.of(CaptureFolder.open(capture));
  }
}
