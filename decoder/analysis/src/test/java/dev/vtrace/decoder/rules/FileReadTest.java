// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.FileRead;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.socket.PcapngWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a file that tells nothing. */
class FileReadTest {
  @TempDir Path folder;

  @Test
  void aSocketToWhichNothingConnected() throws IOException {
    Path file = folder.resolve("vhost-user.pcapng");
    try (PcapngWriter none = new PcapngWriter(Files.newOutputStream(file))) {
      assertThat(none).isNotNull();
    }
    assertThat(read(file, InputKind.PCAPNG).refusal())
        .isEqualTo(
            "vhost-user.pcapng: nothing connected while it was recorded, so it says nothing"
                + " about the run");
    Path lost = Files.writeString(folder.resolve("lost.pcapng"), "");
    assertThat(read(lost, InputKind.PCAPNG).silent()).isFalse();
  }

  private static FileRead read(Path file, InputKind kind) throws IOException {
    Input input = new Input(file, file.getFileName().toString(), kind, InputRole.SOCKET, "");
    Capture capture = new Capture("capture", List.of(), List.of(input));
    return CheckedRun.of(capture).files().get(0);
  }
}
