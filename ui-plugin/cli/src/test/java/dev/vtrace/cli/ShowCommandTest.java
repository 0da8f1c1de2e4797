// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.vtrace.decoder.export.LogJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands at a place, wherever the file lies; and what both sides were. */
class ShowCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static Path sample(String name) {
    return LspCapture.root().resolve("samples").resolve(name);
  }

  private static JsonSchema schema(String name) throws IOException {
    try (InputStream in = LogJson.class.getResourceAsStream(name)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "backend-transfer-failed, dst.stderr:2, VT3401",
    "backend-transfer-2q, src.trace.log.gz:12, vhost_user_blk_init_out",
    "backend-transfer-2q, stream.bin@245323, virtio/queues[0]/host_notifier",
    "backend-transfer-2q, vhost-user-dev0.jsonl#2, GET_FEATURES",
    "two-devices, vhost-user-source0.pcapng#12, SET_BACKEND_REQ_FD",
    "backend-transfer-2q, scenario.json:1, {",
  })
  void whatStandsThereIsShown(String run, String place, String expected) throws IOException {
    Run text = Run.vtrace("show", sample(run).toString(), place);
    assertThat(text.status()).as(text.err()).isEqualTo(ExitStatus.OK);
    assertThat(text.out()).contains(expected).contains("\n> ");
    Run json = Run.vtrace("show", "-f", "json", sample(run).toString(), place);
    assertThat(schema("vtrace-show-1.schema.json").validate(MAPPER.readTree(json.out()))).isEmpty();
  }

  @Test
  void asManyLinesAroundItAsAreAskedFor() {
    Run run =
        Run.vtrace("show", "-C", "0", sample("backend-transfer-failed").toString(), "dst.stderr:2");
    assertThat(run.out()).contains("nvqs: -22").doesNotContain("never claimed");
  }

  @Test
  void aFileInAnArchiveIsFoundByItsWholePath(@TempDir Path folder) throws IOException {
    Path archive = folder.resolve("bundle.vtrace");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (String name : new String[] {"dst.stderr", "qmp.jsonl"}) {
        zip.putNextEntry(new ZipEntry("run/" + name));
        Files.copy(sample("backend-transfer-failed").resolve(name), zip);
        zip.closeEntry();
      }
    }
    Run run = Run.vtrace("show", archive + "/run/dst.stderr:1");
    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).contains("> 1  2026-11-23T08:02:35.568901Z qemu-system-x86_64: 2 != 1");
  }

  @ParameterizedTest
  @CsvSource({
    "nothing.log:1, NOT_DONE",
    "dst.stderr:99, NOT_DONE",
    "stream.bin.xz:3, NOT_DONE",
    "stream.bin.xz@99999999, NOT_DONE",
    "dst.stderr, WRONG_USAGE",
  })
  void whatIsNotThereIsSaid(String place, ExitStatus status) {
    Run run = Run.vtrace("show", sample("backend-transfer-failed").toString(), place);
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).contains(place.split("[:@]")[0]);
    assertThat(run.out()).isEmpty();
  }

  /** Only where the terminal knows them, and only to files of the run. */
  @Test
  void placesAreLinksOnATerminalThatKnowsThem() {
    String run = sample("backend-transfer-failed").toString();
    String link =
        "\u001b]8;;" + sample("backend-transfer-failed/dst.stderr").toUri() + "#2\u001b\\";
    String terminal = "/dev/pts/0";
    assertThat(out(Map.of("VTE_VERSION", "7006", "PAGER", ""), terminal, run))
        .contains(link + "dst.stderr:2\u001b]8;;\u001b\\");
    assertThat(out(Map.of(), terminal, run)).doesNotContain("\u001b]8");
    assertThat(out(Map.of("VTE_VERSION", "7006"), "pipe:[1]", run)).doesNotContain("\u001b");
    assertThat(out(Map.of("VTE_VERSION", "7006", "FORCE_HYPERLINK", "0"), terminal, run))
        .doesNotContain("\u001b]8");
  }

  private static String out(Map<String, String> environment, String target, String run) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console =
        new Console(
            InputStream.nullInputStream(),
            out,
            OutputStream.nullOutputStream(),
            environment,
            target);
    Main.run(new String[] {"check", "--no-pager", run}, console);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theLogAndTheSetupAreOfTheirSchemas(@TempDir Path folder) throws IOException {
    JsonSchema log = schema("vtrace-log-1.schema.json");
    for (String line :
        Run.vtrace("log", "-f", "json", sample("two-devices").toString()).out().lines().toList()) {
      assertThat(log.validate(MAPPER.readTree(line))).as(line).isEmpty();
    }
    domain(folder.resolve("src.log"), 4);
    domain(folder.resolve("dst.log"), 2);
    Run run = Run.vtrace("setup", "-f", "json", folder.toString());
    JsonNode json = MAPPER.readTree(run.out());
    assertThat(schema("vtrace-setup-1.schema.json").validate(json)).isEmpty();
    assertThat(json.at("/differences")).hasSize(1);
    assertThat(json.at("/differences/0/property").asText()).isEqualTo("num-queues");
    assertThat(Run.vtrace("why", folder.toString()).out())
        .contains("differs    num-queues of device disk0: src 4, dst 2");
    Run.vtrace("report", folder.toString(), "-o", folder.resolve("r.md").toString());
    assertThat(Files.readString(folder.resolve("r.md")))
        .contains("num-queues of device disk0: src 4, dst 2")
        .doesNotContain("secret-place");
  }

  private static void domain(Path file, int queues) throws IOException {
    Files.writeString(
        file,
        "2026-11-23 08:00:00.000+0000: starting up libvirt version: 8.0.0, qemu version: 6.2.0\n"
            + "LC_ALL=C \\\n/usr/bin/qemu-system-x86_64 \\\n-machine pc-q35-10.2,usb=off \\\n"
            + "-chardev socket,id=c0,path=/secret-place/vu \\\n"
            + "-device '{\"driver\":\"vhost-user-blk-pci\",\"chardev\":\"c0\",\"num-queues\":"
            + queues
            + ",\"id\":\"disk0\"}' \\\n-msg timestamp=on\n"
            + "2026-11-23T08:00:05.100000Z qemu-system-x86_64: load of migration failed: Invalid"
            + " argument\n");
  }
}
