// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that a client changes while the server runs. */
class LspSettingsTest {
  private static final String LOG = "src.trace.log";
  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private LspClient client;

  @BeforeEach
  void start() throws Exception {
    client = LspClient.ready("{}");
  }

  @AfterEach
  void end() throws Exception {
    assertThat(client.end()).isZero();
    client.close();
    assertThat(client.violations()).isEmpty();
  }

  private void set(String settings) throws Exception {
    client.send(
        "workspace/didChangeConfiguration", LspClient.object("{'settings': " + settings + "}"));
  }

  @Test
  void theSourceTreeOfQemuIsWhereLinesAreEmitted() throws Exception {
    LspCapture capture = LspCapture.of("backend-transfer-2q", folder);
    Path source = Files.createDirectories(folder.resolve("qemu/hw/virtio")).resolve("vhost.c");
    Files.writeString(source, "\n    trace_vhost_dev_start_in(hdev, name, vrings);\n");
    JsonObject place =
        LspClient.at(capture.uri(LOG), capture.line(LOG, "vhost_dev_start_in", 0), 40);
    client.open(capture.uri(LOG), capture.text(LOG));
    assertThat(client.request("textDocument/implementation", place).getAsJsonArray()).isEmpty();
    set("{'vtrace': {'qemuSource': '" + folder.resolve("qemu") + "'}}");
    JsonObject found =
        LspClient.objects(client.request("textDocument/implementation", place)).get(0);
    assertThat(found.get("uri").getAsString()).isEqualTo(source.toUri().toString());
    set("{'qemuSource': ''}");
    assertThat(client.request("textDocument/implementation", place).getAsJsonArray()).isEmpty();
  }

  @Test
  void theLimitOfTheAnalysisRefusesLargerRuns() throws Exception {
    LspCapture capture = LspCapture.of("backend-transfer-2q", folder);
    byte[] line =
        "2026-11-23T08:06:08.311249Z vhost_user_write req:1 (GET_FEATURES) flags:0x1\n"
            .getBytes(StandardCharsets.UTF_8);
    Path file = Files.createDirectories(folder.resolve("long")).resolve(LOG);
    try (var out = new java.io.BufferedOutputStream(Files.newOutputStream(file))) {
      for (int size = 0; size <= 2 * MIB; size += line.length) {
        out.write(line);
      }
    }
    String open = "{'uri': '" + file.getParent().toUri() + "'}";
    set("{'analysisLimitMiB': 1}");
    assertThat(client.error("vtrace/open", open).get("message").getAsString()).contains("(1 MiB)");
    client.request("vtrace/open", "{'uri': '" + capture.uri() + "'}");
    set("{'analysisLimitMiB': 3}");
    client.request("vtrace/open", open);
    set("{'analysisLimitMiB': 'many'}");
    client.request("vtrace/open", open);
  }
}
