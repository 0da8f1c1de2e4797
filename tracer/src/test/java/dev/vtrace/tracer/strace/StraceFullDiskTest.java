// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.strace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureDescription;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.tracer.SmallDisk;
import dev.vtrace.tracer.recording.CaptureDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** System calls that are recorded on a disk that becomes full. */
@Tag("external")
class StraceFullDiskTest {
  @TempDir Path folder;

  private SmallDisk disk;

  @BeforeEach
  void mount() throws Exception {
    disk = SmallDisk.in(folder);
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      disk.unmount();
    }
  }

  @Test
  void whatIsThereIsKeptAndTheRestIsAGap() throws Exception {
    Process traced =
        new ProcessBuilder("dd", "if=/dev/zero", "of=/dev/null", "bs=1k")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BlockingQueue<String> notes = new LinkedBlockingQueue<>();
    CaptureDirectory capture = CaptureDirectory.create(disk.resolve("capture"), "vtrace test");
    try (capture;
        StraceAttachment strace =
            new StraceAttachment(traced.pid(), "qemu", "", capture, message -> {}, notes::add)) {
      assertThat(notes.poll(1, TimeUnit.MINUTES))
          .isEqualTo("qemu.strace: system calls could not be written: No space left on device");
      assertThat(strace.isEnded()).isFalse();
    } finally {
      traced.destroyForcibly();
    }
    assertThat(notes).isEmpty();
    assertThat(Files.size(disk.resolve("capture/qemu.strace"))).isGreaterThan(100_000);
    Capture left = CaptureFolder.open(disk.resolve("capture"));
    List<CaptureDescription.RecordedGap> gaps = left.gaps();
    assertThat(gaps).hasSize(1);
    assertThat(gaps.get(0).file()).isEqualTo("qemu.strace");
    assertThat(gaps.get(0).offset()).isPositive();
  }
}
