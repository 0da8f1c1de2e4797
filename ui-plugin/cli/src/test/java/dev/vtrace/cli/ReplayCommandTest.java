// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static dev.vtrace.cli.Run.vtrace;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vtrace replay}. */
class ReplayCommandTest {
  private static final String SAMPLE =
      Path.of("")
          .toAbsolutePath()
          .resolve("../../samples/backend-transfer-2q")
          .normalize()
          .toString();

  @TempDir Path folder;

  @Test
  void aReplayTellsTheSame() {
    String again = folder.resolve("again").toString();
    Run replay = vtrace("replay", SAMPLE, "-o", again);
    assertThat(replay.err()).isEmpty();
    assertThat(replay.status()).isEqualTo(ExitStatus.OK);
    assertThat(replay.out())
        .contains(
            "81 messages and 29 descriptors",
            "11 of them are the same objects",
            "are those of the original");
    Run fds = vtrace("fds", again);
    assertThat(fds.status()).isEqualTo(ExitStatus.OK);
    assertThat(fds.out())
        .contains("= SET_VRING_ERR q0", "= SET_INFLIGHT_FD", "= the connection", "= other end of");
    assertThat(vtrace("skips", again).status()).isEqualTo(vtrace("skips", SAMPLE).status());
    assertThat(folder.resolve("again"))
        .isDirectoryContaining(file -> file.endsWith("capture.json"));
  }

  @Test
  void aMistakeShows() {
    String wrong = folder.resolve("wrong").toString();
    Run replay = vtrace("replay", SAMPLE, "--swap", "8", "-o", wrong);
    assertThat(replay.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(replay.out()).contains("wrong: ", "vqs[0]/error_notifier is eventfd");
    assertThat(vtrace("fds", wrong).status()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(vtrace("fds", wrong).out()).contains("not SET_VRING_ERR q0");
    assertThat(vtrace("check", wrong).out()).contains("VT3210");
  }

  @Test
  void anotherSocketInPlaceOfTheConnectionShows() {
    String wrong = folder.resolve("wrong").toString();
    Run replay = vtrace("replay", SAMPLE, "--swap", "5", "-o", wrong);
    assertThat(replay.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(replay.out()).contains("backend-transfer-char/fd is socket", ", the connection is");
    // Numbers of sockets are nothing private, so a report shows it, too.
    String report = folder.resolve("wrong.vtrace").toString();
    vtrace("report", wrong, "-o", report);
    for (String each : new String[] {wrong, report}) {
      assertThat(vtrace("check", each).out())
          .contains("VT3210", "the connection to the back-end is socket");
    }
  }

  @Test
  void wrongUseIsExplained() throws Exception {
    assertThat(vtrace("replay", SAMPLE).err()).contains("missing --output");
    assertThat(vtrace("replay", "-o", "x").status()).isEqualTo(ExitStatus.WRONG_USAGE);
    String out = folder.resolve("out").toString();
    assertThat(vtrace("replay", SAMPLE, "--swap", "12", "-o", out).err())
        .contains("those from 0 to 11 were");
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(vtrace("replay", folder.resolve("none").toString(), "-o", out).status())
        .isEqualTo(ExitStatus.NOT_DONE);
    Files.createDirectories(folder.resolve("full/x"));
    Run full = vtrace("replay", SAMPLE, "-o", folder.resolve("full").toString());
    assertThat(full.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(full.err()).contains("is not empty");
  }
}
