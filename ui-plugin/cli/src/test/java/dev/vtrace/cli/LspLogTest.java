// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs by the lines that are seen, and what is searched in them. */
class LspLogTest {
  @TempDir static Path folder;
  private static LspCapture capture;
  private static LspClient client;
  private static String uri;

  @BeforeAll
  static void start() throws Exception {
    capture = LspCapture.of("backend-transfer-2q", folder);
    client = LspClient.ready("{'keepRecords': 30000}");
    uri = capture.uri("src.trace.log");
    client.request("vtrace/open", "{'uri': '" + uri + "'}");
  }

  @AfterAll
  static void end() throws Exception {
    assertThat(client.end()).isZero();
    assertThat(client.violations()).isEmpty();
    client.close();
  }

  private static JsonObject ask(String method, String params) throws Exception {
    return client.request(method, "{'uri': '" + uri + "', " + params + "}").getAsJsonObject();
  }

  @Test
  void linesHaveTheirTextColoursAndVerdicts() throws Exception {
    JsonObject all = ask("vtrace/log/lines", "'from': 3160, 'count': 30");
    assertThat(all.get("total").getAsInt()).isEqualTo(3363);
    assertThat(all.get("complete").getAsBoolean()).isTrue();
    assertThat(all.get("participant").getAsString()).isEqualTo("src");
    assertThat(all.getAsJsonArray("lines")).hasSize(30);
    JsonObject stop = all.getAsJsonArray("lines").get(12).getAsJsonObject();
    assertThat(stop.get("verdict").getAsString()).isEqualTo("skipped");
    assertThat(stop.get("note").getAsString()).startsWith("skipped: SET_VRING_ADDR q0, ");
    assertThat(stop.getAsJsonArray("tokens").size() % 4).isZero();
    List<String> lenses = new ArrayList<>();
    for (JsonElement line : all.getAsJsonArray("lines")) {
      JsonElement lens = line.getAsJsonObject().get("lens");
      if (lens != null) {
        lenses.add(lens.getAsString());
      }
    }
    assertThat(lenses).anyMatch(lens -> lens.startsWith("switchover stop, back-end transferred"));
    assertThat(ask("vtrace/log/lines", "'from': 9999, 'count': 5").getAsJsonArray("lines"))
        .isEmpty();
  }

  @Test
  void aSearchCountsAndTellsPlaces() throws Exception {
    List<String> lines = Files.readAllLines(folder.resolve("backend-transfer-2q/src.trace.log"));
    long count = lines.stream().filter(line -> line.contains("qemu_file_put_fd")).count();
    JsonObject found = ask("vtrace/log/search", "'text': 'QEMU_file_PUT_fd'");
    assertThat(found.get("count").getAsLong()).isEqualTo(count);
    JsonArray places = found.getAsJsonArray("places");
    assertThat(places).hasSize((int) count * 3);
    int line = places.get(0).getAsInt();
    assertThat(lines.get(line).substring(places.get(1).getAsInt())).startsWith("qemu_file_put_fd");
    JsonObject later =
        ask("vtrace/log/search", "'text': 'qemu_file_put_fd', 'from': " + (line + 1));
    assertThat(later.get("before").getAsLong()).isEqualTo(1);
    assertThat(later.getAsJsonArray("places")).hasSize((int) count * 3 - 3);
    assertThat(ask("vtrace/log/search", "'text': 'QEMU_FILE', 'matchCase': true").get("count"))
        .hasToString("0");
  }

  @Test
  void anExpressionIsOneOnlyIfThatIsWanted() throws Exception {
    assertThat(ask("vtrace/log/search", "'text': 'st.p_in'").get("count").getAsLong()).isZero();
    JsonObject found = ask("vtrace/log/search", "'text': 'dev_st.p_in', 'regex': true");
    assertThat(found.get("count").getAsLong()).isPositive();
    JsonObject refused =
        client.error("vtrace/log/search", "{'uri': '" + uri + "', 'text': '(', 'regex': true}");
    assertThat(refused.get("code").getAsInt()).isEqualTo(-32602);
  }

  @Test
  void linesThatStandOutAreFoundInBothDirections() throws Exception {
    long next = ask("vtrace/log/verdict", "'line': 0").get("line").getAsLong();
    assertThat(next).isPositive();
    long last = ask("vtrace/log/verdict", "'line': 9999, 'back': true").get("line").getAsLong();
    assertThat(last).isGreaterThan(next);
    assertThat(ask("vtrace/log/verdict", "'line': " + last).get("line").getAsLong()).isEqualTo(-1);
  }
}
