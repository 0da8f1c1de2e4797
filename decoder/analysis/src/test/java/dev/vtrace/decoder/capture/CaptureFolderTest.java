// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.run.RunLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to a run, and whose it is. */
class CaptureFolderTest {
  @TempDir Path folder;

  @Test
  void filesAreRecognisedByContentAndSidesByName() throws IOException {
    Capture capture = CaptureFolder.open(Recordings.transfer());
    assertThat(capture.participants()).containsExactly("src", "dst");
    assertThat(capture.with(InputRole.STREAM))
        .extracting(Input::name)
        .containsExactly("stream.bin");
    assertThat(capture.with(InputRole.DESCRIPTORS)).hasSize(1);
    assertThat(capture.with(InputRole.QMP)).hasSize(1);
    assertThat(capture.with(InputRole.SOCKET)).hasSize(1);
    assertThat(capture.with(InputRole.TRACE)).extracting(Input::participant).contains("src", "dst");
  }

  @Test
  void aManifestTellsWhatNamesDoNot() throws IOException {
    Path log = Recordings.file(Recordings.transfer(), "src.trace.log");
    Files.write(folder.resolve("one"), Recordings.bytes(log));
    Files.writeString(
        folder.resolve("capture.json"),
        """
        {"format": "vtrace-capture/1",
         "participants": [{"name": "left", "clock": {"kind": "wall"}}],
         "files": [{"name": "one", "role": "trace", "participant": "left"},
                   {"name": "gone", "role": "qmp"},
                   {"name": "../outside", "role": "qmp"}]}
        """);
    Capture capture = CaptureFolder.open(folder);
    assertThat(capture.participants()).containsExactly("left");
    assertThat(capture.inputs()).hasSize(1);
    assertThat(capture.inputs().get(0).participant()).isEqualTo("left");
  }

  /** qemu-storage-daemon writes as QEMU does; it is none of the sides for that. */
  @Test
  void theLogOfABackEndStaysOneWhateverItsLinesLookLike() throws IOException {
    Files.writeString(
        folder.resolve("backend.stderr"),
        "qemu-storage-daemon: terminating on signal 15 from pid 4711 (vtrace)\n");
    Files.writeString(
        folder.resolve("capture.json"),
        """
        {"format": "vtrace-capture/1",
         "files": [{"name": "backend.stderr", "role": "backend-log"}]}
        """);
    Capture capture = CaptureFolder.open(folder);
    assertThat(capture.inputs())
        .singleElement()
        .satisfies(input -> assertThat(input.role()).isEqualTo(InputRole.BACKEND_LOG));
    assertThat(RunLoader.load(capture).traces()).isEmpty();
  }

  @Test
  void aManifestThatWasCutIsPassedOver() throws IOException {
    Path log = Recordings.file(Recordings.transfer(), "src.trace.log");
    Files.write(folder.resolve("src.log"), Recordings.bytes(log));
    Files.writeString(folder.resolve("capture.json"), "{\"format\": \"vtrace-capture/1\", \"fi");
    assertThat(CaptureFolder.open(folder).participants()).containsExactly("src");
  }

  @Test
  void aFileOfAnotherKindIsRefused() throws IOException {
    Path stream = Recordings.stream(Recordings.transfer());
    assertThatThrownBy(() -> new LooseFiles().add(InputRole.QMP, stream))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("migration stream");
    assertThat(CaptureFolder.open(folder).isEmpty()).isTrue();
  }
}
