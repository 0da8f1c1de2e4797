// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an editor asks of a log: each capability of the language server over a real transfer. */
class LspDocumentTest {
  private static final String LOG = "src.trace.log";

  @TempDir static Path folder;
  private static LspCapture capture;
  private static LspClient client;
  private static String uri;

  @BeforeAll
  static void start() throws Exception {
    capture = LspCapture.of("backend-transfer-2q", folder);
    uri = capture.uri(LOG);
    Path source = Files.createDirectories(folder.resolve("qemu/hw/virtio"));
    Files.writeString(
        source.resolve("vhost-user.c"),
        "void x(void)\n{\n    trace_vhost_user_write(req, flags);\n"
            + "    not_trace_vhost_user_write(1);\n}\n");
    Files.writeString(
        source.resolve("vhost.c"), "    trace_vhost_virtqueue_stop_in(dev, name, i);\n");
    client = LspClient.ready("{'qemuSource': '" + folder.resolve("qemu") + "'}");
    client.open(uri, capture.text(LOG));
    JsonObject params = new JsonObject();
    params.addProperty("uri", uri);
    client.request("vtrace/open", params);
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

  private static int line(String text, int n) throws IOException {
    return capture.line(LOG, text, n);
  }

  private static String hover(int line) throws Exception {
    JsonElement result = client.request("textDocument/hover", LspClient.at(uri, line, 40));
    return result.getAsJsonObject().getAsJsonObject("contents").get("value").getAsString();
  }

  private static List<Integer> lines(JsonElement locations, String of) {
    List<Integer> out = new ArrayList<>();
    for (JsonObject each : LspClient.objects(locations)) {
      if (each.get("uri").getAsString().equals(of)) {
        out.add(start(each.getAsJsonObject("range")));
      }
    }
    return out;
  }

  private static int start(JsonObject range) {
    return range.getAsJsonObject("start").get("line").getAsInt();
  }

  @Test
  void hoverTellsEventMessageVerdictAndRings() throws Exception {
    String text = hover(line("(SET_VRING_NUM)", 0));
    assertThat(text)
        .contains("QEMU sends a request", "tells how many entries a ring has")
        .contains("- num `128`", "**executed** `SET_VRING_NUM` of queue 0")
        .contains("ordinary start of `0000:00:01.0/vhost-user-blk`")
        .contains("vhost-user-dev0.jsonl:37", "| 0 | stopped | 128 |");
    assertThat(hover(line("(SET_PROTOCOL_FEATURES)", 0))).contains("REPLY_ACK");
  }

  @Test
  void hoverTellsWhatWasSkippedAndWhy() throws Exception {
    int stop = line("vhost_dev_stop_in", 1);
    assertThat(hover(stop))
        .contains("**switchover stop, back-end transferred**", "A stop begins")
        .contains("queues 0 1: ");
    assertThat(hover(stop + 1))
        .contains("vhost_virtque_stop_in", "(now `vhost_virtqueue_stop_in`)")
        .contains(
            "**skipped** 3 operations in the switchover stop of `0000:00:01.0/vhost-user-blk`")
        .contains("- `GET_VRING_BASE` of queue 0: `backend transfer: ")
        .contains("[VT3316](vtrace:/rules/VT3316.md)");
  }

  @Test
  void hoverOnASkippedOperationTellsNoMessageOfAnotherTime() throws Exception {
    String text = hover(line("vhost_dev_stop_in", 1) + 1);
    assertThat(text)
        .contains("nothing was sent between")
        .containsPattern("\\[vhost-user-dev0.jsonl:73\\]\\(\\S+\\) \\(last before, 07:59:57.325\\)")
        .containsPattern("\\[vhost-user-dev0.jsonl:75\\]\\(\\S+\\) \\(first after, 08:00:06.940\\)")
        .contains("rings as the back-end knows them up to here, on `vhost-user-dev0.jsonl")
        .doesNotContain("**SET_VRING_ENABLE**");
    // What was sent last switched both rings on; the first message after switches one off.
    assertThat(text.lines().filter(each -> each.startsWith("| 0 |") || each.startsWith("| 1 |")))
        .hasSize(2)
        .allMatch(each -> each.contains("| running |"));
  }

  @Test
  void hoverTellsEachPlaceOnceAndNotItsOwn() throws Exception {
    int stop = line("vhost_dev_stop_in", 1);
    for (int line = stop - 1; line < stop + 4; line++) {
      String text = hover(line);
      assertThat(text.length()).isLessThan(3000);
      List<String> places =
          text.lines()
              .filter(each -> each.startsWith("- ["))
              .map(each -> each.split("]")[0])
              .toList();
      assertThat(places).doesNotHaveDuplicates();
      assertThat(text).doesNotContain("[src.trace.log:" + (line + 1) + "]");
    }
  }

  @Test
  void hoverOnAMessageTellsNothingOfASilenceBesideIt() throws Exception {
    String socket = capture.uri("vhost-user-dev0.jsonl");
    client.open(socket, capture.text("vhost-user-dev0.jsonl"));
    JsonElement hover = client.request("textDocument/hover", LspClient.at(socket, 72, 3));
    assertThat(hover.toString()).doesNotContain("**skipped**");
  }

  @Test
  void hoverBeyondTheTextIsNothing() throws Exception {
    assertThat(
            client.request("textDocument/hover", LspClient.at(uri, 1 << 30, 1 << 30)).isJsonNull())
        .isTrue();
  }

  @Test
  void hintsTellTimesAndDevices() throws Exception {
    int out = line("vhost_dev_start_out", 0);
    JsonElement hints =
        client.request("textDocument/inlayHint", LspClient.range(uri, out, out + 1));
    List<String> labels =
        LspClient.objects(hints).stream()
            .filter(each -> each.getAsJsonObject("position").get("line").getAsInt() == out)
            .map(each -> each.get("label").getAsString())
            .toList();
    assertThat(labels).hasSize(2).contains("0000:00:01.0/vhost-user-blk");
    assertThat(labels.get(1)).matches("\\+[0-9.]+ (µs|ms), [0-9.]+ (µs|ms) since _in");
  }

  @Test
  void hintsDecodeMessagesOfARecording() throws Exception {
    String socket = capture.uri("vhost-user-dev0.jsonl");
    client.open(socket, capture.text("vhost-user-dev0.jsonl"));
    JsonElement hints = client.request("textDocument/inlayHint", LspClient.range(socket, 72, 73));
    assertThat(hints.toString()).contains("SET_VRING_ENABLE queue 1 on");
  }

  @Test
  void hintsNameRequestsWhereTheLogHasNumbers() throws Exception {
    String old = "file:///nowhere/old.log";
    LspClient one = client;
    String text = "vhost_user_write req:11 flags:0x1\nvhost_user_read req:11 flags:0x5\n";
    one.open("untitled:old", text);
    JsonElement hints =
        one.request("textDocument/inlayHint", LspClient.range("untitled:old", 0, 1));
    assertThat(hints.toString()).contains("GET_VRING_BASE").doesNotContain(old);
  }

  @Test
  void tokensColourEventsAndVerdicts() throws Exception {
    int write = line("(SET_VRING_NUM)", 0);
    JsonArray legend =
        LspClient.object("{'x': ['comment','function','parameter','number','enumMember']}")
            .getAsJsonArray("x");
    JsonArray data =
        client
            .request("textDocument/semanticTokens/range", LspClient.range(uri, write, write))
            .getAsJsonObject()
            .getAsJsonArray("data");
    List<String> seen = new ArrayList<>();
    String line = capture.lines(LOG).get(write);
    int column = 0;
    for (int i = 0; i < data.size(); i += 5) {
      column += data.get(i + 1).getAsInt();
      int type = data.get(i + 3).getAsInt();
      String name = type < legend.size() ? legend.get(type).getAsString() : "other";
      seen.add(name + " " + line.substring(column, column + data.get(i + 2).getAsInt()));
    }
    assertThat(data.get(0).getAsInt()).isEqualTo(write);
    assertThat(seen)
        .contains(
            "function vhost_user_write",
            "parameter req",
            "number 8",
            "enumMember SET_VRING_NUM",
            "number 0x1");
    assertThat(data.get(9).getAsInt()).as("modifier executed").isEqualTo(1);
    int all =
        client
            .request("textDocument/semanticTokens/full", LspClient.document(uri))
            .getAsJsonObject()
            .getAsJsonArray("data")
            .size();
    assertThat(all).isGreaterThan(5 * capture.lines(LOG).size()).isEqualTo(all / 5 * 5);
  }

  @Test
  void symbolsShowParticipantDeviceWindowAndQueue() throws Exception {
    List<JsonObject> roots =
        LspClient.objects(client.request("textDocument/documentSymbol", LspClient.document(uri)));
    assertThat(roots).hasSize(1);
    assertThat(roots.get(0).get("name").getAsString()).isEqualTo("src");
    JsonObject device = child(roots.get(0), "0000:00:01.0/vhost-user-blk");
    JsonObject stop = child(device, "switchover stop, back-end transferred");
    assertThat(start(stop.getAsJsonObject("range"))).isEqualTo(line("vhost_dev_stop_in", 1));
    assertThat(stop.get("detail").getAsString()).contains("14 skipped");
    assertThat(start(child(stop, "queue 1").getAsJsonObject("range")))
        .isEqualTo(line("vhost_dev_stop_in", 1) + 2);
  }

  @Test
  void symbolsThatAreAskedForAtOnceHaveNamesToo() throws Exception {
    try (LspClient other = LspClient.ready("{}")) {
      other.open(uri, capture.text(LOG));
      long asked = System.nanoTime();
      List<JsonObject> roots =
          LspClient.objects(other.request("textDocument/documentSymbol", LspClient.document(uri)));
      // The server waits for the run this long at most; without the run there are no names.
      boolean read = System.nanoTime() - asked < TimeUnit.SECONDS.toNanos(2);
      assumeTrue(read, "skipped: the machine is too busy to read the run in time");
      child(
          child(roots.get(0), "0000:00:01.0/vhost-user-blk"),
          "switchover stop, back-end transferred");
      assertThat(other.end()).isZero();
    }
  }

  private static JsonObject child(JsonObject parent, String name) {
    return LspClient.objects(parent.get("children")).stream()
        .filter(each -> each.get("name").getAsString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + parent));
  }

  @Test
  void windowsCanBeFolded() throws Exception {
    JsonElement folds = client.request("textDocument/foldingRange", LspClient.document(uri));
    int begin = line("vhost_dev_start_in", 0);
    assertThat(LspClient.objects(folds))
        .anySatisfy(
            fold -> {
              assertThat(fold.get("startLine").getAsInt()).isEqualTo(begin);
              assertThat(fold.get("endLine").getAsInt()).isEqualTo(begin + 16);
            });
  }

  @Test
  void definitionGoesFromOutToIn() throws Exception {
    JsonElement found =
        client.request(
            "textDocument/definition", LspClient.at(uri, line("vhost_dev_start_out", 0), 40));
    assertThat(lines(found, uri)).containsExactly(line("vhost_dev_start_in", 0));
  }

  @Test
  void definitionGoesFromEventToMessageAndToTheEmittingLine() throws Exception {
    int write = line("(SET_VRING_NUM)", 0);
    JsonElement found = client.request("textDocument/definition", LspClient.at(uri, write, 40));
    assertThat(lines(found, capture.uri("vhost-user-dev0.jsonl"))).containsExactly(36);
    String source = folder.resolve("qemu/hw/virtio/vhost-user.c").toUri().toString();
    assertThat(lines(found, source)).containsExactly(2);
    JsonElement emitted =
        client.request("textDocument/implementation", LspClient.at(uri, write, 40));
    assertThat(LspClient.objects(emitted)).hasSize(1);
    JsonElement renamed =
        client.request(
            "textDocument/implementation", LspClient.at(uri, line("vhost_virtque_stop_in", 0), 40));
    assertThat(LspClient.objects(renamed)).hasSize(1);
  }

  @Test
  void definitionGoesFromMessageToEvent() throws Exception {
    String messages = capture.uri("vhost-user-dev0.jsonl");
    JsonElement found = client.request("textDocument/definition", LspClient.at(messages, 36, 5));
    assertThat(lines(found, uri)).containsExactly(line("(SET_VRING_NUM)", 0));
  }

  @Test
  void referencesFindAllOfADevice() throws Exception {
    String pointer = "0x557f43c5fca0";
    int at = line("vhost_dev_stop_in", 0);
    JsonObject params = LspClient.at(uri, at, capture.lines(LOG).get(at).indexOf(pointer) + 5);
    params.add("context", LspClient.object("{'includeDeclaration': true}"));
    List<Integer> found = lines(client.request("textDocument/references", params), uri);
    List<String> all = capture.lines(LOG);
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).matches(".*" + pointer + "\\b.*")) {
        expected.add(i);
      }
    }
    assertThat(found).isEqualTo(expected).hasSizeGreaterThan(10);
  }

  @Test
  void referencesFindAllOfAQueue() throws Exception {
    int at = line("vhost_virtque_start_in", 0);
    String text = capture.lines(LOG).get(at);
    JsonObject params = LspClient.at(uri, at, text.length() - 1);
    params.add("context", LspClient.object("{'includeDeclaration': true}"));
    List<Integer> found = lines(client.request("textDocument/references", params), uri);
    assertThat(found)
        .contains(at, line("vhost_virtque_stop_in", 0), line("(SET_VRING_NUM)", 0))
        .doesNotContain(line("vhost_virtque_start_in", 1));
  }

  @Test
  void referencesFindADescriptorOnBothSides() throws Exception {
    int put = line("qemu_file_put_fd", 0);
    JsonObject params = LspClient.at(uri, put, 40);
    params.add("context", LspClient.object("{'includeDeclaration': true}"));
    JsonElement found = client.request("textDocument/references", params);
    assertThat(lines(found, uri)).contains(put);
    assertThat(lines(found, capture.uri("dst.trace.log")))
        .contains(capture.line("dst.trace.log", "qemu_file_get_fd", 0));
  }

  @Test
  void highlightsShowRequestAndReply() throws Exception {
    int write = line("vhost_user_write req:31 (GET_INFLIGHT_FD)", 0);
    assertThat(highlights(write)).containsExactly(write, write + 1);
    assertThat(highlights(write + 1)).containsExactly(write + 1, write);
    int begin = line("vhost_dev_start_in", 0);
    assertThat(highlights(begin)).contains(begin, begin + 16);
    assertThat(highlights(line("vhost_section", 0))).isEmpty();
  }

  private static List<Integer> highlights(int line) throws Exception {
    return LspClient.objects(
            client.request("textDocument/documentHighlight", LspClient.at(uri, line, 40)))
        .stream()
        .map(each -> start(each.getAsJsonObject("range")))
        .toList();
  }

  @Test
  void diagnosticsArePushedWithCodeAndPage() throws Exception {
    JsonObject told =
        client.notification(
            "textDocument/publishDiagnostics",
            params -> params.get("uri").getAsString().equals(uri));
    assertThat(LspClient.objects(told.get("diagnostics")))
        .anySatisfy(
            each -> {
              assertThat(each.get("code").getAsString()).isEqualTo("VT3316");
              assertThat(each.get("source").getAsString()).isEqualTo("vtrace");
              assertThat(each.getAsJsonObject("codeDescription").get("href").getAsString())
                  .isEqualTo("vtrace:/rules/VT3316.md");
              assertThat(start(each.getAsJsonObject("range")))
                  .isEqualTo(line("vhost_dev_stop_in", 1) + 1);
              assertThat(LspClient.objects(each.get("relatedInformation"))).hasSize(1);
            });
  }

  @Test
  void lensesSumUpWindows() throws Exception {
    List<JsonObject> lenses =
        LspClient.objects(client.request("textDocument/codeLens", LspClient.document(uri)));
    assertThat(lenses.get(0).getAsJsonObject("command").get("title").getAsString())
        .contains("44 operations skipped");
    assertThat(lenses)
        .anySatisfy(
            lens -> {
              JsonObject command = lens.getAsJsonObject("command");
              assertThat(start(lens.getAsJsonObject("range")))
                  .isEqualTo(line("vhost_dev_stop_in", 1));
              assertThat(command.get("title").getAsString())
                  .contains("skipped: 14 (SET_LOG_BASE, SET_FEATURES");
              assertThat(command.get("command").getAsString()).isEqualTo("vtrace.showWindow");
            });
  }

  @Test
  void actionsOfferTimelineEvidenceAndPage() throws Exception {
    int queue = line("vhost_dev_stop_in", 1) + 1;
    JsonObject params = LspClient.range(uri, queue, queue);
    params.add("context", LspClient.object("{'diagnostics': []}"));
    List<JsonObject> actions = LspClient.objects(client.request("textDocument/codeAction", params));
    assertThat(actions)
        .extracting(each -> each.get("title").getAsString())
        .containsExactly(
            "Open in the timeline",
            "Copy the evidence as text",
            "Explain VT3316",
            "Create a report");
    String text =
        actions.get(1).getAsJsonObject("command").getAsJsonArray("arguments").get(0).getAsString();
    assertThat(text)
        .contains("GET_VRING_BASE q0 skipped: ", "src.trace.log:" + (queue + 1))
        .contains("VT3316");
  }

  @Test
  void workspaceSymbolsFindOperations() throws Exception {
    JsonElement found =
        client.request("workspace/symbol", "{'query': 'get_vring_base q1 skipped'}");
    assertThat(LspClient.objects(found)).hasSize(1);
    JsonObject location = LspClient.objects(found).get(0).getAsJsonObject("location");
    assertThat(start(location.getAsJsonObject("range")))
        .isEqualTo(line("vhost_dev_stop_in", 1) + 2);
  }

  @Test
  void selectionGrowsFromWordToWindow() throws Exception {
    int write = line("(SET_VRING_NUM)", 0);
    JsonObject params = LspClient.document(uri);
    params.add(
        "positions",
        LspClient.object("{'x': [{'line': " + write + ", 'character': 30}]}").get("x"));
    JsonObject range =
        LspClient.objects(client.request("textDocument/selectionRange", params)).get(0);
    List<Integer> starts = new ArrayList<>();
    for (JsonObject at = range; at != null; at = at.getAsJsonObject("parent")) {
      starts.add(start(at.getAsJsonObject("range")));
    }
    assertThat(starts)
        .containsExactly(
            write,
            write,
            line("vhost_virtque_start_in", 0),
            line("vhost_dev_start_in", 0),
            line("vhost_user_blk_start_in", 0),
            0);
  }
}
