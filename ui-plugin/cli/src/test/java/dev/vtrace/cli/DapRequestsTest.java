// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code vtrace dap} says that it can do, one request after the other. */
class DapRequestsTest {
  private static final Path CAPTURE = DapClient.samples().resolve("backend-transfer-2q");
  private static final Path MESSAGES = CAPTURE.resolve("vhost-user-dev0.jsonl");
  private static final int SOURCE = 1;
  private static final int STREAM = 3;
  private static final int BACKEND = 4;

  private static DapClient dap;

  @BeforeAll
  static void start() throws IOException {
    dap = DapClient.at("backend-transfer-2q");
  }

  @AfterAll
  static void end() throws IOException {
    dap.close();
  }

  @BeforeEach
  void again() {
    dap.ask("setExceptionBreakpoints", "{filters: []}");
    dap.ask("setFunctionBreakpoints", "{breakpoints: []}");
    dap.ask("setDataBreakpoints", "{breakpoints: []}");
    lines("{}");
    dap.ask("restart", "{}");
    assertThat(dap.stopped()).isEqualTo("entry");
  }

  private static JsonObject lines(String breakpoint) {
    String list = breakpoint.equals("{}") ? "[]" : "[" + breakpoint + "]";
    JsonArray answer =
        dap.ask("setBreakpoints", "{source: {path: '" + MESSAGES + "'}, breakpoints: " + list + "}")
            .getAsJsonArray("breakpoints");
    return answer.isEmpty() ? null : answer.get(0).getAsJsonObject();
  }

  private static void go(String command) {
    dap.ask(command, "{threadId: " + SOURCE + "}");
  }

  @Test
  void lineBreakpointInARecordingOfMessages() {
    JsonObject set = lines("{line: 38}");
    assertThat(set.get("verified").getAsBoolean()).isTrue();
    go("continue");
    JsonObject stop = dap.event("stopped");
    assertThat(stop.get("reason").getAsString()).isEqualTo("breakpoint");
    assertThat(stop.getAsJsonArray("hitBreakpointIds")).containsExactly(set.get("id"));
    assertThat(dap.frames(BACKEND).get(0)).isEqualTo("SET_VRING_BASE q0");
    JsonObject top = dap.top(BACKEND);
    assertThat(top.get("line").getAsInt()).isEqualTo(38);
    assertThat(top.getAsJsonObject("source").get("path").getAsString())
        .isEqualTo(MESSAGES.toString());
  }

  @Test
  void lineBreakpointInAPackedLog() {
    JsonObject log = source("src.trace.log.gz");
    JsonArray set =
        dap.ask("setBreakpoints", "{source: " + log + ", breakpoints: [{line: 3000}]}")
            .getAsJsonArray("breakpoints");
    int line = set.get(0).getAsJsonObject().get("line").getAsInt();
    assertThat(line).isGreaterThan(3000);
    go("continue");
    assertThat(dap.stopped()).isEqualTo("breakpoint");
    assertThat(dap.top(SOURCE).get("line").getAsInt()).isEqualTo(line);
    dap.ask("setBreakpoints", "{source: " + log + ", breakpoints: []}");
    String text =
        dap.ask("source", "{source: " + log + ", sourceReference: 0}").get("content").getAsString();
    assertThat(text.lines().skip(line - 1).findFirst().orElseThrow())
        .contains(dap.value(SOURCE, "name"));
  }

  private static JsonObject source(String name) {
    return DapClient.named(dap.ask("loadedSources", "{}").getAsJsonArray("sources"), name);
  }

  @Test
  void aBinaryFileHasAListing() {
    JsonObject stream = source("stream.bin");
    String text =
        dap.ask("source", "{sourceReference: " + stream.get("sourceReference") + "}")
            .get("content")
            .getAsString();
    assertThat(text).contains("244868  0000:00:01.0/vhost-user-blk  full, 45745 bytes");
  }

  @Test
  void conditionHitCountAndLogPoint() {
    dap.ask(
        "setFunctionBreakpoints",
        "{breakpoints: [{name: SET_VRING_NUM, condition: 'kind == \"message\"',"
            + " hitCondition: '3'}]}");
    lines("{line: 37, logMessage: 'ring {queue} has {message.num} entries'}");
    go("continue");
    assertThat(dap.stopped()).isEqualTo("function breakpoint");
    assertThat(dap.event("output").get("output").getAsString())
        .isEqualTo("ring 0 has 0x80 entries\n");
    assertThat(dap.top(BACKEND).get("line").getAsInt()).isEqualTo(66);
  }

  @Test
  void dataBreakpointOnTheStateOfARing() {
    dap.ask("setExceptionBreakpoints", "{filters: [skipped]}");
    go("continue");
    assertThat(dap.stopped()).isEqualTo("exception");
    JsonObject info =
        dap.ask(
            "dataBreakpointInfo",
            "{name: 'queue[0].state', frameId: " + dap.top(SOURCE).get("id") + "}");
    dap.ask("setExceptionBreakpoints", "{filters: []}");
    dap.ask("setDataBreakpoints", "{breakpoints: [{dataId: " + info.get("dataId") + "}]}");
    List<String> states = new ArrayList<>();
    go("reverseContinue");
    while (dap.stopped().equals("data breakpoint")) {
      states.add(dap.value(SOURCE, "queue[0].state"));
      go("reverseContinue");
    }
    assertThat(states)
        .containsExactly(
            "enabled",
            "started",
            "configured",
            "off",
            "started",
            "enabled",
            "started",
            "configured");
  }

  @Test
  void dataBreakpointOnAFeature() {
    dap.ask(
        "setFunctionBreakpoints", "{breakpoints: [{name: vhost_dev_stop_in, hitCondition: '2'}]}");
    go("continue");
    dap.stopped();
    dap.ask("setFunctionBreakpoints", "{breakpoints: []}");
    JsonObject scope = null;
    JsonObject scopes = dap.ask("scopes", "{frameId: " + dap.top(SOURCE).get("id") + "}");
    for (JsonElement each : scopes.getAsJsonArray("scopes")) {
      boolean features = each.getAsJsonObject().get("name").getAsString().equals("Features");
      scope = features ? each.getAsJsonObject() : scope;
    }
    JsonObject features = DapClient.named(dap.variables(scope), "features");
    JsonObject info =
        dap.ask(
            "dataBreakpointInfo",
            "{name: MQ, variablesReference: " + features.get("variablesReference") + "}");
    assertThat(info.get("description").getAsString()).endsWith("features.MQ");
    dap.ask("setDataBreakpoints", "{breakpoints: [{dataId: " + info.get("dataId") + "}]}");
    go("reverseContinue");
    assertThat(dap.stopped()).isEqualTo("data breakpoint");
    assertThat(dap.frames(BACKEND).get(0)).isEqualTo("SET_FEATURES");
    assertThat(dap.top(BACKEND).get("line").getAsInt()).isEqualTo(52);
  }

  @Test
  void gotoJumpsToALine() {
    JsonArray targets =
        dap.ask("gotoTargets", "{source: {path: '" + MESSAGES + "'}, line: 73}")
            .getAsJsonArray("targets");
    JsonObject target = targets.get(0).getAsJsonObject();
    assertThat(target.get("label").getAsString()).contains("SET_VRING_ENABLE");
    dap.ask("goto", "{threadId: 4, targetId: " + target.get("id") + "}");
    assertThat(dap.stopped()).isEqualTo("goto");
    assertThat(dap.top(BACKEND).get("line").getAsInt()).isEqualTo(73);
    assertThat(dap.value(BACKEND, "queue[1].state")).isEqualTo("enabled");
  }

  @Test
  void breakpointLocations() {
    JsonArray all =
        dap.ask(
                "breakpointLocations",
                "{source: {path: '" + MESSAGES + "'}, line: 36, endLine: 40}")
            .getAsJsonArray("breakpoints");
    assertThat(all).hasSize(5);
  }

  @Test
  void helpsInTheConsoleAndNowhereElse() {
    String help =
        dap.ask("evaluate", "{expression: help, context: repl}").get("result").getAsString();
    assertThat(help).contains("queue == 1 && verdict", "Names at this step:", " event ");
    assertThat(dap.refused("evaluate", "{expression: help, context: watch}"))
        .contains("nothing is called help");
  }

  @Test
  void evaluatesExpressions() {
    dap.ask("setExceptionBreakpoints", "{filters: [skipped]}");
    go("continue");
    dap.stopped();
    assertThat(dap.value(SOURCE, "queue == 0 && verdict == \"skipped\"")).isEqualTo("true");
    assertThat(dap.value(SOURCE, "features & 0x100000000")).isEqualTo("0x100000000");
    assertThat(dap.value(SOURCE, "features.RING_PACKED == none")).isEqualTo("true");
    assertThat(dap.value(SOURCE, "device =~ 'vhost-user'")).isEqualTo("true");
    assertThat(dap.value(SOURCE, "!(queue[0].num <= 127)")).isEqualTo("true");
    assertThat(dap.value(SOURCE, "queue[0]")).startsWith("transferred, num 128");
    String id = dap.top(SOURCE).get("id").toString();
    String asked = "{expression: 'queue[0].num', frameId: " + id + ", format: {hex: true}}";
    assertThat(dap.ask("evaluate", asked).get("result").getAsString()).isEqualTo("0x80");
    assertThat(dap.refused("evaluate", "{expression: 'a +', frameId: " + id + "}"))
        .contains("unexpected '+' at column 3");
  }

  @Test
  void completesNames() {
    dap.ask("setExceptionBreakpoints", "{filters: [skipped]}");
    go("continue");
    dap.stopped();
    JsonObject answer =
        dap.ask(
            "completions",
            "{text: 'x == queue[0].', column: 15, frameId: " + dap.top(SOURCE).get("id") + "}");
    List<String> labels = new ArrayList<>();
    for (JsonElement each : answer.getAsJsonArray("targets")) {
      labels.add(each.getAsJsonObject().get("label").getAsString());
      assertThat(each.getAsJsonObject().get("start").getAsInt()).isEqualTo(6);
    }
    assertThat(labels).contains("queue[0].state", "queue[0].num").doesNotContain("features");
  }

  @Test
  void readsTheBytesOfAMessage() throws IOException {
    lines("{line: 39}");
    go("continue");
    dap.stopped();
    String reference = dap.top(BACKEND).get("instructionPointerReference").getAsString();
    JsonObject answer =
        dap.ask("readMemory", "{memoryReference: '" + reference + "', count: 4096}");
    byte[] bytes = Base64.getDecoder().decode(answer.get("data").getAsString());
    StringBuilder hex = new StringBuilder();
    for (byte b : bytes) {
      hex.append(String.format("%02x", b));
    }
    assertThat(Files.readAllLines(MESSAGES).get(38)).contains(hex);
    assertThat(bytes.length + answer.get("unreadableBytes").getAsInt()).isEqualTo(4096);
    JsonArray fields =
        dap.ask("disassemble", "{memoryReference: '" + reference + "', instructionCount: 4}")
            .getAsJsonArray("instructions");
    assertThat(fields.get(0).getAsJsonObject().get("instruction").getAsString())
        .isEqualTo("request = SET_VRING_ADDR");
    assertThat(fields.get(3).getAsJsonObject().get("instruction").getAsString())
        .isEqualTo("index = 0");
  }

  @Test
  void showsASectionOfTheStreamWithItsFields() throws IOException {
    dap.ask("setFunctionBreakpoints", "{breakpoints: [{name: '0000:00:01.0/vhost-user-blk'}]}");
    go("continue");
    assertThat(dap.event("stopped").get("threadId").getAsInt()).isEqualTo(STREAM);
    JsonObject section = DapClient.named(dap.scope(STREAM, "Step"), "section");
    JsonObject virtio = DapClient.named(dap.variables(section), "virtio");
    JsonObject dev = DapClient.named(dap.variables(virtio), "vhost-dev");
    JsonObject nvqs = DapClient.named(dap.variables(dev), "nvqs");
    assertThat(nvqs.get("value").getAsString()).isEqualTo("2");
    JsonObject memory =
        dap.ask("readMemory", "{memoryReference: " + nvqs.get("memoryReference") + ", count: 4}");
    assertThat(Base64.getDecoder().decode(memory.get("data").getAsString()))
        .containsExactly(0, 0, 0, 2);
    JsonObject field =
        dap.ask(
                "disassemble",
                "{memoryReference: "
                    + nvqs.get("memoryReference")
                    + ", instructionOffset: -1, instructionCount: 2}")
            .getAsJsonArray("instructions")
            .get(1)
            .getAsJsonObject();
    assertThat(field.get("instruction").getAsString()).endsWith("vhost-dev/nvqs = 2");
    assertThat(field.get("instructionBytes").getAsString()).isEqualTo("00 00 00 02");
    sectionsAround(nvqs.get("memoryReference"));
  }

  /** Around a section stand the sections before and after it, each line once and in order. */
  private void sectionsAround(JsonElement place) {
    JsonArray lines =
        dap.ask(
                "disassemble",
                "{memoryReference: "
                    + place
                    + ", instructionOffset: -2000, instructionCount: 4000}")
            .getAsJsonArray("instructions");
    List<Long> addresses = new ArrayList<>();
    for (JsonElement each : lines) {
      JsonObject line = each.getAsJsonObject();
      if (!line.has("presentationHint")) {
        addresses.add(Long.decode(line.get("address").getAsString()));
      }
    }
    assertThat(lines).hasSize(4000);
    assertThat(addresses).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(2000);
  }

  @Test
  void exceptionFilterWithACondition() {
    dap.ask(
        "setExceptionBreakpoints",
        "{filters: [], filterOptions: [{filterId: skipped,"
            + " condition: 'queue == 1 && operation == \"GET_VRING_BASE\"'}]}");
    go("continue");
    assertThat(dap.stopped()).isEqualTo("exception");
    assertThat(dap.frames(SOURCE))
        .containsExactly(
            "GET_VRING_BASE q1 (skipped)",
            "vhost_virtqueue_stop q1",
            "vhost_dev_stop",
            "vhost_user_blk_stop");
  }

  @Test
  void pagesOfAStackAndOfVariables() {
    dap.ask("setExceptionBreakpoints", "{filters: [skipped]}");
    go("continue");
    dap.stopped();
    JsonObject page = dap.ask("stackTrace", "{threadId: 1, startFrame: 1, levels: 1}");
    assertThat(DapClient.names(page, "stackFrames")).containsExactly("vhost_dev_stop");
    assertThat(page.get("totalFrames").getAsInt()).isEqualTo(3);
  }
}
