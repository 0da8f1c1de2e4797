// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.vtrace.decoder.export.AnswerJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The answer on every recording, in a table beside what its scenario says: the cause first, or that
 * it is not known.
 */
class WhyTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A row of the table; see its first lines. */
  private record Row(
      String input, String outcomes, String transfers, String firsts, int status, String says) {
    static Row of(String line) {
      String[] cells = line.split("\t");
      return new Row(cells[0], cells[1], cells[2], cells[3], Integer.parseInt(cells[4]), cells[5]);
    }
  }

  private static Path root() {
    return LspCapture.root();
  }

  @TestFactory
  Stream<DynamicTest> theCauseComesFirstOrIsSaidToBeUnknown() throws IOException {
    Path shared = root().resolve("../shared").normalize();
    List<DynamicTest> tests = new ArrayList<>();
    try (InputStream in = WhyTest.class.getResourceAsStream("why.tsv")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        Row row = line.startsWith("#") ? null : Row.of(line);
        if (row != null && Files.isDirectory(shared.resolve(row.input.split(" ")[0]))) {
          tests.add(DynamicTest.dynamicTest(row.input, () -> check(shared, row)));
        }
      }
    }
    return tests.stream();
  }

  @Test
  void theTableHasEachRecording() throws IOException {
    Path shared = root().resolve("../shared").normalize();
    String table;
    try (InputStream in = WhyTest.class.getResourceAsStream("why.tsv")) {
      table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    for (String kind : List.of("captures", "live")) {
      if (Files.isDirectory(shared.resolve(kind))) {
        try (Stream<Path> folders = Files.list(shared.resolve(kind))) {
          folders
              .filter(folder -> Files.exists(folder.resolve("scenario.json")))
              .forEach(folder -> assertThat(table).contains(kind + "/" + folder.getFileName()));
        }
      }
    }
  }

  private static void check(Path shared, Row row) throws IOException {
    String[] words = row.input.split(" ");
    Path folder = shared.resolve(words[0]);
    assertThat(said(folder)).startsWith(row.says);
    List<String> args = new ArrayList<>(List.of("why", "-f", "json"));
    for (int i = 1; i < words.length; i++) {
      Path file = folder.resolve(words[i]);
      args.add(Files.exists(file) ? file.toString() : words[i]);
    }
    if (words.length == 1) {
      args.add(folder.toString());
    }
    Run run = Run.vtrace(args.toArray(String[]::new));
    assertThat(run.status().code()).as(run.err()).isEqualTo(row.status);
    if (!run.out().isEmpty()) {
      JsonNode answer = MAPPER.readTree(run.out());
      assertThat(schema().validate(answer)).isEmpty();
      assertThat(List.of(values(answer, "outcome"), values(answer, "transfer"), firsts(answer)))
          .containsExactly(row.outcomes, row.transfers, row.firsts);
    }
  }

  private static String said(Path folder) throws IOException {
    if (Files.exists(folder.resolve("expected.txt"))) {
      return Files.readString(folder.resolve("expected.txt"));
    }
    JsonNode scenario = MAPPER.readTree(folder.resolve("scenario.json").toFile());
    return scenario.path(scenario.has("expected_cause") ? "expected_cause" : "outcome").asText();
  }

  private static String values(JsonNode answer, String name) {
    List<String> out = new ArrayList<>();
    answer.get("migrations").forEach(each -> out.add(each.get(name).asText()));
    String none = name.equals("outcome") ? "none" : "-";
    return out.isEmpty() ? none : String.join(",", out);
  }

  private static String firsts(JsonNode answer) {
    List<String> out = new ArrayList<>();
    List<JsonNode> parts = new ArrayList<>();
    answer.get("migrations").forEach(parts::add);
    parts.add(answer.get("outside"));
    for (JsonNode part : parts) {
      if (part.hasNonNull("first")) {
        String mark = part.get("causeKnown").asBoolean() ? "" : "?";
        out.add(part.at("/first/code").asText() + mark);
      }
    }
    return out.isEmpty() ? "-" : String.join(",", out);
  }

  /** Two migrations with as many notes: each keeps its own line. */
  @Test
  void notesStandBelowTheirMigration() throws IOException {
    Path chain = root().resolve("../shared/captures/transfer-chain-two-hops").normalize();
    assumeTrue(Files.isDirectory(chain), "skipped: needs " + chain.getFileName());
    List<String> labels =
        Run.vtrace("why", chain.toString())
            .out()
            .lines()
            .map(line -> line.substring(0, line.indexOf(' ')))
            .limit(5)
            .toList();
    assertThat(labels).containsExactly("completed", "and", "completed", "and", "tested");
  }

  /** What the text says first, the JSON has. */
  @Test
  void anEndWithoutABeginningIsInTheJson(@TempDir Path folder) throws IOException {
    Path event = folder.resolve("qmp.jsonl");
    Files.writeString(event, "{\"event\": \"MIGRATION\", \"data\": {\"status\": \"completed\"}}\n");
    JsonNode answer = MAPPER.readTree(Run.vtrace("why", "-f", "json", event.toString()).out());
    assertThat(schema().validate(answer)).isEmpty();
    assertThat(answer.at("/end/outcome").asText()).isEqualTo("completed");
    assertThat(answer.at("/end/evidence/line").asInt()).isEqualTo(1);
    assertThat(Run.vtrace("check", event.toString()).out()).startsWith("completed  a migration");
  }

  private static JsonSchema schema() throws IOException {
    try (InputStream in = AnswerJson.class.getResourceAsStream("vtrace-why-1.schema.json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
  }

  private static String sample(String name) {
    return root().resolve("samples").resolve(name).toString();
  }

  @Test
  void theFirstLinesSayWhatWhyAndWhatToDo() {
    Run run = Run.vtrace("why", sample("backend-transfer-failed"));
    assertThat(run.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSizeBetween(3, 10);
    assertThat(lines.get(0)).startsWith("failed     migration 1, ");
    assertThat(run.out())
        .contains("transfer attempted", "\ncause      VT3401  ", "\ndo         give both sides")
        .contains(" consequences")
        .doesNotContain("back-end transferred");
    String all = Run.vtrace("why", "-v", sample("backend-transfer-failed")).out();
    assertThat(all).startsWith(run.out()).contains("\nfollows    VT");
  }

  @Test
  void theSameBlockStandsOnTopOfOtherViews() throws IOException {
    String first =
        Run.vtrace("why", sample("backend-transfer-failed")).out().lines().toList().get(0);
    Run check = Run.vtrace("check", sample("backend-transfer-failed"));
    assertThat(check.out()).startsWith(first + "\n");
    Path report = Files.createTempFile("report", ".md");
    try {
      Run.vtrace("report", sample("backend-transfer-failed"), "-o", report.toString());
      assertThat(Files.readString(report))
          .contains("\n- **failed** migration 1, ", "\n- **cause** VT3401  both sides need");
    } finally {
      Files.delete(report);
    }
  }

  /** A state alone tells that there was a migration, and how it ended. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(qemu) info migrate\nMigration status: failed (Unable to write to socket: Broken pipe)\n",
        "{\"event\": \"MIGRATION\", \"data\": {\"status\": \"failed\"}}\n"
            + "{\"return\": {\"status\": \"failed\", \"error-desc\": \"Connection reset by peer\"}}\n"
      })
  void aFailedStateIsAFailedMigration(String pasted, @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("pasted.txt"), pasted);
    Run run = Run.vtrace("why", file.toString());
    assertThat(run.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(run.out()).startsWith("failed     the course of a migration is not in evidence\n");
  }

  /** What libvirt writes into the log of a QEMU that it has migrated away. */
  @Test
  void aSourceThatLibvirtEndedHasMigrated(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("vm1.log"),
            """
            2025-01-01 10:00:00.000+0000: starting up libvirt version: 10.0.0, qemu version: 8.2.0
            2025-01-01T10:00:02.000000Z qemu-system-x86_64: warning: old CPU
            2025-01-01 11:00:00.000+0000: initiating migration
            2025-01-01T11:00:09.000000Z qemu-system-x86_64: terminating on signal 15 from pid 9 (/usr/sbin/virtqemud)
            2025-01-01 11:00:09.300+0000: shutting down, reason=migrated
            """);
    Run run = Run.vtrace("why", file.toString());
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).startsWith("completed  migration 1, vm1 to ?");
    assertThat(Run.vtrace("skips", file.toString()).out()).contains("from 2025-01-01T11:00:00");
  }

  @Test
  void aGoodRunTakesALine() {
    Run run = Run.vtrace("why", sample("backend-transfer-2q"));
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).startsWith("completed  migration 1, ").contains("back-end transferred");
  }
}
