// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.capture.LooseFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** System calls with a time of day get the day and the zone of the evidence beside them. */
class DayFinderTest {
  private static final String CALL =
      " sendmsg(8, {msg_iov=[{iov_base=\"\\3\\0\\0\\0\\1\\0\\0\\0\\0\\0\\0\\0\"}]}, 0) = 12";

  @TempDir Path folder;

  private List<Long> times(String calls, String... log) throws IOException {
    Path strace = Files.writeString(folder.resolve("calls.txt"), calls + "\n");
    LooseFiles files = new LooseFiles().trace("src", strace);
    if (log.length > 0) {
      files.trace("dst", Files.write(folder.resolve("dst.log"), List.of(log)));
    }
    return RunLoader.load(files.capture()).connections().get(0).session().steps().stream()
        .map(step -> step.message().timeNs())
        .toList();
  }

  @Test
  void theLogTellsDayAndZone() throws IOException {
    String begin = "2026-01-05T09:59:50.000000Z migrate_set_state new state setup";
    String end = "2026-01-05T10:00:10.000000Z migrate_set_state new state completed";
    long at = 1767607200_250000000L;
    for (String local : List.of("10:00:00.250000", "11:00:00.250000", "15:30:00.250000")) {
      assertThat(times("123 " + local + CALL, begin, end)).as(local).containsExactly(at);
    }
    assertThat(times("123 23:59:59.000000" + CALL, begin, end)).containsExactly(at - 1_250000000L);
  }

  @Test
  void whatDoesNotFitHasItsOrderOnly() throws IOException {
    String begin = "2026-01-05T10:00:00.000000Z migrate_set_state new state setup";
    String other = "2026-01-05T10:00:10.000000Z migrate_set_state new state completed";
    String late = "2026-01-05T12:00:00.000000Z migrate_set_state new state completed";
    assertThat(times("123 10:07:00.000000" + CALL, begin, other)).containsExactly(-1L);
    assertThat(times("123 10:07:00.000000" + CALL, begin, late)).containsExactly(-1L);
    assertThat(times("123 10:00:05.000000" + CALL)).containsExactly(-1L);
    assertThat(times("123 0.000005" + CALL, begin, other)).containsExactly(-1L);
  }
}
