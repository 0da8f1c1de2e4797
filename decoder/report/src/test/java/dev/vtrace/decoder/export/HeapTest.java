// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A run takes no more memory the longer it is: what is let go is said, and never ends the reading.
 */
class HeapTest {
  private static final int KEPT = 6_000;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "WINDOWS, 60000",
    "WINDOWS_OF_BOTH_SIDES, 30000",
    "STARTS_WITHOUT_END, 200000",
    "FORMER_STARTS, 100000",
    "QUEUES_OF_A_WINDOW, 100000",
    "MESSAGES_IN_ONE_START, 200000",
    "MESSAGES_WITHOUT_TRACE, 150000",
    "WINDOWS_OF_MESSAGES, 25000",
    "WINDOWS_AND_MESSAGES, 20000",
  })
  void aSmallHeapIsEnough(BigInput input, int n) throws Exception {
    input.write(folder, n);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx80m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HeapWork.class.getName(),
                folder.toString(),
                String.valueOf(KEPT))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    List<Integer> counts = List.of(said.trim().split(" ")).stream().map(Integer::parseInt).toList();
    assertThat(counts.get(0)).isLessThanOrEqualTo(KEPT + 5_000);
    assertThat(counts.get(1)).isLessThanOrEqualTo(KEPT / 3 + 300);
    assertThat(counts.get(2)).isPositive();
  }
}
