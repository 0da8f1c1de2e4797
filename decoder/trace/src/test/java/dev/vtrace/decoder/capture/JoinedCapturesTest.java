// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures that are joined, and files that somebody has put into one. */
class JoinedCapturesTest {
  private static final String LOG =
      "2026-11-30T07:43:12.456000Z migrate_set_state new state active\n";

  @TempDir Path folder;

  private Path capture(String name, String participant) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    Files.writeString(made.resolve(participant + ".trace.log"), LOG);
    Files.writeString(
        made.resolve("capture.json"),
        """
        {"format": "vtrace-capture/1", "tool": "test", "participants": [{"name": "NAME"}],
         "files": [{"name": "NAME.trace.log", "role": "trace", "participant": "NAME"}]}
        """
            .replace("NAME", participant));
    return made;
  }

  @Test
  void filesThatWerePutIntoACaptureAreShown() throws IOException {
    Path made = capture("one", "source");
    Files.writeString(made.resolve("src.trace.log"), LOG);
    Files.writeString(made.resolve("dst.trace.log"), LOG);
    Files.writeString(made.resolve(".hidden"), LOG);
    Capture capture = CaptureFolder.open(made);
    assertThat(capture.inputs())
        .extracting(Input::name)
        .containsExactly("source.trace.log", "dst.trace.log", "src.trace.log");
    assertThat(capture.inputs())
        .extracting(Input::participant)
        .containsExactly("source", "dst", "source");
    assertThat(capture.participants()).containsExactly("source", "dst");
  }

  @Test
  void oneSideOfTwoCapturesIsOneQemuAndOthersAreNot() throws IOException {
    Capture joined =
        new LooseFiles()
            .all(CaptureFolder.open(capture("a", "source")))
            .all(CaptureFolder.open(capture("b", "src")))
            .all(CaptureFolder.open(capture("c", "qemu")))
            .all(CaptureFolder.open(capture("d", "qemu")))
            .capture();
    assertThat(joined.participants()).containsExactly("source", "qemu", "qemu2");
    assertThat(joined.inputs())
        .extracting(Input::name)
        .containsExactly(
            "source.trace.log", "b/src.trace.log", "c/qemu.trace.log", "d/qemu.trace.log");
    assertThat(joined.inputs())
        .extracting(Input::participant)
        .containsExactly("source", "source", "qemu", "qemu2");
  }
}
