// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where {@code vtrace dap} says that it stands: in time, in the timeline, in QEMU's sources. */
class DapPositionTest {
  private static final String SAMPLE = "backend-transfer-2q";

  private static long time(JsonObject position) {
    String text = position.get("time").getAsString();
    return text.startsWith("0x")
        ? Long.parseLong(text.substring(2), 16)
        : new BigDecimal(text).longValueExact();
  }

  @Test
  void eachStopIsFollowedByItsPosition() throws Exception {
    try (DapClient dap = DapClient.at(SAMPLE);
        LspClient lsp = LspClient.ready("{}")) {
      dap.event("vtrace/position");
      dap.ask("setExceptionBreakpoints", "{filters: [skipped]}");
      dap.ask("continue", "{threadId: 1}");
      assertThat(dap.stopped()).isEqualTo("exception");
      JsonObject position = dap.event("vtrace/position");
      assertThat(dap.ask("vtrace/position", "{}")).isEqualTo(position);
      assertThat(position.get("threadId").getAsInt()).isEqualTo(1);
      assertThat(time(position)).isPositive();
      JsonObject evidence = position.getAsJsonObject("evidence");
      assertThat(evidence.get("file").getAsString()).startsWith("src.trace.log");
      assertThat(evidence.get("line").getAsLong()).isPositive();

      JsonArray ids = position.getAsJsonArray("items");
      assertThat(ids).isNotEmpty();
      JsonObject asked = new JsonObject();
      asked.addProperty("capture", DapClient.samples().resolve(SAMPLE).toUri().toString());
      asked.add("ids", ids);
      JsonArray items =
          lsp.request("vtrace/items", asked).getAsJsonObject().getAsJsonArray("items");
      assertThat(items).hasSameSizeAs(ids);
      JsonObject item = items.get(0).getAsJsonObject();
      assertThat(item.get("state").getAsString()).isEqualTo("skipped");
      assertThat(dap.frames(1).get(0)).startsWith(item.get("name").getAsString());
      lsp.end();
    }
  }

  @Test
  void jumpsToATime() throws IOException {
    try (DapClient dap = DapClient.at(SAMPLE)) {
      dap.event("vtrace/position");
      dap.ask("setFunctionBreakpoints", "{breakpoints: [{name: vhost_dev_start_in}]}");
      dap.ask("continue", "{threadId: 1}");
      dap.stopped();
      JsonObject there = dap.event("vtrace/position");
      dap.ask("reverseContinue", "{threadId: 1}");
      dap.stopped();
      assertThat(time(dap.event("vtrace/position"))).isLessThan(time(there));

      dap.ask("vtrace/goto", "{time: " + there.get("time") + "}");
      assertThat(dap.stopped()).isEqualTo("goto");
      assertThat(dap.event("vtrace/position").get("time")).isEqualTo(there.get("time"));
      dap.ask("vtrace/goto", "{time: '0'}");
      assertThat(dap.stopped()).isEqualTo("goto");
      assertThat(dap.refused("vtrace/goto", "{}")).contains("no time given");
      assertThat(dap.refused("vtrace/goto", "{time: soon}")).isEqualTo("'soon' is not a time");
      assertThat(dap.refused("vtrace/goto", "{time: []}")).contains("is no time");
    }
  }

  @Test
  void framesPointToWhereQemuEmitsTheirEvents(@TempDir Path qemu) throws IOException {
    Path source = Files.createDirectories(qemu.resolve("hw/virtio")).resolve("vhost.c");
    Files.writeString(
        source,
        "int vhost_dev_start(void)\n{\n    trace_vhost_dev_start_in(hdev, name);\n}\n"
            + "    xtrace_vhost_virtqueue_start_in(1);\n"
            + "    trace_vhost_virtqueue_start_in(dev, name, idx);\n");
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace}");
      dap.ask(
          "launch",
          "{capture: '" + DapClient.samples().resolve(SAMPLE) + "', qemuSource: '" + qemu + "'}");
      JsonObject point =
          dap.ask(
                  "setBreakpoints",
                  "{source: {path: '" + source + "'}, breakpoints: [{line: 4}, {line: 7}]}")
              .getAsJsonArray("breakpoints")
              .get(0)
              .getAsJsonObject();
      assertThat(point.get("line").getAsInt()).isEqualTo(6);
      dap.ask("configurationDone", "{}");
      assertThat(dap.stopped()).isEqualTo("breakpoint");
      int thread = dap.event("vtrace/position").get("threadId").getAsInt();
      JsonArray frames =
          dap.ask("stackTrace", "{threadId: " + thread + "}").getAsJsonArray("stackFrames");
      JsonObject top = frames.get(0).getAsJsonObject();
      assertThat(top.get("name").getAsString()).startsWith("vhost_virtqueue_start");
      assertThat(top.getAsJsonObject("source").get("path").getAsString())
          .isEqualTo(source.toString());
      assertThat(top.get("line").getAsInt()).isEqualTo(6);
      assertThat(top.get("column").getAsInt()).isEqualTo(5);
      JsonObject around = frames.get(1).getAsJsonObject();
      assertThat(around.get("line").getAsInt()).isEqualTo(3);

      JsonObject log = frames.get(frames.size() - 1).getAsJsonObject();
      assertThat(log.get("presentationHint").getAsString()).isEqualTo("subtle");
      assertThat(log.get("name").getAsString()).contains("trace.log").contains(":");
      assertThat(log.getAsJsonObject("source").get("name").getAsString()).contains("trace.log");
      assertThat(dap.ask("scopes", "{frameId: " + log.get("id") + "}").getAsJsonArray("scopes"))
          .hasSameSizeAs(
              dap.ask("scopes", "{frameId: " + top.get("id") + "}").getAsJsonArray("scopes"));
    }
  }

  @Test
  void textsOfTheCaptureAreDocumentsOfTheSchemeThatWasAskedFor(@TempDir Path folder)
      throws IOException {
    Path file = Files.createDirectories(folder.resolve("a capture")).resolve("socket.jsonl");
    Files.copy(DapClient.samples().resolve(SAMPLE).resolve("vhost-user-dev0.jsonl"), file);
    String document = "evidence:" + file.toUri().getRawPath();
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace}");
      dap.ask("launch", "{socket: '" + file + "', evidenceScheme: evidence}");
      for (String path : new String[] {file.toString(), document}) {
        JsonObject point =
            dap.ask("setBreakpoints", "{source: {path: '" + path + "'}, breakpoints: [{line: 37}]}")
                .getAsJsonArray("breakpoints")
                .get(0)
                .getAsJsonObject();
        assertThat(point.get("verified").getAsBoolean()).as(path).isTrue();
      }
      dap.ask("configurationDone", "{}");
      assertThat(dap.stopped()).isEqualTo("breakpoint");
      int thread = dap.event("vtrace/position").get("threadId").getAsInt();
      JsonObject top =
          dap.ask("stackTrace", "{threadId: " + thread + "}")
              .getAsJsonArray("stackFrames")
              .get(0)
              .getAsJsonObject();
      assertThat(top.getAsJsonObject("source").get("path").getAsString()).isEqualTo(document);
      assertThat(top.get("line").getAsInt()).isEqualTo(37);
    }
  }

  @Test
  void sourcesThatAreNotThereAreSaidAndTheRestWorks() throws IOException {
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace}");
      dap.ask(
          "launch",
          "{capture: '" + DapClient.samples().resolve(SAMPLE) + "', qemuSource: '/no/such'}");
      assertThat(dap.event("output").get("output").getAsString())
          .contains("/no/such: is not a folder");
    }
  }
}
