// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
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
  private static final String MIGRATE =
      "{'execute': 'migrate', 'arguments': {'uri': 'exec:cat > /dev/null'}}";

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
                  "unix:" + socket + ",server=on,wait=off",
                  "-qmp",
                  "unix:" + folder.resolve("user") + ",server=on,wait=off")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("qemu.out").toFile())
              .start();
    } catch (IOException e) {
      abort("skipped: needs " + QEMU);
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!Files.exists(socket) || !Files.exists(folder.resolve("user"))) {
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
      assertThat(dap.refused("attach", "{}")).contains("give qmp");
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

  /** What somebody else tells the guest in the meantime. */
  private void user(String... commands) throws IOException {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("user")))) {
      BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      assertThat(in.readLine()).contains("QMP");
      String all = "{'execute': 'qmp_capabilities'}\n" + String.join("\n", commands) + "\n";
      channel.write(ByteBuffer.wrap(all.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
      int returned = 0;
      while (returned <= commands.length) {
        String line = in.readLine();
        assertThat(line).doesNotContain("\"error\"");
        returned += line.contains("\"return\"") ? 1 : 0;
      }
    }
  }

  private DapClient attached(String more) throws IOException {
    DapClient dap = new DapClient();
    dap.ask("initialize", "{adapterID: vtrace}");
    dap.ask(
        "attach",
        "{role: source, qmp: '"
            + folder.resolve("qmp")
            + "', output: '"
            + folder.resolve("capture")
            + "'"
            + more
            + "}");
    return dap;
  }

  @Test
  void theFirstPauseShowsWhatTheLogTellsOfIt() throws Exception {
    try (DapClient dap = attached("")) {
      dap.ask("configurationDone", "{}");
      dap.ask("pause", "{threadId: 1}");
      dap.stopped();
      String log = Files.readString(folder.resolve("capture/source.trace.log"));
      assertThat(log).contains("runstate_set").contains("(paused)");
      assertThat(dap.frames(1)).isNotEmpty();
      dap.ask("disconnect", "{}");
      assertThat(dap.ends()).isTrue();
    }
  }

  @Test
  void aBreakpointStopsTheGuestIfTheUserWantsThat() throws Exception {
    try (DapClient dap = attached(", stopOnBreakpoint: true")) {
      dap.ask("setFunctionBreakpoints", "{breakpoints: [{name: migrate_set_state}]}");
      dap.ask("configurationDone", "{}");
      user(MIGRATE);
      assertThat(dap.stopped()).isEqualTo("function breakpoint");
      JsonObject position = dap.event("vtrace/position");
      assertThat(position.getAsJsonObject("evidence").get("text").getAsString())
          .startsWith("migrate_set_state");
      assertThat(dap.frames(position.get("threadId").getAsInt()).get(0))
          .startsWith("migrate_set_state");
      dap.ask("disconnect", "{}");
      assertThat(dap.ends()).isTrue();
    }
    assertThat(Files.readString(folder.resolve("capture/qmp.jsonl"))).contains("\"stop\"");
  }

  @Test
  void aConditionThatDoesNotHoldLetsItRunOn() throws Exception {
    try (DapClient dap = attached(", stopOnBreakpoint: true")) {
      dap.ask(
          "setFunctionBreakpoints",
          "{breakpoints: [{name: migrate_set_state, condition: 'queue == 7'}]}");
      dap.ask("configurationDone", "{}");
      user(MIGRATE);
      String qmp;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
      do {
        dap.ask("threads", "{}");
        qmp = Files.readString(folder.resolve("capture/qmp.jsonl"));
        assertThat(System.nanoTime()).isLessThan(end);
      } while (!qmp.contains("\"cont\""));
      assertThat(dap.order()).doesNotContain("event stopped");
      dap.ask("disconnect", "{}");
      assertThat(dap.ends()).isTrue();
    }
  }

  @Test
  void aBreakpointDoesNotTouchTheGuestByDefault() throws Exception {
    try (DapClient dap = attached("")) {
      dap.ask("setFunctionBreakpoints", "{breakpoints: [{name: migrate_set_state}]}");
      dap.ask("configurationDone", "{}");
      user(MIGRATE);
      String text;
      do {
        text = dap.event("output").get("output").getAsString();
      } while (!(text.startsWith("migrate_set_state") && text.contains("completed")));
      dap.ask("disconnect", "{}");
      assertThat(dap.ends()).isTrue();
      assertThat(dap.order()).doesNotContain("event stopped");
    }
    assertThat(Files.readString(folder.resolve("capture/qmp.jsonl"))).doesNotContain("\"stop\"");
  }
}
