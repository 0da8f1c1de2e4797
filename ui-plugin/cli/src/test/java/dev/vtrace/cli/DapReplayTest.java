// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code vtrace dap}: a person debugs a recorded backend transfer, forwards and backwards. */
class DapReplayTest {
  private static final int SOURCE = 1;
  private static final int DESTINATION = 2;

  @Test
  void stopsAtTheFirstSkippedOperationAndGoesBackToTheStartAndOnToTheDestination()
      throws Exception {
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace}");
      dap.event("initialized");
      dap.ask("launch", "{capture: '" + DapClient.samples().resolve("backend-transfer-2q") + "'}");
      dap.ask("setExceptionBreakpoints", "{filters: [skipped]}");
      dap.ask("configurationDone", "{}");

      JsonObject stop = dap.event("stopped");
      assertThat(stop.get("reason").getAsString()).isEqualTo("exception");
      assertThat(stop.get("threadId").getAsInt()).isEqualTo(SOURCE);
      assertThat(stop.get("description").getAsString())
          .isEqualTo("SET_VRING_ENABLE queue 0: skipped");
      assertThat(DapClient.names(dap.ask("threads", "{}"), "threads"))
          .containsExactly(
              "source (src)",
              "destination (dst)",
              "stream stream.bin",
              "back-end vhost-user-dev0.jsonl#1");
      assertThat(dap.frames(SOURCE))
          .containsExactly(
              "SET_VRING_ENABLE q0 (skipped)", "vhost_dev_stop", "vhost_user_blk_stop");
      JsonObject queue = DapClient.named(dap.scope(SOURCE, "Vrings"), "queue[0]");
      JsonArray fields = dap.variables(queue);
      assertThat(DapClient.named(fields, "state").get("value").getAsString())
          .isEqualTo("transferred");
      assertThat(DapClient.named(fields, "num").get("value").getAsString()).isEqualTo("128");
      assertThat(dap.value(SOURCE, "queue[1].state")).isEqualTo("enabled");
      // The back-end goes on with it: nothing was sent.
      assertThat(dap.value(SOURCE, "backend.queue[0].state")).isEqualTo("enabled");
      assertThat(dap.value(SOURCE, "runstate")).isEqualTo("finish-migrate");

      JsonObject info = dap.ask("exceptionInfo", "{threadId: " + SOURCE + "}");
      assertThat(info.get("exceptionId").getAsString()).isEqualTo("skipped");
      assertThat(info.getAsJsonObject("details").get("stackTrace").getAsString())
          .contains("src.trace.log.gz:3172", "qmp.jsonl:7");

      dap.ask("setExceptionBreakpoints", "{filters: []}");
      dap.ask("setFunctionBreakpoints", "{breakpoints: [{name: vhost_dev_start}]}");
      dap.ask("reverseContinue", "{threadId: " + SOURCE + "}");
      assertThat(dap.stopped()).isEqualTo("function breakpoint");
      assertThat(dap.frames(SOURCE)).containsExactly("vhost_dev_start", "vhost_user_blk_start");
      assertThat(dap.top(SOURCE).get("line").getAsInt()).isEqualTo(2963);
      assertThat(dap.value(SOURCE, "queue[0].state")).isEqualTo("off");
      assertThat(dap.value(SOURCE, "window.kind")).isEqualTo("start");

      dap.ask("continue", "{threadId: " + SOURCE + "}");
      JsonObject arrived = dap.event("stopped");
      assertThat(arrived.get("threadId").getAsInt()).isEqualTo(DESTINATION);
      assertThat(dap.frames(DESTINATION))
          .containsExactly(
              "vhost_dev_start", "vhost_user_blk_start", "load 0000:00:01.0/vhost-user-blk");
      assertThat(dap.value(DESTINATION, "queue[0].num")).isEqualTo("128");
      assertThat(dap.value(DESTINATION, "queue[0].last_avail")).isEqualTo("0");
      assertThat(dap.value(DESTINATION, "features.VERSION_1")).isEqualTo("true");
      assertThat(dap.value(DESTINATION, "source.queue[0].state")).isEqualTo("transferred");
    }
  }

  @Test
  void stepsOverIntoAndOutOfWindows() throws Exception {
    try (DapClient dap = DapClient.at("backend-transfer-2q")) {
      dap.ask("setFunctionBreakpoints", "{breakpoints: [{name: vhost_dev_start_in}]}");
      dap.ask("continue", "{threadId: 1}");
      dap.stopped();
      dap.ask("setFunctionBreakpoints", "{breakpoints: []}");
      assertThat(dap.frames(SOURCE)).containsExactly("vhost_dev_start", "vhost_user_blk_start");

      dap.ask("stepIn", "{threadId: 1}");
      assertThat(dap.stopped()).isEqualTo("step");
      assertThat(dap.frames(SOURCE))
          .containsExactly("SET_FEATURES", "vhost_dev_start", "vhost_user_blk_start");
      dap.ask("stepBack", "{threadId: 1}");
      assertThat(dap.stopped()).isEqualTo("step");
      assertThat(dap.frames(SOURCE)).containsExactly("vhost_dev_start", "vhost_user_blk_start");

      dap.ask("next", "{threadId: 1}");
      assertThat(dap.stopped()).isEqualTo("step");
      assertThat(dap.frames(SOURCE)).containsExactly("vhost_dev_start_out", "vhost_user_blk_start");
      dap.ask("stepOut", "{threadId: 1}");
      assertThat(dap.stopped()).isEqualTo("step");
      assertThat(dap.frames(SOURCE)).containsExactly("vhost_user_blk_start_out");
      assertThat(dap.value(SOURCE, "queue[0].state")).isEqualTo("enabled");
    }
  }

  @Test
  void showsAQueueWithinADeviceWithinItsWindow() throws Exception {
    try (DapClient dap = DapClient.at("ordinary-2q")) {
      dap.ask(
          "setFunctionBreakpoints",
          "{breakpoints: [{name: SET_VRING_ADDR, condition: 'queue == 1 && kind == \"event\"'}]}");
      dap.ask("continue", "{threadId: 1}");
      assertThat(dap.stopped()).isEqualTo("function breakpoint");
      assertThat(dap.frames(SOURCE))
          .containsExactly(
              "SET_VRING_ADDR q1",
              "vhost_virtqueue_start q1",
              "vhost_dev_start",
              "vhost_user_blk_start");
      assertThat(dap.value(SOURCE, "verdict")).isEqualTo("executed");
    }
  }

  @Test
  void marksWhatChangedSinceTheLastStop() throws Exception {
    try (DapClient dap = DapClient.at("backend-transfer-2q")) {
      dap.ask("setExceptionBreakpoints", "{filters: [skipped]}");
      dap.ask("continue", "{threadId: 1}");
      dap.stopped();
      dap.ask("next", "{threadId: 1}");
      dap.stopped();
      JsonArray rings = dap.scope(SOURCE, "Vrings");
      JsonObject same = DapClient.named(dap.variables(DapClient.named(rings, "queue[0]")), "state");
      JsonObject changed =
          DapClient.named(dap.variables(DapClient.named(rings, "queue[1]")), "state");
      assertThat(changed.getAsJsonObject("presentationHint").toString()).contains("changed");
      assertThat(changed.get("type").getAsString()).isEqualTo("text, was enabled");
      assertThat(same.getAsJsonObject("presentationHint").toString()).doesNotContain("changed");
    }
  }

  @Test
  void theEndIsAPlaceToGoBackFrom() throws Exception {
    try (DapClient dap = DapClient.at("backend-transfer-2q")) {
      dap.ask("continue", "{threadId: 1}");
      assertThat(dap.stopped()).isEqualTo("end");
      dap.ask("stepBack", "{threadId: " + DESTINATION + "}");
      assertThat(dap.stopped()).isEqualTo("step");
      dap.ask("reverseContinue", "{threadId: 1}");
      assertThat(dap.stopped()).isEqualTo("entry");
      dap.ask("continue", "{threadId: 1}");
      assertThat(dap.stopped()).isEqualTo("end");
      dap.ask("continue", "{threadId: 1}");
      dap.event("terminated");
    }
  }

  @Test
  void looseFilesAreEnough() throws Exception {
    Path samples = DapClient.samples().resolve("backend-transfer-2q");
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace, linesStartAt1: false}");
      dap.ask("setExceptionBreakpoints", "{filters: [skipped]}");
      dap.ask(
          "launch",
          "{source: '"
              + samples.resolve("src.trace.log.gz")
              + "', destination: ['"
              + samples.resolve("dst.trace.log.gz")
              + "'], stream: '"
              + samples.resolve("stream.bin")
              + "', fds: '"
              + samples.resolve("stream.fds.jsonl")
              + "', socket: ['"
              + samples.resolve("vhost-user-dev0.jsonl")
              + "'], qmp: '"
              + samples.resolve("qmp.jsonl")
              + "'}");
      dap.ask("configurationDone", "{}");
      assertThat(dap.stopped()).isEqualTo("exception");
      assertThat(dap.frames(SOURCE).get(0)).isEqualTo("SET_VRING_ENABLE q0 (skipped)");
      assertThat(dap.value(SOURCE, "queue[0].state")).isEqualTo("transferred");
      // Lines are counted from 0 by this client.
      assertThat(dap.top(SOURCE).get("line").getAsInt()).isEqualTo(3172);
    }
  }

  @Test
  void oneLogIsEnoughToStepThrough() throws Exception {
    Path log = DapClient.samples().resolve("ordinary-2q/src.trace.log.gz");
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace}");
      dap.ask("setFunctionBreakpoints", "{breakpoints: [{name: vhost_dev_stop}]}");
      dap.ask("launch", "{source: '" + log + "'}");
      dap.ask("configurationDone", "{}");
      assertThat(dap.stopped()).isEqualTo("function breakpoint");
      assertThat(dap.frames(SOURCE)).containsExactly("vhost_dev_stop", "vhost_user_blk_stop");
      assertThat(dap.value(SOURCE, "queue[0].state")).isEqualTo("enabled");
    }
  }
}
