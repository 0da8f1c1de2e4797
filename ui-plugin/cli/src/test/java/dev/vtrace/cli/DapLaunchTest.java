// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code vtrace dap} does while it reads a recording, and in which order it speaks. */
class DapLaunchTest {
  private static final String SAMPLE =
      DapClient.samples().resolve("backend-transfer-2q").toString();

  /** Enough to be still reading when the next requests arrive. */
  private static final int LARGE = 16 << 20;

  @TempDir static Path folder;
  private static Path large;

  @BeforeAll
  static void make() throws IOException {
    large = folder.resolve("src.trace.log");
    byte[] log;
    try (InputStream in = Files.newInputStream(Path.of(SAMPLE, "src.trace.log.gz"));
        InputStream text = new GZIPInputStream(in)) {
      log = text.readAllBytes();
    }
    try (OutputStream out = Files.newOutputStream(large)) {
      for (long size = 0; size < LARGE; size += log.length) {
        out.write(log);
      }
    }
  }

  private static String launch(Path source) {
    return "{stopOnEntry: true, source: '" + source + "'}";
  }

  @Test
  void requestsBehindALaunchWaitForItAndAreAnsweredInTheirOrder() throws IOException {
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace}");
      dap.send("launch", launch(large));
      dap.send("setFunctionBreakpoints", "{breakpoints: [{name: vhost_dev_stop_in}]}");
      dap.send("setExceptionBreakpoints", "{filters: [skipped]}");
      dap.send("configurationDone", "{}");
      int threads = dap.send("threads", "{}");
      JsonObject answer = dap.answer(threads);
      assertThat(answer.get("success").getAsBoolean()).as(answer.toString()).isTrue();
      assertThat(dap.stopped()).isEqualTo("entry");
      assertThat(dap.order().stream().filter(each -> !each.startsWith("event ")))
          .containsExactly(
              "initialize",
              "launch",
              "setFunctionBreakpoints",
              "setExceptionBreakpoints",
              "configurationDone",
              "threads");
      assertThat(dap.order().indexOf("event stopped"))
          .isGreaterThan(dap.order().indexOf("configurationDone"));
    }
  }

  @Test
  void aStopComesBehindTheAnswersOfWhatLedToIt() throws IOException {
    for (int i = 0; i < 5; i++) {
      try (DapClient dap = new DapClient()) {
        dap.ask("initialize", "{adapterID: vtrace}");
        dap.ask("configurationDone", "{}");
        dap.send("launch", "{stopOnEntry: true, capture: '" + SAMPLE + "'}");
        for (int other = 0; other < 20; other++) {
          dap.send("cancel", "{requestId: 9999}");
        }
        dap.stopped();
        List<String> order = dap.order();
        assertThat(order).contains("launch");
        assertThat(order.indexOf("event stopped")).isGreaterThan(order.indexOf("launch"));
        dap.ask("disconnect", "{}");
      }
    }
  }

  @Test
  void aClientThatShowsProgressSeesIt() throws IOException {
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace, supportsProgressReporting: true}");
      int launch = dap.send("launch", "{stopOnEntry: true, capture: '" + SAMPLE + "'}");
      JsonObject start = dap.event("progressStart");
      String id = start.get("progressId").getAsString();
      assertThat(start.get("requestId").getAsInt()).isEqualTo(launch);
      assertThat(start.get("cancellable").getAsBoolean()).isTrue();
      assertThat(start.get("title").getAsString()).isEqualTo("Reading the recording");
      JsonObject update = dap.event("progressUpdate");
      assertThat(update.get("progressId").getAsString()).isEqualTo(id);
      assertThat(update.get("message").getAsString()).isEqualTo("traces");
      assertThat(dap.event("progressEnd").get("progressId").getAsString()).isEqualTo(id);
      assertThat(dap.answer(launch).get("success").getAsBoolean()).isTrue();
    }
    try (DapClient dap = DapClient.at("backend-transfer-2q")) {
      assertThat(dap.order()).noneMatch(each -> each.startsWith("event progress"));
    }
  }

  @Test
  void aLaunchThatIsCancelledCanBeTriedAgain() throws IOException {
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace, supportsProgressReporting: true}");
      int launch = dap.send("launch", launch(large));
      int threads = dap.send("threads", "{}");
      dap.ask("cancel", "{requestId: " + launch + "}");
      JsonObject answer = dap.answer(launch);
      assertThat(answer.get("success").getAsBoolean()).isFalse();
      assertThat(answer.get("message").getAsString()).isEqualTo("cancelled");
      assertThat(dap.answer(threads).get("message").getAsString())
          .isEqualTo("nothing is launched yet");
      dap.event("progressStart");
      dap.event("progressEnd");

      dap.send("launch", launch(large));
      String id = dap.event("progressStart").get("progressId").getAsString();
      dap.ask("cancel", "{progressId: '" + id + "'}");
      dap.event("progressEnd");

      dap.ask("launch", "{stopOnEntry: true, capture: '" + SAMPLE + "'}");
      dap.ask("configurationDone", "{}");
      assertThat(dap.stopped()).isEqualTo("entry");
    }
  }

  @Test
  void terminateAndDisconnectDoNotWaitForALaunch() throws IOException {
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace}");
      int launch = dap.send("launch", launch(large));
      dap.ask("terminate", "{}");
      dap.event("terminated");
      assertThat(dap.order()).doesNotContain("launch");
      assertThat(dap.answer(launch).get("message").getAsString()).isEqualTo("cancelled");
      dap.send("launch", launch(large));
      dap.ask("disconnect", "{}");
      assertThat(dap.ends()).isTrue();
      assertThat(dap.status()).isZero();
    }
  }

  @Test
  void ofARunThatIsTooLargeForTheHeapPartsAreLeftOutWhichIsSaid() throws IOException {
    try (DapClient dap = new DapClient("-Xmx96m")) {
      dap.ask("initialize", "{adapterID: vtrace}");
      dap.ask("launch", launch(large));
      dap.ask("configurationDone", "{}");
      assertThat(dap.stopped()).isEqualTo("entry");
      assertThat(dap.event("output").get("output").getAsString())
          .containsPattern("events were not kept, .*; the argument keepRecords keeps more\n");
    }
  }

  @Test
  void aClientSaysHowMuchOfARunItWants() throws IOException {
    try (DapClient dap = new DapClient()) {
      dap.ask("initialize", "{adapterID: vtrace}");
      dap.ask("launch", launch(large).replace("{", "{keepRecords: 1000, "));
      dap.ask("configurationDone", "{}");
      assertThat(dap.event("output").toString()).contains("the argument keepRecords keeps more");
    }
  }
}
