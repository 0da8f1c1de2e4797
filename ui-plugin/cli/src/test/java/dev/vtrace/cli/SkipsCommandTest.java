// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code vtrace skips} and {@code vtrace fds} on the samples. */
class SkipsCommandTest {
  private static final Path TRANSFER = samples().resolve("backend-transfer-2q");

  private static Path samples() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    return at.resolve("samples");
  }

  @Test
  void showsWhatWasSkippedOnEachSideAndWhereToLook() {
    Run run = Run.vtrace("skips", TRANSFER.toString());
    assertThat(run.err().lines())
        .containsExactly(
            "not read: device-section-truth.json: JSON of another kind",
            "not read: scenario.json: JSON of another kind");
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out())
        .contains(
            "migration 1   src to dst   completed",
            "switchover, transferred",
            "skipped    SET_LOG_BASE, SET_FEATURES, SET_VRING_ADDR q0 q1, SET_VRING_ENABLE q0 q1",
            "SET_VRING_KICK q0 q1",
            "the stream carries the back-end",
            "src.trace.log.gz:");
    assertThat(run.out().lines().count()).isLessThan(60);
  }

  @Test
  void takesLooseFiles() {
    Run run =
        Run.vtrace(
            "skips",
            "--source",
            TRANSFER.resolve("src.trace.log.gz").toString(),
            "--destination",
            TRANSFER.resolve("dst.trace.log.gz").toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("source to destination   completed", "transferred");
  }

  @Test
  void jsonIsTheContract() {
    Run run = Run.vtrace("skips", "-f", "json", TRANSFER.toString());
    assertThat(run.out())
        .startsWith("{\n  \"format\" : \"vtrace-ledger/1\"")
        .contains("\"phase\" : \"switchover\"", "\"verdict\" : \"not-due\"", "\"totals\"");
  }

  @Test
  void descriptorsAreCounted() {
    Run run = Run.vtrace("fds", TRANSFER.toString());
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out())
        .contains("12 sent, 12 on the wire, 12 in the stream, 12 received: all evidence agrees");
  }

  @Test
  void aFailedMigrationIsNamed() {
    Run run = Run.vtrace("skips", samples().resolve("backend-transfer-failed").toString());
    assertThat(run.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(run.out()).contains("failed");
  }

  @Test
  void refusesWhatItCannotUse() {
    assertThat(Run.vtrace("skips").status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(Run.vtrace("skips", "--qemu", "x", "y").status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(Run.vtrace("skips", "/nowhere").status()).isEqualTo(ExitStatus.NOT_DONE);
    Run file = Run.vtrace("skips", TRANSFER.resolve("scenario.json").toString());
    assertThat(file.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(file.err()).contains("scenario.json: contains nothing about a migration");
    Run qmp = Run.vtrace("fds", "--qmp", TRANSFER.resolve("stream.bin").toString());
    assertThat(qmp.err()).contains("is no qmp file, it looks like: migration stream");
  }
}
