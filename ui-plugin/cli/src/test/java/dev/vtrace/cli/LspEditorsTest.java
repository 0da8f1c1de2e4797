// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Editors that speak LSP and nothing of vtrace: with what each of them says it can do, all that the
 * README promises works, and nothing is sent that it does not know.
 */
class LspEditorsTest {
  private static final String LOG = "src.trace.log";

  /** Of 8 characters, 9 units of UTF-16, and 14 bytes. */
  private static final String WIDE = "\u00e4\u20ac\ud83d\ude00 a b ";

  @TempDir static Path folder;
  private static LspCapture capture;
  private static String uri;

  private JsonObject abilities;
  private JsonObject server;
  private LspClient client;

  @BeforeAll
  static void unpack() throws IOException {
    capture = LspCapture.of("backend-transfer-2q", folder);
    uri = capture.uri(LOG);
    Files.writeString(
        capture.folder().resolve("notes.md"),
        "Look at src.trace.log:12 and (src.trace.log:9), at 07:59:57 not; no-such.log:3, /etc/passwd:1,"
            + " ../x:1, src.trace.log:12x.\n"
            + WIDE
            + "src.trace.log:7\n");
  }

  @AfterEach
  void end() throws Exception {
    assertThat(client.end()).isZero();
    client.close();
    assertThat(client.violations()).isEmpty();
  }

  private void greet(String editor) throws Exception {
    try (InputStream in = LspEditorsTest.class.getResourceAsStream("editors/" + editor + ".json")) {
      abilities =
          JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
              .getAsJsonObject();
    }
    client = new LspClient();
    JsonObject params = new JsonObject();
    params.addProperty("processId", ProcessHandle.current().pid());
    params.addProperty("rootUri", capture.uri());
    params.add("capabilities", abilities);
    server = client.request("initialize", params).getAsJsonObject().getAsJsonObject("capabilities");
    client.send("initialized", new JsonObject());
    client.open(uri, capture.text(LOG));
  }

  /** Whether the editor said something, by the names on the way to it. */
  private boolean can(String... path) {
    JsonElement at = abilities;
    for (String name : path) {
      at = at != null && at.isJsonObject() ? at.getAsJsonObject().get(name) : null;
    }
    return at != null && (!at.isJsonPrimitive() || at.getAsBoolean());
  }

  private static int line(String text, int n) throws IOException {
    return capture.line(LOG, text, n);
  }

  private List<JsonObject> list(String method, JsonObject params) throws Exception {
    return LspClient.objects(client.request(method, params));
  }

  /** Lenses are there once the run was read. */
  private void awaitRun() throws Exception {
    client.request("textDocument/documentSymbol", LspClient.document(uri));
  }

  private JsonElement execute(String command, JsonElement arguments) throws Exception {
    JsonObject params = new JsonObject();
    params.addProperty("command", command);
    params.add("arguments", arguments);
    return client.request("workspace/executeCommand", params);
  }

  /** Carries out the command of a lens or an action; the file that the editor is shown. */
  private Path shown(JsonObject command) throws Exception {
    assertThat(
            server
                .getAsJsonObject("executeCommandProvider")
                .getAsJsonArray("commands")
                .contains(command.get("command")))
        .isTrue();
    JsonObject result =
        execute(command.get("command").getAsString(), command.get("arguments")).getAsJsonObject();
    Path file = Path.of(result.get("file").getAsString());
    String own = file.toUri().toString();
    if (can("window", "showDocument", "support")) {
      client.notification("window/showDocument", each -> each.get("uri").getAsString().equals(own));
    }
    // A client that does not answer, or cannot show it, is told where it is.
    client.notification(
        "window/showMessage", each -> each.get("message").getAsString().contains(file.toString()));
    return file;
  }

  private List<JsonObject> actions(int line) throws Exception {
    JsonObject params = LspClient.range(uri, line, line);
    params.add("context", LspClient.object("{'diagnostics': []}"));
    List<JsonObject> out = new ArrayList<>();
    for (JsonObject each : list("textDocument/codeAction", params)) {
      boolean literal = each.get("command").isJsonObject();
      assertThat(literal).isEqualTo(can("textDocument", "codeAction", "codeActionLiteralSupport"));
      out.add(literal ? each.getAsJsonObject("command") : each);
    }
    return out;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nvim-0.7",
        "nvim-0.9",
        "nvim-0.10",
        "nvim-0.11",
        "eglot-1.9",
        "eglot-1.17",
        "helix-25.07",
        "kate-22.12"
      })
  void everyFeatureWorks(String editor) throws Exception {
    greet(editor);
    awaitRun();
    int stop = line("vhost_dev_stop_in", 1);
    hover(stop + 1);
    outline();
    jumps(stop);
    assertThat(list("textDocument/inlayHint", LspClient.range(uri, stop, stop + 5))).isNotEmpty();
    assertThat(list("textDocument/foldingRange", LspClient.document(uri))).isNotEmpty();
    assertThat(
            client
                .request("textDocument/semanticTokens/full", LspClient.document(uri))
                .getAsJsonObject()
                .getAsJsonArray("data"))
        .isNotEmpty();
    assertThat(list("workspace/symbol", LspClient.object("{'query': 'get_vring_base skipped'}")))
        .isNotEmpty();
    findings();
    commands(stop + 1);
    links();
    plans();
    if (can("general", "positionEncodings")) {
      JsonObject general = abilities.getAsJsonObject("general");
      assertThat(server.get("positionEncoding"))
          .isEqualTo(general.getAsJsonArray("positionEncodings").get(0));
    } else {
      assertThat(server.has("positionEncoding")).isFalse();
    }
  }

  /** A plan of a recording, which is no evidence. */
  private void plans() throws Exception {
    String plan = capture.uri("migration.plan");
    client.open(plan, "source a\ncapability \nsorce b\n");
    JsonArray wrong;
    if (can("textDocument", "diagnostic")) {
      wrong =
          client
              .request("textDocument/diagnostic", LspClient.document(plan))
              .getAsJsonObject()
              .getAsJsonArray("items");
    } else {
      wrong =
          client
              .notification(
                  "textDocument/publishDiagnostics",
                  each -> each.get("uri").getAsString().equals(plan))
              .getAsJsonArray("diagnostics");
    }
    assertThat(wrong.toString()).contains("unknown setting 'sorce'").contains("\"line\":2");
    assertThat(client.request("textDocument/completion", LspClient.at(plan, 1, 11)).toString())
        .contains("multifd=on");
    assertThat(client.request("textDocument/hover", LspClient.at(plan, 0, 2)).toString())
        .contains("the source, to be started");
    assertThat(client.request("textDocument/codeLens", LspClient.document(plan)).isJsonNull())
        .isTrue();
  }

  private void hover(int line) throws Exception {
    JsonObject contents =
        client
            .request("textDocument/hover", LspClient.at(uri, line, 40))
            .getAsJsonObject()
            .getAsJsonObject("contents");
    String kind = contents.get("kind").getAsString();
    String text = contents.get("value").getAsString();
    JsonArray formats =
        abilities
            .getAsJsonObject("textDocument")
            .getAsJsonObject("hover")
            .getAsJsonArray("contentFormat");
    assertThat(formats.toString()).contains("\"" + kind + "\"");
    assertThat(text).contains("GET_VRING_BASE", "nothing was sent between", "running");
    if (kind.equals("plaintext")) {
      assertThat(text).contains("skipped 3 operations", "GET_VRING_BASE of queue 0", "VT3316");
      assertThat(text).contains("src.trace.log:").doesNotContain("**", "`", "](", "|---");
    } else {
      assertThat(text)
          .contains("**skipped** 3 operations", "- `GET_VRING_BASE` of queue 0")
          .doesNotContain("(vtrace:");
    }
  }

  private void outline() throws Exception {
    List<JsonObject> symbols = list("textDocument/documentSymbol", LspClient.document(uri));
    boolean trees = can("textDocument", "documentSymbol", "hierarchicalDocumentSymbolSupport");
    assertThat(symbols.get(0).has("children")).isEqualTo(trees);
    assertThat(symbols.toString()).contains("switchover stop, back-end transferred");
  }

  private void jumps(int stop) throws Exception {
    assertThat(list("textDocument/definition", LspClient.at(uri, stop + 1, 40))).isNotNull();
    int out = line("vhost_dev_start_out", 0);
    assertThat(list("textDocument/definition", LspClient.at(uri, out, 40)))
        .singleElement()
        .satisfies(
            place ->
                assertThat(place.getAsJsonObject("range").toString())
                    .contains("" + line("vhost_dev_start_in", 0)));
    JsonObject params = LspClient.at(uri, stop, capture.lines(LOG).get(stop).indexOf("0x") + 3);
    params.add("context", LspClient.object("{'includeDeclaration': true}"));
    assertThat(list("textDocument/references", params)).hasSizeGreaterThan(5);
    assertThat(list("textDocument/documentHighlight", LspClient.at(uri, stop, 40))).isNotEmpty();
  }

  /** Pushed, or answered where the editor asks; never both for a document that it shows. */
  private void findings() throws Exception {
    List<JsonObject> found;
    if (can("textDocument", "diagnostic")) {
      assertThat(server.has("diagnosticProvider")).isTrue();
      JsonObject report =
          client.request("textDocument/diagnostic", LspClient.document(uri)).getAsJsonObject();
      found = LspClient.objects(report.get("items"));
      JsonObject again = LspClient.document(uri);
      again.add("previousResultId", report.get("resultId"));
      assertThat(client.request("textDocument/diagnostic", again).toString())
          .contains("\"unchanged\"");
      assertThat(client.request("workspace/diagnostic", "{'previousResultIds': []}").toString())
          .contains(capture.uri("dst.trace.log"));
      assertThat(client.told("textDocument/publishDiagnostics"))
          .filteredOn(each -> each.get("uri").getAsString().equals(uri))
          .allMatch(each -> each.getAsJsonArray("diagnostics").isEmpty());
    } else {
      assertThat(server.has("diagnosticProvider")).isFalse();
      found =
          LspClient.objects(
              client
                  .notification(
                      "textDocument/publishDiagnostics",
                      each -> each.get("uri").getAsString().equals(uri))
                  .get("diagnostics"));
    }
    JsonObject skipped =
        found.stream()
            .filter(each -> each.get("code").getAsString().equals("VT3316"))
            .findFirst()
            .orElseThrow();
    assertThat(skipped.has("relatedInformation"))
        .isEqualTo(can("textDocument", "publishDiagnostics", "relatedInformation"));
    assertThat(skipped.has("codeDescription"))
        .isEqualTo(can("textDocument", "publishDiagnostics", "codeDescriptionSupport"));
  }

  private void commands(int line) throws Exception {
    List<JsonObject> lenses = list("textDocument/codeLens", LspClient.document(uri));
    assertThat(lenses).hasSizeGreaterThan(1);
    assertThat(Files.readString(shown(lenses.get(0).getAsJsonObject("command"))))
        .contains("<html", "SET_VRING_ADDR");
    assertThat(Files.readString(shown(lenses.get(1).getAsJsonObject("command"))))
        .contains("executed  SET_VRING_NUM q0");
    List<String> titles = new ArrayList<>();
    for (JsonObject each : actions(line)) {
      titles.add(each.get("title").getAsString());
      Path file = shown(each);
      assertThat(Files.size(file)).isPositive();
      if (titles.get(titles.size() - 1).equals("Show the evidence as text")) {
        assertThat(Files.readString(file)).contains("GET_VRING_BASE q0 skipped: ");
      }
    }
    assertThat(titles)
        .containsExactly(
            "Open in the timeline",
            "Show the operations of the switchover stop, back-end transferred",
            "Show the evidence as text",
            "Explain VT3316",
            "Create a report");
  }

  private void links() throws Exception {
    String notes = capture.uri("notes.md");
    client.open(notes, Files.readString(capture.folder().resolve("notes.md")));
    assertThat(list("textDocument/documentLink", LspClient.document(notes)))
        .extracting(each -> each.get("target").getAsString())
        .containsExactly(uri + "#L12", uri + "#L9", uri + "#L7");
    columns(notes);
    assertThat(list("textDocument/definition", LspClient.at(notes, 0, 12)))
        .singleElement()
        .satisfies(
            place -> {
              assertThat(place.get("uri").getAsString()).isEqualTo(uri);
              assertThat(place.getAsJsonObject("range").getAsJsonObject("start").get("line"))
                  .isEqualTo(JsonParser.parseString("11"));
            });
  }

  /** Columns count what was agreed on, in what is sent and in what is asked for. */
  private void columns(String notes) throws Exception {
    int begin =
        switch (server.has("positionEncoding")
            ? server.get("positionEncoding").getAsString()
            : "") {
          case "utf-8" -> WIDE.getBytes(StandardCharsets.UTF_8).length;
          case "utf-32" -> WIDE.codePointCount(0, WIDE.length());
          default -> WIDE.length();
        };
    assertThat(list("textDocument/documentLink", LspClient.document(notes)).get(2).get("range"))
        .hasToString(
            ("{'start':{'line':1,'character':%d},'end':{'line':1,'character':%d}}"
                    .formatted(begin, begin + "src.trace.log:7".length()))
                .replace('\'', '"'));
    assertThat(list("textDocument/definition", LspClient.at(notes, 1, begin))).hasSize(1);
    assertThat(list("textDocument/definition", LspClient.at(notes, 1, begin - 1))).isEmpty();
    JsonObject params = LspClient.at(notes, 1, begin + 1);
    params.add("context", LspClient.object("{'includeDeclaration': true}"));
    assertThat(list("textDocument/references", params))
        .extracting(each -> each.getAsJsonObject("range").getAsJsonObject("start"))
        .anyMatch(
            start ->
                start.get("line").getAsInt() == 1 && start.get("character").getAsInt() == begin);
    JsonObject change = LspClient.object("{'contentChanges': [{}]}");
    change.add("textDocument", LspClient.object("{'uri': '" + notes + "', 'version': 2}"));
    JsonObject edit = change.getAsJsonArray("contentChanges").get(0).getAsJsonObject();
    edit.add("range", LspClient.range(notes, 1, 1).get("range"));
    edit.getAsJsonObject("range").getAsJsonObject("start").addProperty("character", begin - 2);
    edit.getAsJsonObject("range").getAsJsonObject("end").addProperty("character", begin - 1);
    edit.addProperty("text", "bb");
    client.send("textDocument/didChange", change);
    assertThat(list("textDocument/documentLink", LspClient.document(notes)).get(2).toString())
        .contains("\"start\":{\"line\":1,\"character\":" + (begin + 1) + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nvim-0.11"})
  void theTimelineOpensAtWhatIsAskedFor(String editor) throws Exception {
    greet(editor);
    awaitRun();
    JsonObject open = actions(line("vhost_dev_stop_in", 1) + 1).get(0);
    assertThat(open.get("title").getAsString()).isEqualTo("Open in the timeline");
    int item = open.getAsJsonArray("arguments").get(1).getAsInt();
    assertThat(Files.readString(shown(open))).contains("<body data-item=\"" + item + "\">");
    JsonObject whole = LspClient.object("{'command': 'vtrace.openTimeline'}");
    whole.add("arguments", JsonParser.parseString("[\"" + capture.uri() + "\"]"));
    assertThat(Files.readString(shown(whole))).contains("<body>");
    whole.add("arguments", JsonParser.parseString("[\"" + capture.uri() + "\", 99999999]"));
    assertThat(client.error("workspace/executeCommand", whole.toString()).toString())
        .contains("the timeline has no item 99999999");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nvim-0.7", "nvim-0.10", "eglot-1.9"})
  void aFileThatChangesIsNoticed(String editor) throws Exception {
    Path own = Files.createTempDirectory(folder, "changing");
    LspCapture other = LspCapture.of("backend-transfer-2q", own);
    greet(editor);
    client.open(other.uri(LOG), other.text(LOG));
    client.request("textDocument/documentSymbol", LspClient.document(other.uri(LOG)));
    boolean watches = can("workspace", "didChangeWatchedFiles", "dynamicRegistration");
    if (watches) {
      JsonObject asked =
          client.notification(
              "client/registerCapability", each -> each.toString().contains(own.toString()));
      assertThat(asked.toString()).contains("workspace/didChangeWatchedFiles");
      boolean relative = can("workspace", "didChangeWatchedFiles", "relativePatternSupport");
      assertThat(asked.toString().contains("\"baseUri\"")).isEqualTo(relative);
    }
    Files.delete(other.folder().resolve("dst.trace.log"));
    if (watches) {
      client.send(
          "workspace/didChangeWatchedFiles",
          LspClient.object(
              "{'changes': [{'uri': '" + other.uri("dst.trace.log") + "', 'type': 3}]}"));
    }
    client.notification(
        "vtrace/changed", each -> each.get("capture").getAsString().equals(other.uri()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eglot-1.9", "nvim-0.11"})
  void theOutlineIsTheSameBeforeAndAfterTheAnalysis(String editor) throws Exception {
    greet(editor);
    JsonElement first = client.request("textDocument/documentSymbol", LspClient.document(uri));
    client.request("textDocument/diagnostic", LspClient.document(uri));
    assertThat(client.request("textDocument/documentSymbol", LspClient.document(uri)))
        .isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nvim-0.11"})
  void linksOfRulesOpenAsFiles(String editor) throws Exception {
    greet(editor);
    awaitRun();
    String text =
        client
            .request("textDocument/hover", LspClient.at(uri, line("vhost_dev_stop_in", 1) + 1, 40))
            .toString();
    int begin = text.indexOf("[VT3316](") + "[VT3316](".length();
    Path page = Path.of(URI.create(text.substring(begin, text.indexOf(')', begin))));
    assertThat(Files.readString(page)).startsWith("# VT3316");
  }

  @ParameterizedTest
  @ValueSource(strings = {"helix-25.07"})
  void whatTheServerHasNotIsNotFound(String editor) throws Exception {
    greet(editor);
    for (String method :
        List.of(
            "textDocument/rename",
            "textDocument/formatting",
            "textDocument/signatureHelp",
            "textDocument/prepareCallHierarchy",
            "completionItem/resolve",
            "codeAction/resolve",
            "workspace/willRenameFiles",
            "workspace/nothing",
            "$/nothing")) {
      assertThat(client.error(method, "{}").get("code").getAsInt()).as(method).isEqualTo(-32601);
    }
    for (String method :
        List.of("textDocument/willSave", "workspace/didRenameFiles", "$/nothing", "some/thing")) {
      client.send(method, new JsonObject());
    }
    assertThat(client.error("workspace/executeCommand", "{'command': 'vtrace.nothing'}").toString())
        .contains("there is no command");
    assertThat(
            client
                .error("workspace/executeCommand", "{'command': 'vtrace.openTimeline'}")
                .get("code")
                .getAsInt())
        .isEqualTo(-32602);
  }
}
