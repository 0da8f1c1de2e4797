// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a client may do wrong, and what may happen to files: a proper error, and the server lives.
 */
class LspRobustnessTest {
  private static final int PARSE_ERROR = -32700;
  private static final int INVALID_REQUEST = -32600;
  private static final int METHOD_NOT_FOUND = -32601;
  private static final int INVALID_PARAMS = -32602;
  private static final int NOT_INITIALIZED = -32002;
  private static final int CANCELLED = -32800;
  private static final int FAILED = -32803;

  @TempDir Path folder;
  private LspClient client;

  @BeforeEach
  void start() throws Exception {
    client = new LspClient();
  }

  @AfterEach
  void everyMessageIsAsLspHasIt() {
    client.close();
    assertThat(client.violations()).isEmpty();
  }

  private void greet() throws Exception {
    client.initialize(ProcessHandle.current().pid(), "{}");
  }

  private void livesOn() throws Exception {
    assertThat(client.request("workspace/symbol", "{'query': ''}").isJsonArray()).isTrue();
  }

  private static int code(JsonObject reply) {
    return reply.getAsJsonObject("error").get("code").getAsInt();
  }

  @Test
  void requestsInTheWrongOrder() throws Exception {
    JsonObject early = client.exchange("textDocument/hover", LspClient.at("file:///x", 0, 0));
    assertThat(code(early)).isEqualTo(NOT_INITIALIZED);
    client.send("textDocument/didClose", LspClient.document("file:///x"));
    greet();
    assertThat(code(client.exchange("initialize", LspClient.object("{'capabilities': {}}"))))
        .isEqualTo(INVALID_REQUEST);
    client.send("textDocument/didClose", LspClient.document("file:///never-opened"));
    livesOn();
    client.request("shutdown", JsonNull.INSTANCE);
    assertThat(code(client.exchange("workspace/symbol", LspClient.object("{'query': ''}"))))
        .isEqualTo(INVALID_REQUEST);
    client.send("exit", JsonNull.INSTANCE);
    assertThat(client.exit()).isZero();
  }

  @Test
  void whatIsNoMessage() throws Exception {
    client.rawMessage("{not json");
    JsonObject reply = client.reply("null");
    assertThat(code(reply)).isEqualTo(PARSE_ERROR);
    for (String body :
        List.of(
            "",
            "[]",
            "null",
            "17",
            "\"text\"",
            "{}",
            "{\"jsonrpc\":\"2.0\",\"id\":[],\"method\":1}",
            "\u0000\u0001")) {
      client.rawMessage(body);
    }
    client.raw("Content-Length: 9999999999\r\nX: y\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    LspClient other = new LspClient();
    other.raw("Content-Length: banana\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    assertThat(code(other.reply("null"))).isEqualTo(PARSE_ERROR);
    other.initialize(ProcessHandle.current().pid(), "{}");
    other.rawMessage(
        "{\"jsonrpc\":\"2.0\",\"id\":77,\"method\":\"textDocument/hover\",\"params\":[3]}");
    assertThat(code(other.reply(77))).isEqualTo(INVALID_PARAMS);
    other.rawMessage(
        "{\"jsonrpc\":\"2.0\",\"id\":78,\"method\":\"textDocument/hover\",\"params\":{}}");
    assertThat(code(other.reply(78))).isEqualTo(INVALID_PARAMS);
    other.rawMessage("{\"jsonrpc\":\"2.0\",\"id\":79,\"method\":\"textDocument/hover\"}");
    assertThat(code(other.reply(79))).isNegative();
    assertThat(other.request("workspace/symbol", "{'query': 'x'}").getAsJsonArray()).isEmpty();
    assertThat(other.violations()).isEmpty();
    other.close();
  }

  @Test
  void unknownMethods() throws Exception {
    greet();
    assertThat(client.error("vtrace/nothing", "{}").get("code").getAsInt())
        .isEqualTo(METHOD_NOT_FOUND);
    client.send("$/unknown", LspClient.object("{}"));
    client.send("unknown/notification", LspClient.object("{}"));
    livesOn();
  }

  @Test
  void paramsThatMakeNoSense() throws Exception {
    greet();
    LspCapture capture = LspCapture.of("backend-transfer-2q", folder);
    String run = "'capture': '" + capture.uri() + "'";
    String stream = "'uri': '" + capture.uri("stream.bin") + "'";
    for (String[] each :
        new String[][] {
          {"vtrace/open", "{}"},
          {"vtrace/ledger", "{}"},
          {"vtrace/timeline", "{" + run + ", 'from': 'noon'}"},
          {"vtrace/timeline", "{" + run + ", 'from': '9', 'to': '3'}"},
          {"vtrace/items", "{" + run + "}"},
          {"vtrace/items", "{" + run + ", 'ids': [100000]}"},
          {"vtrace/at", "{}"},
          {"vtrace/at", "{" + run + "}"},
          {"vtrace/locate", "{" + run + "}"},
          {"vtrace/text", "{}"},
          {"vtrace/stream/tree", "{" + stream + ", 'node': '7/7/7'}"},
          {"vtrace/stream/tree", "{" + stream + ", 'node': 'x'}"},
          {"vtrace/stream/search", "{" + stream + "}"},
          {"vtrace/stream/bytes", "{" + stream + ", 'offset': -1, 'length': 5}"},
        }) {
      JsonObject error = client.error(each[0], each[1]);
      assertThat(error.get("code").getAsInt())
          .as(each[0] + " " + each[1])
          .isEqualTo(INVALID_PARAMS);
      assertThat(error.get("message").getAsString()).doesNotContain("Exception", "internal");
    }
    for (String[] each :
        new String[][] {
          {"vtrace/open", "{'uri': 'file:///nowhere/at/all'}"},
          {"vtrace/open", "{'uri': 'mailto:nobody'}"},
          {"vtrace/open", "{'uri': 'file://%zz'}"},
          {"vtrace/open", "{'uri': '" + capture.uri("scenario.json") + "'}"},
          {"vtrace/text", "{'uri': 'vtrace:/rules/VT9999.md'}"},
          {"vtrace/text", "{'uri': 'vtrace:/text/etc.txt'}"},
          {"vtrace/locate", "{" + run + ", 'file': 'none', 'line': 1}"},
          {"vtrace/stream/tree", "{'uri': '" + capture.uri("qmp.jsonl") + "'}"},
          {"vtrace/stream/bytes", "{'uri': '" + capture.uri("none") + "', 'length': 5}"},
        }) {
      JsonObject error = client.error(each[0], each[1]);
      assertThat(error.get("code").getAsInt()).as(each[0] + " " + each[1]).isEqualTo(FAILED);
      assertThat(error.get("message").getAsString()).doesNotContain("Exception", "internal");
    }
    JsonObject behind =
        client
            .request("vtrace/stream/bytes", "{" + stream + ", 'offset': 99999999, 'length': 5}")
            .getAsJsonObject();
    assertThat(behind.get("data").getAsString()).isEmpty();
  }

  @Test
  void positionsOutsideOfTheDocument() throws Exception {
    greet();
    Path log = folder.resolve("short.log");
    Files.writeString(log, "vhost_commit Started: 0 Changed: 1\n");
    String uri = log.toUri().toString();
    client.open(uri, Files.readString(log));
    for (int line : new int[] {0, 1, 2, Integer.MAX_VALUE}) {
      for (int character : new int[] {0, 500, Integer.MAX_VALUE}) {
        for (String method :
            List.of(
                "textDocument/hover",
                "textDocument/definition",
                "textDocument/implementation",
                "textDocument/documentHighlight")) {
          client.request(method, LspClient.at(uri, line, character));
        }
        JsonObject references = LspClient.at(uri, line, character);
        references.add("context", LspClient.object("{'includeDeclaration': false}"));
        client.request("textDocument/references", references);
      }
      JsonObject selection = LspClient.document(uri);
      selection.add(
          "positions",
          LspClient.object("{'x': [{'line': " + line + ", 'character': 9}]}").get("x"));
      client.request("textDocument/selectionRange", selection);
      client.request("textDocument/inlayHint", LspClient.range(uri, line, line));
      client.request("textDocument/semanticTokens/range", LspClient.range(uri, line, 0));
    }
  }

  @Test
  void aFileThatVanishesGrowsAndShrinks() throws Exception {
    greet();
    Path log = folder.resolve("growing.log");
    Files.writeString(log, "vhost_commit Started: 0 Changed: 1\n");
    String uri = log.toUri().toString();
    client.open(uri, Files.readString(log));
    assertThat(client.request("textDocument/hover", LspClient.at(uri, 0, 3)).toString())
        .contains("memory map");
    Files.writeString(
        log, "vhost_dev_start_in 0x5581:virtio-blk vrings:1\n", StandardOpenOption.APPEND);
    awaitHover(uri, 1, "A start begins");
    Files.writeString(log, "vhost_dev_cleanup 0x5581\n");
    awaitHover(uri, 0, "taken apart");
    Files.delete(log);
    client.exchange("textDocument/hover", LspClient.at(uri, 0, 3));
    client.exchange("textDocument/documentSymbol", LspClient.document(uri));
    livesOn();
  }

  /** A file that has changed is read in the background, so an answer may be that of before. */
  private void awaitHover(String uri, int line, String text) throws Exception {
    String last = "";
    for (int i = 0; i < 2_000 && !last.contains(text); i++) {
      last = client.request("textDocument/hover", LspClient.at(uri, line, 3)).toString();
    }
    assertThat(last).contains(text);
  }

  @Test
  void whatIsTypedCounts() throws Exception {
    greet();
    client.open("untitled:one", "vhost_commit Started: 0 Changed: 1\n");
    JsonObject change = LspClient.document("untitled:one");
    change.getAsJsonObject("textDocument").addProperty("version", 2);
    change.add(
        "contentChanges",
        LspClient.object(
                "{'x': [{'range': {'start': {'line': 0, 'character': 0}, 'end': {'line': 0,"
                    + " 'character': 12}}, 'text': 'vhost_dev_cleanup'}, {'range': {'start':"
                    + " {'line': 900, 'character': 9}, 'end': {'line': 901, 'character': 0}},"
                    + " 'text': 'vhost_dev_start_in 0x5581:virtio-blk vrings:1'}]}")
            .get("x"));
    client.send("textDocument/didChange", change);
    assertThat(client.request("textDocument/hover", LspClient.at("untitled:one", 0, 3)).toString())
        .contains("taken apart");
    assertThat(client.request("textDocument/hover", LspClient.at("untitled:one", 1, 3)).toString())
        .contains("A start begins");
  }

  @Test
  void aHundredCancelledRequests() throws Exception {
    greet();
    LspCapture capture = LspCapture.of("backend-transfer-2q", folder);
    JsonObject params = new JsonObject();
    params.addProperty("capture", capture.uri());
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int id = client.begin(i % 2 == 0 ? "vtrace/ledger" : "vtrace/timeline", params);
      client.send("$/cancelRequest", LspClient.object("{'id': " + id + "}"));
      ids.add(id);
    }
    for (int id : ids) {
      JsonObject reply = client.reply(id);
      // One that was answered before its cancellation came has a result.
      if (reply.has("error")) {
        assertThat(code(reply)).isEqualTo(CANCELLED);
      }
    }
    assertThat(client.request("vtrace/ledger", params).getAsJsonObject().has("windows")).isTrue();
  }

  @Test
  void aClientThatNeverAnswers() throws Exception {
    greet();
    client.fallSilent();
    // Large enough to be worth progress, for which the server has to ask first.
    Path log = folder.resolve("large.log");
    String line = "virtio_queue_notify vdev 0x557f43c5f9e0 n 1 vq 0x7fcc38004000\n";
    Files.writeString(log, line.repeat(20 * 1024 * 1024 / line.length()));
    String uri = log.toUri().toString();
    client.open(uri, "");
    client.notification("window/workDoneProgress/create", params -> true);
    // The line is told of as soon as it has been read, which may be after the question.
    String told = "";
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!told.contains("guest kicks a queue") && System.nanoTime() < deadline) {
      told = client.request("textDocument/hover", LspClient.at(uri, 5, 3)).toString();
    }
    assertThat(told).contains("guest kicks a queue");
  }

  @Test
  void progressIsReportedWhereTheClientAgrees() throws Exception {
    greet();
    Path log = folder.resolve("large.log");
    String line = "virtio_queue_notify vdev 0x557f43c5f9e0 n 1 vq 0x7fcc38004000\n";
    Files.writeString(log, line.repeat(20 * 1024 * 1024 / line.length()));
    client.open(log.toUri().toString(), "");
    client.notification(
        "$/progress",
        params -> params.getAsJsonObject("value").get("kind").getAsString().equals("begin"));
    client.notification(
        "$/progress",
        params -> params.getAsJsonObject("value").get("kind").getAsString().equals("end"));
  }

  @Test
  void hostileNamesAndMarkupAreShownAsText() throws Exception {
    greet();
    Path log = folder.resolve("qemu.log");
    Files.writeString(
        log,
        "vhost_dev_start_in 0x5581:`[x](command:evil)`<img/src=x> vrings:1\n"
            + "vhost_section ](command:evil)\n");
    String uri = log.toUri().toString();
    client.open(uri, Files.readString(log));
    for (int i = 0; i < 2; i++) {
      String text =
          client
              .request("textDocument/hover", LspClient.at(uri, i, 3))
              .getAsJsonObject()
              .getAsJsonObject("contents")
              .get("value")
              .getAsString();
      // Outside of code there is no markup of the file's.
      assertThat(text.replaceAll("`[^`]*`", "")).doesNotContain("evil").doesNotContain("<img");
    }
  }

  @Test
  void endsWhenTheClientHangsUp() throws Exception {
    greet();
    client.hangUp();
    assertThat(client.exit()).isEqualTo(3);
  }

  @Test
  void endsWhenTheClientDies() throws Exception {
    Process short1 = new ProcessBuilder("java", "-version").start();
    short1.waitFor();
    client.initialize(short1.pid(), "{}");
    assertThat(client.exit()).isEqualTo(3);
  }

  @Test
  void servesOneClientOverTcp() throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.vtrace.cli.Main",
            "lsp",
            "--port",
            "0");
    Process process = new ProcessBuilder(command).start();
    try {
      String line = process.errorReader().readLine();
      assertThat(line).startsWith("listening on 127.0.0.1:");
      int port = Integer.parseInt(line.substring(line.indexOf(':') + 1, line.indexOf(',')));
      String token = line.substring(line.lastIndexOf(' ') + 1);
      String wrong = "0".repeat(token.length());
      // One that says nothing does not keep others out.
      try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port)) {
        for (String first :
            List.of("POST / HTTP/1.1\r\nHost: x\r\n\r\n" + token, wrong + "\n", "\n")) {
          try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port)) {
            stranger.getOutputStream().write(first.getBytes(StandardCharsets.UTF_8));
            stranger.shutdownOutput();
            assertThat(told(stranger)).isZero();
          }
        }
        assertThat(silent.isConnected()).isTrue();
      }
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write((token + "\n").getBytes(StandardCharsets.UTF_8));
        String body =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}";
        socket
            .getOutputStream()
            .write(
                ("Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8));
        InputStream in = socket.getInputStream();
        assertThat(LspClient.read(in).toString()).contains("hoverProvider");
        Path secret = Files.writeString(folder.resolve("secret"), "secret");
        for (String method :
            List.of("vtrace/stream/bytes", "vtrace/open", "vtrace/text", "vtrace/kind")) {
          String ask =
              "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\""
                  + method
                  + "\",\"params\":{\"length\":9,\"uri\":\""
                  + secret.toUri()
                  + "\"}}";
          socket
              .getOutputStream()
              .write(
                  ("Content-Length: " + ask.length() + "\r\n\r\n" + ask)
                      .getBytes(StandardCharsets.UTF_8));
          assertThat(LspClient.read(in).toString())
              .as(method)
              .contains("lies in no folder of the workspace");
        }
      }
      assertThat(process.waitFor()).isEqualTo(3);
      assertThat(process.getInputStream().readAllBytes()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  /** How many bytes come before the end, in whatever way that comes. */
  private static int told(Socket socket) throws Exception {
    try {
      return socket.getInputStream().readAllBytes().length;
    } catch (SocketException e) {
      return 0;
    }
  }

  @Test
  void aWrongPortIsWrongUsage() {
    assertThat(Run.vtrace("lsp", "--port", "99999").status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(Run.vtrace("lsp", "--port", "x").status()).isEqualTo(ExitStatus.WRONG_USAGE);
  }
}
