// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests of PROTOCOL.md, over a real transfer and a real failure. */
class LspCaptureTest {
  @TempDir static Path folder;
  private static LspCapture capture;
  private static LspClient client;

  @BeforeAll
  static void start() throws Exception {
    capture = LspCapture.of("backend-transfer-2q", folder);
    client = LspClient.ready("{}");
  }

  @AfterAll
  static void end() throws Exception {
    assertThat(client.end()).isZero();
    client.close();
  }

  @AfterEach
  void everyMessageIsAsLspHasIt() {
    assertThat(client.violations()).isEmpty();
  }

  private static JsonObject ask(String method, String more) throws Exception {
    JsonObject params = LspClient.object(more);
    if (!params.has("uri")) {
      params.addProperty("capture", capture.uri());
    }
    return client.request(method, params).getAsJsonObject();
  }

  /** What a command prints. */
  private static JsonObject printed(String... command) {
    String[] words = Arrays.copyOf(command, command.length + 1);
    words[command.length] = capture.folder().toString();
    return JsonParser.parseString(Run.vtrace(words).out()).getAsJsonObject();
  }

  /** Without the members that the server adds. */
  private static JsonElement plain(JsonElement tree) {
    if (tree.isJsonArray()) {
      tree.getAsJsonArray().forEach(LspCaptureTest::plain);
    } else if (tree.isJsonObject()) {
      JsonObject object = tree.getAsJsonObject();
      for (String added : List.of("uri", "position", "item", "page", "capture")) {
        object.remove(added);
      }
      object.entrySet().forEach(each -> plain(each.getValue()));
    }
    return tree;
  }

  @Test
  void openTellsWhatThereIs() throws Exception {
    JsonObject run = ask("vtrace/open", "{'uri': '" + capture.uri("src.trace.log") + "'}");
    assertThat(run.get("capture").getAsString()).isEqualTo(capture.uri());
    assertThat(run.get("kind").getAsString()).isEqualTo("folder");
    assertThat(run.getAsJsonObject("totals").get("skipped").getAsInt()).isEqualTo(44);
    assertThat(run.getAsJsonObject("problems").get("error").getAsInt()).isZero();
    assertThat(run.getAsJsonArray("devices").toString()).contains("0000:00:01.0/vhost-user-blk");
    assertThat(run.getAsJsonArray("files").toString())
        .contains("\"role\":\"stream\"", "\"kind\":\"QEMU log\"", "\"participant\":\"dst\"");
  }

  @Test
  void openTellsOfTheDowntimeAsTheTimelineDoes() throws Exception {
    JsonArray told =
        ask("vtrace/open", "{'uri': '" + capture.uri() + "'}").getAsJsonArray("downtime");
    JsonArray whole = printed("timeline", "-f", "json").getAsJsonArray("downtime");
    assertThat(told).hasSize(1);
    for (String member : List.of("migration", "length", "beginKnown", "endKnown")) {
      assertThat(told.get(0).getAsJsonObject().get(member))
          .isEqualTo(whole.get(0).getAsJsonObject().get(member));
    }
  }

  @Test
  void queriesFindTheStepsAndTheItemsThatShowThem() throws Exception {
    JsonObject found = ask("vtrace/query", "{'where': 'verdict == \\\"skipped\\\" && queue == 1'}");
    List<JsonObject> skipped =
        LspClient.objects(ask("vtrace/timeline", "{}").get("items")).stream()
            .filter(item -> item.get("kind").getAsString().equals("operation"))
            .filter(item -> item.get("state").getAsString().equals("skipped"))
            .filter(item -> item.has("queue") && item.get("queue").getAsInt() == 1)
            .toList();
    assertThat(found.get("total").getAsInt()).isEqualTo(skipped.size()).isPositive();
    JsonArray ids = new JsonArray();
    skipped.stream().map(item -> item.get("id").getAsInt()).sorted().forEach(ids::add);
    assertThat(found.get("items")).isEqualTo(ids);
    for (JsonObject step : LspClient.objects(found.get("steps"))) {
      assertThat(step.get("verdict").getAsString()).isEqualTo("skipped");
      assertThat(step.getAsJsonObject("evidence").has("uri")).isTrue();
    }
  }

  @Test
  void queriesSeeTheStateOfTheRunAndAreBounded() throws Exception {
    JsonObject all = ask("vtrace/query", "{'where': 'kind == \\\"message\\\"'}");
    JsonObject few = ask("vtrace/query", "{'where': 'kind == \\\"message\\\"', 'limit': 3}");
    assertThat(few.get("total")).isEqualTo(all.get("total"));
    assertThat(few.getAsJsonArray("steps")).hasSize(3);
    JsonObject enabled =
        ask("vtrace/query", "{'where': 'source.queue[0].state == \\\"enabled\\\"'}");
    assertThat(enabled.get("total").getAsInt()).isPositive();
  }

  @Test
  void aQueryThatCannotBeReadIsRefusedWithASentence() throws Exception {
    String params = "{'where': 'queue ==', 'capture': '" + capture.uri() + "'}";
    JsonObject error = client.error("vtrace/query", params);
    assertThat(error.get("code").getAsInt()).isEqualTo(-32602);
    assertThat(error.get("message").getAsString()).isNotBlank();
  }

  @Test
  void differencesLeadToTheItemsOfBothRuns() throws Exception {
    LspCapture other = new LspCapture(LspCapture.root().resolve("samples").resolve("ordinary-2q"));
    JsonObject params = new JsonObject();
    params.addProperty("a", capture.uri());
    params.addProperty("b", other.uri());
    JsonObject diff = client.request("vtrace/diff", params).getAsJsonObject();
    assertThat(diff.getAsJsonObject("b").get("capture").getAsString()).isEqualTo(other.uri());
    int both = 0;
    for (JsonObject operation : LspClient.objects(diff.get("operations"))) {
      for (String side : List.of("a", "b")) {
        JsonElement place = operation.getAsJsonObject("places").get(side);
        assertThat(place.isJsonNull()).isEqualTo(operation.get(side).isJsonNull());
        if (place.isJsonObject()) {
          JsonObject item = item(side.equals("a") ? capture : other, place.getAsJsonObject());
          assertThat(item.get("name")).isEqualTo(operation.get("operation"));
          assertThat(item.get("state")).isEqualTo(operation.get(side));
          both++;
        }
      }
    }
    assertThat(both).isGreaterThan(60);
  }

  private static JsonObject item(LspCapture of, JsonObject place) throws Exception {
    JsonObject params = new JsonObject();
    params.addProperty("capture", of.uri());
    JsonArray ids = new JsonArray();
    ids.add(place.get("item"));
    params.add("ids", ids);
    JsonElement items = client.request("vtrace/items", params).getAsJsonObject().get("items");
    return LspClient.objects(items).get(0);
  }

  @Test
  void openReportsProgress() throws Exception {
    ask("vtrace/open", "{'uri': '" + capture.uri() + "', 'workDoneToken': 'mine'}");
    JsonObject end =
        client.notification(
            "$/progress",
            params ->
                params.get("token").getAsString().equals("mine")
                    && params.getAsJsonObject("value").get("kind").getAsString().equals("end"));
    assertThat(end).isNotNull();
  }

  @Test
  void ledgerDescriptorsAndDiagnosticsAreWhatTheCommandsPrint() throws Exception {
    assertThat(plain(ask("vtrace/ledger", "{}")))
        .isEqualTo(plain(printed("skips", "--format", "json")));
    assertThat(plain(ask("vtrace/fds", "{}"))).isEqualTo(plain(printed("fds", "-f", "json")));
    assertThat(plain(ask("vtrace/diagnostics", "{}")))
        .isEqualTo(plain(printed("check", "-f", "json")));
  }

  @Test
  void evidenceLeadsToItsLineAndBack() throws Exception {
    JsonObject ledger = ask("vtrace/ledger", "{}");
    int checked = 0;
    for (JsonObject window : LspClient.objects(ledger.get("windows"))) {
      JsonArray operations = window.getAsJsonArray("operations");
      for (int i = 0; i < operations.size(); i += 7) {
        for (JsonObject evidence :
            LspClient.objects(operations.get(i).getAsJsonObject().get("evidence"))) {
          JsonObject at = new JsonObject();
          at.add("uri", evidence.get("uri"));
          String where = evidence.has("position") ? "position" : "offset";
          at.add(where, evidence.get(where));
          JsonObject there = client.request("vtrace/at", at).getAsJsonObject();
          JsonObject operation = new JsonObject();
          operation.add("window", window.get("id"));
          operation.add("item", operations.get(i).getAsJsonObject().get("item"));
          operation.addProperty("operation", i);
          if (evidence.has("neighbour")) {
            // It only shows how long nothing was sent, and is not of what was left out.
            assertThat(LspClient.objects(there.get("operations"))).doesNotContain(operation);
          } else {
            assertThat(LspClient.objects(there.get("operations"))).contains(operation);
          }
          assertThat(there.get("file")).isEqualTo(evidence.get("file"));
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(10);
  }

  @Test
  void theWholeTimelineIsWhatTheCommandPrints() throws Exception {
    JsonObject all = ask("vtrace/timeline", "{}");
    for (String added : List.of("window", "total", "clusters")) {
      assertThat(all.remove(added)).isNotNull();
    }
    assertThat(plain(all)).isEqualTo(plain(printed("timeline", "--format", "json")));
  }

  @Test
  void aBriefTimelineLeavesOutWhatProvesItems() throws Exception {
    JsonObject all = ask("vtrace/timeline", "{}");
    JsonObject brief = ask("vtrace/timeline", "{'brief': true}");
    for (JsonObject item : LspClient.objects(all.get("items"))) {
      item.remove("evidence");
      item.remove("links");
    }
    assertThat(brief).isEqualTo(all);
  }

  @Test
  void aNarrowTimelineMergesWhatFallsOnOnePixel() throws Exception {
    JsonObject wide = ask("vtrace/timeline", "{}");
    JsonObject narrow = ask("vtrace/timeline", "{'pixels': 40}");
    int items = narrow.getAsJsonArray("items").size();
    int merged = 0;
    for (JsonObject cluster : LspClient.objects(narrow.get("clusters"))) {
      int count = cluster.get("count").getAsInt();
      int sum = 0;
      for (var state : cluster.getAsJsonObject("states").entrySet()) {
        sum += state.getValue().getAsInt();
      }
      assertThat(count).isGreaterThan(1).isEqualTo(sum);
      merged += count;
    }
    assertThat(items).isLessThan(wide.getAsJsonArray("items").size());
    assertThat(items + merged)
        .isEqualTo(wide.getAsJsonArray("items").size())
        .isEqualTo(narrow.get("total").getAsInt());
  }

  @Test
  void aPartOfTheTimelineHasWhatTouchesIt() throws Exception {
    JsonObject all = ask("vtrace/timeline", "{}");
    JsonObject handover =
        LspClient.objects(all.get("items")).stream()
            .filter(item -> item.get("kind").getAsString().equals("handover"))
            .findFirst()
            .orElseThrow();
    JsonObject part =
        ask(
            "vtrace/timeline",
            "{'from': %s, 'to': %s, 'kinds': ['operation'], 'states': ['skipped']}"
                .formatted(handover.get("begin"), handover.get("end")));
    List<JsonObject> items = LspClient.objects(part.get("items"));
    assertThat(items).hasSize(44).allMatch(i -> i.get("state").getAsString().equals("skipped"));
    JsonObject one = ask("vtrace/items", "{'ids': [" + items.get(3).get("id") + "]}");
    assertThat(LspClient.objects(one.get("items"))).containsExactly(items.get(3));
    JsonObject place = ask("vtrace/locate", "{'item': " + items.get(3).get("id") + "}");
    assertThat(place.get("uri").getAsString()).startsWith(capture.uri());
  }

  @Test
  void atATimeRingsHaveStates() throws Exception {
    JsonObject all = ask("vtrace/timeline", "{}");
    JsonObject handover =
        LspClient.objects(all.get("items")).stream()
            .filter(item -> item.get("kind").getAsString().equals("handover"))
            .findFirst()
            .orElseThrow();
    JsonObject at = ask("vtrace/at", "{'time': " + handover.get("end") + "}");
    assertThat(at.getAsJsonArray("rings").toString()).contains("transferred");
    // The source has ended by then, and has no rings any more; the destination ends just before the
    // end of the timeline.
    long end = Long.decode(all.get("end").getAsString());
    assertThat(ask("vtrace/at", "{'time': " + end + "}").getAsJsonArray("rings")).isEmpty();
    JsonObject before = ask("vtrace/at", "{'time': " + (end - 5_000_000) + "}");
    assertThat(LspClient.objects(before.get("rings")))
        .isNotEmpty()
        .allMatch(ring -> ring.get("participant").getAsString().equals("dst"));
    JsonObject none = ask("vtrace/at", "{'time': 5}");
    assertThat(none.getAsJsonArray("rings")).isEmpty();
  }

  @Test
  void filesCanBeOpenedOneByOne() throws Exception {
    String files =
        "{'files': {'source': ['%s'], 'destination': ['%s'], 'stream': '%s'}}"
            .formatted(
                capture.uri("src.trace.log"),
                capture.uri("dst.trace.log"),
                capture.uri("stream.bin"));
    JsonObject run = client.request("vtrace/open", files).getAsJsonObject();
    assertThat(run.get("kind").getAsString()).isEqualTo("files");
    JsonObject params = new JsonObject();
    params.add("capture", run.get("capture"));
    JsonObject ledger = client.request("vtrace/ledger", params).getAsJsonObject();
    assertThat(ledger.getAsJsonObject("totals").get("skipped").getAsInt()).isEqualTo(44);
    assertThat(client.request("vtrace/close", params).isJsonNull()).isTrue();
  }

  @Test
  void aFailedMigrationHasErrors() throws Exception {
    LspCapture failed = LspCapture.of("backend-transfer-failed", folder);
    client.open(failed.uri("qmp.jsonl"), failed.text("qmp.jsonl"));
    JsonObject told =
        client.notification(
            "textDocument/publishDiagnostics",
            params ->
                params.get("uri").getAsString().equals(failed.uri("dst.stderr"))
                    && !params.getAsJsonArray("diagnostics").isEmpty());
    assertThat(told.toString()).contains("VT3401", "the source has 1, the destination 2");
  }

  @Test
  void reportsAreWritten() throws Exception {
    Path file = folder.resolve("report.html");
    JsonObject written = ask("vtrace/report", "{'format': 'html', 'file': '" + file + "'}");
    assertThat(written.get("file").getAsString()).isEqualTo(file.toString());
    assertThat(Files.readString(file)).startsWith("<!doctype html>");
    JsonObject text = ask("vtrace/report", "{'format': 'md'}");
    assertThat(text.get("text").getAsString()).contains("44");
    JsonObject bad = LspClient.object("{'format': 'docx'}");
    bad.addProperty("capture", capture.uri());
    assertThat(client.exchange("vtrace/report", bad).getAsJsonObject("error").toString())
        .contains("-32803", "html, vtrace, md");
  }

  @Test
  @Tag("external")
  void aRunningQemuCanBeAttachedTo() throws Exception {
    Path socket = folder.resolve("qmp");
    Process qemu;
    try {
      qemu =
          new ProcessBuilder(
                  "qemu-system-x86_64",
                  "-M",
                  "none",
                  "-display",
                  "none",
                  "-S",
                  "-D",
                  folder.resolve("qemu.log").toString(),
                  "-qmp",
                  "unix:" + socket + ",server=on,wait=off")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      abort("skipped: needs qemu-system-x86_64");
      return;
    }
    try {
      for (int i = 0; i < 600 && !Files.exists(socket); i++) {
        assertThat(qemu.waitFor(50, TimeUnit.MILLISECONDS)).as("QEMU ended").isFalse();
      }
      Path live = folder.resolve("live");
      JsonObject attached =
          client
              .request("vtrace/attach", "{'qmp': '" + socket + "', 'output': '" + live + "'}")
              .getAsJsonObject();
      JsonObject told =
          client.notification(
              "vtrace/live", params -> params.get("capture").equals(attached.get("capture")));
      assertThat(told.toString()).contains("switched on");
      assertThat(client.request("vtrace/detach", attached).isJsonNull()).isTrue();
      assertThat(Files.readString(live.resolve("qmp.jsonl"))).contains("trace-event-set-state");
      assertThat(client.exchange("vtrace/detach", attached).has("error")).isTrue();
    } finally {
      qemu.destroyForcibly();
    }
  }

  @Test
  void changedFilesAreReadAnew() throws Exception {
    LspCapture own = LspCapture.of("ordinary-2q", folder.resolve("other"));
    JsonObject params = new JsonObject();
    params.addProperty("uri", own.uri());
    JsonObject before = client.request("vtrace/open", params).getAsJsonObject();
    assertThat(before.getAsJsonArray("files").toString()).contains("src.trace.log");
    Files.delete(own.folder().resolve("src.trace.log"));
    client.send(
        "workspace/didChangeWatchedFiles",
        LspClient.object("{'changes': [{'uri': '" + own.uri("src.trace.log") + "', 'type': 3}]}"));
    client.notification(
        "vtrace/changed", each -> each.get("capture").getAsString().equals(own.uri()));
    JsonObject after = client.request("vtrace/open", params).getAsJsonObject();
    assertThat(after.getAsJsonArray("files").toString()).doesNotContain("src.trace.log");
  }
}
