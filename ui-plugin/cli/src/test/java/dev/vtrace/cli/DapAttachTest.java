// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vtrace dap} at a QEMU that runs. */
@Tag("external")
class DapAttachTest {
  private static final String QEMU = "qemu-system-x86_64";
  private static final long LIMIT_SECONDS = 60;

  @TempDir Path folder;
  private Process qemu;

  @BeforeEach
  void start() throws Exception {
    Path socket = folder.resolve("qmp");
    try {
      qemu =
          new ProcessBuilder(
                  QEMU,
                  "-machine",
                  "q35",
                  "-nodefaults",
                  "-display",
                  "none",
                  "-msg",
                  "timestamp=on",
                  "-D",
                  folder.resolve("qemu.log").toString(),
                  "-qmp",
                  "unix:" + socket + ",server=on,wait=off")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("qemu.out").toFile())
              .start();
    } catch (IOException e) {
      abort("skipped: needs " + QEMU);
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!Files.exists(socket)) {
      assertThat(qemu.isAlive()).isTrue();
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    if (qemu != null) {
      qemu.destroyForcibly().waitFor();
    }
  }

  @Test
  void pauseStopsTheGuestContinueLetsItRunAndTheRecordingCanBeGoneBackIn() throws Exception {
    Path capture = folder.resolve("capture");
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace}");
      assertThat(dap.refused("attach", "{}")).contains("Give qmp");
      assertThat(dap.refused("attach", "{qmp: '" + folder.resolve("nobody") + "'}"))
          .contains("nobody: no such file");
      dap.ask(
          "attach",
          "{role: source, qmp: '" + folder.resolve("qmp") + "', output: '" + capture + "'}");
      dap.ask("configurationDone", "{}");
      assertThat(dap.ask("threads", "{}").getAsJsonArray("threads")).hasSize(1);
      assertThat(dap.refused("stackTrace", "{threadId: 1}")).isNotEmpty();

      dap.ask("pause", "{threadId: 1}");
      assertThat(dap.stopped()).isEqualTo("pause");
      int thread =
          dap.ask("threads", "{}")
              .getAsJsonArray("threads")
              .get(0)
              .getAsJsonObject()
              .get("id")
              .getAsInt();
      dap.ask("continue", "{threadId: " + thread + "}");
      dap.event("continued");
      dap.ask("pause", "{threadId: " + thread + "}");
      JsonObject stop = dap.event("stopped");
      int at = stop.get("threadId").getAsInt();
      assertThat(dap.frames(at)).isNotEmpty();
      dap.ask("reverseContinue", "{threadId: " + at + "}");
      assertThat(dap.stopped()).isEqualTo("entry");
      dap.ask("disconnect", "{}");
      assertThat(dap.ends()).isTrue();
    }
    assertThat(qemu.isAlive()).isTrue();
    assertThat(Files.readString(capture.resolve("qmp.jsonl"))).contains("STOP", "RESUME");
  }
}
