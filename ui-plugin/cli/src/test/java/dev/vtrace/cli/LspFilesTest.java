// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are no text: streams as trees, packed and binary traces as virtual documents,
 * archives.
 */
class LspFilesTest {
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

  private static JsonObject ask(String method, String params) throws Exception {
    return client.request(method, params).getAsJsonObject();
  }

  @Test
  void kindTellsWhatAFileIs() throws Exception {
    JsonObject log = ask("vtrace/kind", "{'uri': '" + capture.uri("src.trace.log") + "'}");
    assertThat(log.get("kind").getAsString()).isEqualTo("QEMU log");
    assertThat(log.get("textUri").isJsonNull()).isTrue();
    assertThat(log.get("capture").getAsString()).isEqualTo(capture.uri());
    JsonObject stream = ask("vtrace/kind", "{'uri': '" + capture.uri("stream.bin") + "'}");
    assertThat(stream.get("role").getAsString()).isEqualTo("stream");
    assertThat(stream.get("textUri").getAsString()).endsWith("/stream.bin.txt");
  }

  private static String messages(String file) throws Exception {
    JsonObject kind = ask("vtrace/kind", "{'uri': '" + file + "'}");
    return kind.get("messagesUri").getAsString();
  }

  @Test
  void messagesAreDecodedInRowsOfTheirLines() throws Exception {
    String name = "vhost-user-dev0.jsonl";
    String uri = messages(capture.uri(name));
    assertThat(uri).startsWith("vtrace:/messages/").endsWith("/" + name + ".txt");
    JsonObject log = ask("vtrace/kind", "{'uri': '" + capture.uri("src.trace.log") + "'}");
    assertThat(log.get("messagesUri").isJsonNull()).isTrue();
    ask("vtrace/open", "{'uri': '" + uri + "'}");
    List<String> rows =
        ask("vtrace/text", "{'uri': '" + uri + "'}").get("text").getAsString().lines().toList();
    assertThat(rows).hasSize(capture.lines(name).size());
    assertThat(rows.get(0)).endsWith("  connection 1: open");
    assertThat(rows.get(4))
        .startsWith(
            "2026-11-23T07:59:53.827753Z  1  to front-end       GET_PROTOCOL_FEATURES reply")
        .contains("0x9f2b [MQ, ");
    assertThat(rows.get(15)).contains("  to back-end   q0   SET_VRING_CALL  index 0  ", "eventfd");
    JsonElement hover = client.request("textDocument/hover", LspClient.at(uri, 15, 40));
    assertThat(hover.toString()).contains("**SET_VRING_CALL**", "rings as the back-end knows them");
    assertThat(
            LspClient.objects(client.request("textDocument/definition", LspClient.at(uri, 15, 40))))
        .first()
        .satisfies(
            place -> {
              assertThat(place.get("uri").getAsString()).isEqualTo(capture.uri(name));
              assertThat(place.toString()).contains("\"start\":{\"line\":15,");
            });
    JsonObject place =
        ask("vtrace/at", "{'uri': '" + uri + "', 'position': {'line': 15, 'character': 0}}");
    assertThat(place.get("file").getAsString()).isEqualTo(name);
    assertThat(place.getAsJsonArray("items")).isNotEmpty();
  }

  @Test
  void aLineThatIsNoMessageIsAnEmptyRow() throws Exception {
    List<String> lines = capture.lines("vhost-user-dev0.jsonl");
    Path damaged = Files.createDirectories(folder.resolve("damaged")).resolve("a b#1.jsonl");
    Files.write(damaged, List.of(lines.get(0), lines.get(1), "{\"hex\": ", "", lines.get(2)));
    String uri = messages(damaged.toUri().toString());
    List<String> rows =
        ask("vtrace/text", "{'uri': '" + uri + "'}").get("text").getAsString().lines().toList();
    assertThat(rows).hasSize(5);
    assertThat(rows.get(2)).isEmpty();
    assertThat(rows.get(3)).isEmpty();
    assertThat(rows.get(4)).contains("GET_FEATURES reply  features 0x");
    JsonObject refused =
        client.error(
            "vtrace/text",
            "{'uri': '"
                + capture.uri("src.trace.log").replace("file://", "vtrace:/messages")
                + ".txt'}");
    assertThat(refused.toString()).contains("has no messages, it looks like: QEMU log");
  }

  @Test
  void packedLogsHaveATextWithAllFeatures() throws Exception {
    String file =
        LspCapture.root()
            .resolve("samples/backend-transfer-2q/src.trace.log.gz")
            .toUri()
            .getRawPath();
    String uri = "vtrace:/text" + file + ".txt";
    JsonObject text = ask("vtrace/text", "{'uri': '" + uri + "'}");
    assertThat(text.get("text").getAsString()).isEqualTo(capture.text("src.trace.log"));
    assertThat(text.get("complete").getAsBoolean()).isTrue();
    ask("vtrace/open", "{'uri': '" + uri + "'}");
    JsonElement hover =
        client.request(
            "textDocument/hover",
            LspClient.at(uri, capture.line("src.trace.log", "(SET_VRING_NUM)", 0), 40));
    assertThat(hover.toString()).contains("**executed** `SET_VRING_NUM`");
  }

  @Test
  void capturesInArchivesAreReadWhereTheyLie() throws Exception {
    Path archive = folder.resolve("run 1.vtrace");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String name :
          List.of("src.trace.log", "dst.trace.log", "stream.bin", "vhost-user-dev0.jsonl")) {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(capture.folder().resolve(name), zip);
      }
    }
    JsonObject run = ask("vtrace/open", "{'uri': '" + archive.toUri() + "'}");
    assertThat(run.getAsJsonObject("totals").get("skipped").getAsInt()).isEqualTo(44);
    JsonObject log =
        LspClient.objects(run.get("files")).stream()
            .filter(file -> file.get("name").getAsString().equals("src.trace.log"))
            .findFirst()
            .orElseThrow();
    String uri = log.get("uri").getAsString();
    assertThat(ask("vtrace/text", "{'uri': '" + uri + "'}").get("text").getAsString())
        .isEqualTo(capture.text("src.trace.log"));
    int line = capture.line("src.trace.log", "(SET_VRING_NUM)", 0);
    assertThat(client.request("textDocument/hover", LspClient.at(uri, line, 40)).toString())
        .contains("**executed** `SET_VRING_NUM`");
    String stream = uri.replace("src.trace.log", "stream.bin");
    JsonObject found =
        ask("vtrace/stream/search", "{'uri': '" + stream + "', 'text': 'error_notifier'}");
    assertThat(LspClient.objects(found.get("nodes"))).hasSize(2);
  }

  @Test
  void rulesHavePages() throws Exception {
    JsonObject page = ask("vtrace/text", "{'uri': 'vtrace:/rules/VT3114.md'}");
    assertThat(page.get("text").getAsString()).startsWith("# VT3114");
  }

  @Test
  void streamsAreTreesToTheLastByte() throws Exception {
    String uri = "'uri': '" + capture.uri("stream.bin") + "'";
    JsonObject root = ask("vtrace/stream/tree", "{" + uri + ", 'count': 1000}");
    assertThat(root.getAsJsonObject("summary").get("outcome").getAsString()).isEqualTo("complete");
    long at = 0;
    for (JsonObject node : LspClient.objects(root.get("nodes"))) {
      assertThat(node.get("offset").getAsLong()).isEqualTo(at);
      at += node.get("length").getAsLong();
    }
    assertThat(at).isEqualTo(root.get("size").getAsLong()).isEqualTo(343_507);
    JsonObject found = ask("vtrace/stream/search", "{" + uri + ", 'text': 'error_notifier'}");
    List<JsonObject> nodes = LspClient.objects(found.get("nodes"));
    assertThat(nodes)
        .extracting(n -> n.get("offset").getAsLong())
        .containsExactly(245_400L, 245_402L);
    assertThat(nodes.get(0).get("fd").getAsString()).isEqualTo("eventfd");
    JsonObject next =
        ask(
            "vtrace/stream/search",
            "{%s, 'text': 'error_notifier', 'after': %s}".formatted(uri, nodes.get(0).get("id")));
    assertThat(LspClient.objects(next.get("nodes"))).containsExactly(nodes.get(1));
    JsonObject path = ask("vtrace/stream/at", "{" + uri + ", 'offset': 245400}");
    List<JsonObject> steps = LspClient.objects(path.get("nodes"));
    assertThat(steps.get(steps.size() - 1)).isEqualTo(nodes.get(0));
    for (int i = 1; i < steps.size(); i++) {
      JsonObject below =
          ask("vtrace/stream/tree", "{%s, 'node': %s}".formatted(uri, steps.get(i - 1).get("id")));
      assertThat(LspClient.objects(below.get("nodes"))).contains(steps.get(i));
    }
    JsonObject bytes = ask("vtrace/stream/bytes", "{" + uri + ", 'offset': 0, 'length': 4}");
    byte[] data = Base64.getDecoder().decode(bytes.get("data").getAsString());
    assertThat(new String(data, StandardCharsets.US_ASCII)).isEqualTo("QEVM");
    JsonObject line =
        ask(
            "vtrace/locate",
            "{'capture': '" + capture.uri() + "', 'file': 'stream.bin', 'offset': 245400}");
    String text = ask("vtrace/text", "{'uri': " + line.get("uri") + "}").get("text").getAsString();
    int number = line.getAsJsonObject("range").getAsJsonObject("start").get("line").getAsInt();
    assertThat(text.lines().toList().get(number)).contains("245400", "error_notifier");
  }

  @Test
  void simpletraceHasATextThatLeadsToItsRecords() throws Exception {
    Path shared =
        LspCapture.root().resolve("../shared/captures/transfer-chain-two-hops").normalize();
    assumeTrue(Files.isDirectory(shared), "skipped: needs recordings beside the repository");
    Path own = Files.createDirectories(folder.resolve("simple"));
    for (String name : List.of("src.simpletrace", "vhost-user-dev0.jsonl")) {
      Files.copy(shared.resolve(name), own.resolve(name));
    }
    String binary = own.resolve("src.simpletrace").toUri().toString();
    JsonObject run = ask("vtrace/open", "{'uri': '" + binary + "'}");
    JsonObject params = new JsonObject();
    params.add("capture", run.get("capture"));
    JsonObject ledger = client.request("vtrace/ledger", params).getAsJsonObject();
    int checked = 0;
    for (JsonObject window : LspClient.objects(ledger.get("windows"))) {
      for (JsonObject operation : LspClient.objects(window.get("operations"))) {
        for (JsonObject evidence : LspClient.objects(operation.get("evidence"))) {
          if (!evidence.has("offset") || checked > 20) {
            continue;
          }
          params.add("file", evidence.get("file"));
          params.add("offset", evidence.get("offset"));
          JsonObject place = client.request("vtrace/locate", params).getAsJsonObject();
          String uri = place.get("uri").getAsString();
          int line = place.getAsJsonObject("range").getAsJsonObject("start").get("line").getAsInt();
          String hover =
              client.request("textDocument/hover", LspClient.at(uri, line, 30)).toString();
          assertThat(uri).isEqualTo(binary.replace("file://", "vtrace:/text") + ".txt");
          assertThat(hover)
              .contains("**" + operation.get("verdict").getAsString() + "**")
              .contains(operation.get("operation").getAsString());
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(10);
  }
}
