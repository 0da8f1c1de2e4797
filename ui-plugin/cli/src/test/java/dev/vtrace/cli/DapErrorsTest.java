// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vtrace dap} and clients that do it wrong: each gets a sentence, the adapter lives. */
class DapErrorsTest {
  private static final String SAMPLE =
      DapClient.samples().resolve("backend-transfer-2q").toString();

  @Test
  void whatIsNoMessageIsSaidToBeNone() throws IOException {
    try (DapClient dap = new DapClient()) {
      dap.frame("{\"seq\": 1, garbage");
      assertThat(dap.event("output").get("output").getAsString()).contains("not a message");
      dap.frame("[]");
      assertThat(dap.event("output").get("output").getAsString()).contains("not a message");
      dap.raw("Foo: bar\r\n\r\n");
      assertThat(dap.event("output").get("output").getAsString()).contains("Content-Length");
      dap.ask("initialize", "{adapterID: vtrace}");
    }
  }

  @Test
  void requestsInTheWrongOrder() throws IOException {
    try (DapClient dap = new DapClient()) {
      assertThat(dap.refused("launch", "{}")).isEqualTo("send initialize first");
      assertThat(dap.refused("configurationDone", "{}")).isEqualTo("send initialize first");
      assertThat(dap.refused("threads", "{}")).isEqualTo("nothing is launched yet");
      dap.ask("initialize", "{adapterID: vtrace}");
      assertThat(dap.refused("initialize", "{adapterID: vtrace}")).contains("already");
      assertThat(dap.refused("continue", "{threadId: 1}")).isEqualTo("nothing is launched yet");
      dap.ask("configurationDone", "{}");
      dap.ask("launch", "{stopOnEntry: true, capture: '" + SAMPLE + "'}");
      assertThat(dap.stopped()).isEqualTo("entry");
      assertThat(dap.refused("launch", "{capture: '" + SAMPLE + "'}")).contains("already");
    }
  }

  @Test
  void continueNeedsConfigurationDone() throws IOException {
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace}");
      dap.ask("launch", "{capture: '" + SAMPLE + "'}");
      assertThat(dap.refused("continue", "{threadId: 1}")).contains("configurationDone");
    }
  }

  @Test
  void aLaunchThatFailsCanBeTriedAgain(@TempDir Path folder) throws IOException {
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace}");
      assertThat(dap.refused("launch", "{}")).contains("nothing to replay");
      assertThat(dap.refused("launch", "{capture: 5}")).contains("give a path");
      assertThat(dap.refused("launch", "{capture: '/no/such'}"))
          .isEqualTo("/no/such: no such file");
      assertThat(dap.refused("launch", "{capture: '" + folder + "'}"))
          .contains("contains nothing about a migration");
      assertThat(dap.refused("launch", "{stream: '" + SAMPLE + "/qmp.jsonl'}"))
          .contains("is no stream file");
      Path damaged = Files.write(folder.resolve("stream.bin"), new byte[] {'Q', 'E', 'V', 'M', 0});
      dap.ask("launch", "{stopOnEntry: true, stream: '" + damaged + "'}");
      dap.ask("configurationDone", "{}");
      assertThat(dap.stopped()).isEqualTo("entry");
    }
  }

  @Test
  void whatIsNotThereAndNumbersThatMakeNoSense() throws IOException {
    try (DapClient dap = DapClient.at("backend-transfer-2q")) {
      assertThat(dap.refused("noSuch", "{}")).contains("noSuch");
      assertThat(dap.refused("setBreakpoints", "{source: 5}")).contains("setBreakpoints");
      assertThat(dap.refused("setBreakpoints", "{}")).contains("setBreakpoints");
      assertThat(dap.refused("stackTrace", "{threadId: 99}")).isEqualTo("there is no thread 99");
      assertThat(dap.refused("next", "{threadId: -1}")).isEqualTo("there is no thread -1");
      assertThat(dap.refused("scopes", "{frameId: 2147483647}")).contains("no frame");
      assertThat(dap.refused("variables", "{variablesReference: 77777}")).contains("77777");
      assertThat(dap.refused("source", "{sourceReference: -3}")).contains("no source -3");
      assertThat(dap.refused("goto", "{threadId: 1, targetId: 2147483647}")).contains("no target");
      assertThat(dap.refused("readMemory", "{memoryReference: x, count: 1}")).contains("'x'");
      assertThat(dap.refused("readMemory", "{memoryReference: 'stream:0:0', count: -1}"))
          .contains("count is -1");
      assertThat(
              dap.ask("readMemory", "{memoryReference: 'stream:0:9000000000', count: 8}")
                  .get("unreadableBytes")
                  .getAsInt())
          .isEqualTo(8);
      assertThat(
              dap.refused(
                  "disassemble", "{memoryReference: 'stream:0:0', instructionCount: 2147483647}"))
          .contains("instructionCount");
      // What somebody typed is answered where it was typed; a box in the corner is for all else.
      for (String typed : List.of("((((", "nope", "1 ==", "\\\"")) {
        JsonObject answer = dap.response("evaluate", "{expression: \"" + typed + "\"}");
        JsonObject error = answer.getAsJsonObject("body").getAsJsonObject("error");
        assertThat(error.get("showUser").getAsBoolean()).as(typed).isFalse();
      }
      assertThat(dap.refused("evaluate", "{expression: '((((('}")).contains("value is missing");
      assertThat(dap.refused("evaluate", "{expression: nope}")).contains("nothing is called nope");
      assertThat(dap.refused("exceptionInfo", "{threadId: 1}"))
          .contains("nothing wrong at this step");
      assertThat(unverified(dap, "setFunctionBreakpoints", "{breakpoints: [{name: nope}]}"))
          .contains("nope");
      assertThat(unverified(dap, "setDataBreakpoints", "{breakpoints: [{dataId: nope}]}"))
          .contains("nope");
      assertThat(unverified(dap, "setExceptionBreakpoints", "{filters: [nope]}")).contains("nope");
      assertThat(
              unverified(
                  dap,
                  "setFunctionBreakpoints",
                  "{breakpoints: [{name: vhost_dev_start, hitCondition: often}]}"))
          .contains("often");
      assertThat(
              unverified(
                  dap, "setBreakpoints", "{source: {path: '/no/such'}, breakpoints: [{line: 1}]}"))
          .contains("not part of the recording");
      assertThat(dap.frames(1)).isNotEmpty();
    }
  }

  private static String unverified(DapClient dap, String command, String arguments) {
    var point = dap.ask(command, arguments).getAsJsonArray("breakpoints").get(0).getAsJsonObject();
    assertThat(point.get("verified").getAsBoolean()).isFalse();
    return point.get("message").getAsString();
  }

  @Test
  void variablesAreGoneAfterAMove() throws IOException {
    try (DapClient dap = DapClient.at("backend-transfer-2q")) {
      var scopes = dap.ask("scopes", "{frameId: " + dap.top(1).get("id") + "}");
      var reference =
          scopes.getAsJsonArray("scopes").get(0).getAsJsonObject().get("variablesReference");
      dap.ask("next", "{threadId: 1}");
      dap.stopped();
      assertThat(dap.refused("variables", "{variablesReference: " + reference + "}"))
          .contains("moved on");
    }
  }

  @Test
  void aFileThatVanishesIsMissedWhenItIsNeeded(@TempDir Path folder) throws IOException {
    try (var files = Files.list(Path.of(SAMPLE))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName().toString()));
      }
    }
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace}");
      dap.ask("launch", "{stopOnEntry: true, capture: '" + folder + "'}");
      dap.ask("configurationDone", "{}");
      dap.stopped();
      Files.delete(folder.resolve("stream.bin"));
      assertThat(dap.refused("readMemory", "{memoryReference: 'stream:0:0', count: 8}"))
          .endsWith("stream.bin: no such file");
      assertThat(dap.frames(1)).isNotEmpty();
    }
  }

  @Test
  void breakpointsBeforeTheLaunchAreKept() throws IOException {
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace}");
      String waits =
          unverified(dap, "setFunctionBreakpoints", "{breakpoints: [{name: vhost_dev_stop_in}]}");
      assertThat(waits).isEqualTo("waits for the recording");
      dap.ask("launch", "{capture: '" + SAMPLE + "'}");
      var changed = dap.event("breakpoint").getAsJsonObject("breakpoint");
      assertThat(changed.get("verified").getAsBoolean()).isTrue();
      dap.ask("configurationDone", "{}");
      assertThat(dap.stopped()).isEqualTo("function breakpoint");
    }
  }

  @Test
  void restartsWithOtherFiles() throws IOException {
    try (DapClient dap = DapClient.at("backend-transfer-2q")) {
      String other = DapClient.samples().resolve("ordinary-2q").toString();
      dap.ask("restart", "{arguments: {stopOnEntry: true, capture: '" + other + "'}}");
      assertThat(dap.stopped()).isEqualTo("entry");
      assertThat(DapClient.names(dap.ask("threads", "{}"), "threads"))
          .contains("back-end vhost-user-dst0.jsonl#1");
    }
  }

  @Test
  void saysGoodbyeAndEnds() throws IOException {
    try (DapClient dap = DapClient.at("backend-transfer-2q")) {
      dap.ask("terminate", "{}");
      dap.event("terminated");
      dap.ask("disconnect", "{}");
      assertThat(dap.ends()).isTrue();
      assertThat(dap.status()).isZero();
    }
  }

  @Test
  void endsWithItsClientInTheMiddleOfAMessage() throws IOException {
    try (DapClient dap = new DapClient()) {
      dap.raw("Content-Length: 100\r\n\r\n{\"seq\": 1");
    }
  }
}
