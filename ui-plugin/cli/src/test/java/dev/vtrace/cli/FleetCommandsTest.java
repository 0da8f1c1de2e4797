// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static dev.vtrace.cli.Run.vtrace;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vtrace summarize} and {@code vtrace compare-fleet}. */
class FleetCommandsTest {
  private static final Path SAMPLES =
      Path.of("").toAbsolutePath().resolve("../../samples").normalize();

  @TempDir Path folder;

  private Path fleet(String name, String... samples) throws IOException {
    Path fleet = folder.resolve(name);
    for (String sample : samples) {
      Path to = Files.createDirectories(fleet.resolve(sample));
      try (Stream<Path> files = Files.list(SAMPLES.resolve(sample))) {
        for (Path file : files.toList()) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
    return fleet;
  }

  @Test
  void printsATableAndASummary() throws IOException {
    String fleet = fleet("night", "backend-transfer-2q", "backend-transfer-failed").toString();
    Run csv = vtrace("summarize", fleet, "-f", "csv");
    assertThat(csv.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(csv.out()).startsWith("capture,error,bytes,migration,").contains(",VT3401,true,");
    assertThat(csv.out().lines()).hasSize(3);
    assertThat(csv.err()).startsWith("2 captures, ");
    Run findings = vtrace("summarize", fleet, "-f", "jsonl", "-t", "findings");
    assertThat(findings.out().lines())
        .isNotEmpty()
        .allMatch(
            line -> line.startsWith("{\"format\":\"vtrace-fleet/1\",\"table\":\"findings\","));
    Run text = vtrace("summarize", fleet);
    assertThat(text.out())
        .startsWith("2 captures, 0 not readable; 2 migrations: 1 completed, 1 failed")
        .contains("VT3401  error");
  }

  @Test
  void writesFilesAndGoesOn() throws IOException {
    String fleet = fleet("night", "backend-transfer-2q").toString();
    Path out = folder.resolve("tables");
    Path page = folder.resolve("night.html");
    assertThat(vtrace("summarize", fleet, "-o", out.toString(), "-p", page.toString()).status())
        .isEqualTo(ExitStatus.OK);
    String before = Files.readString(out.resolve("migrations.csv"));
    assertThat(page).content().contains("<h1>Migrations of ");
    Files.writeString(Path.of(fleet).resolve("broken.vtrace"), "none");
    Run again = vtrace("summarize", fleet, "-o", out.toString(), "--resume", "-j", "1");
    assertThat(again.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(again.err()).startsWith("2 captures, 1 of them by an earlier run, 1 not readable");
    assertThat(Files.readString(out.resolve("migrations.csv")))
        .startsWith(before)
        .contains("broken.vtrace");
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "captures.jsonl", "findings.csv", "migrations.csv", "operations.csv");
    }
  }

  @Test
  void comparesTablesAndCaptures() throws IOException {
    String before = fleet("before", "backend-transfer-2q", "ordinary-2q").toString();
    String after = fleet("after", "backend-transfer-2q", "backend-transfer-failed").toString();
    Path tables = folder.resolve("tables");
    vtrace("summarize", before, "-o", tables.toString());
    Run same = vtrace("compare-fleet", tables.toString(), before, "--fail-on", "downtime.p99>+1%");
    assertThat(same.status()).isEqualTo(ExitStatus.OK);
    assertThat(same.out()).contains("passed  downtime.p99>+1%: +0.0%");
    Run other = vtrace("compare-fleet", tables.toString(), after, "--fail-on", "new-errors");
    assertThat(other.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(other.out())
        .contains("new in B, first seen", "VT3401", "failed  new-errors")
        .doesNotContain("gone in B");
    assertThat(vtrace("compare-fleet", after, tables.toString()).out())
        .contains("gone in B, last seen", "VT3401")
        .doesNotContain("new in B");
    Run json = vtrace("compare-fleet", "-f", "json", tables.toString(), after);
    assertThat(json.status()).isEqualTo(ExitStatus.OK);
    assertThat(json.out()).contains("\"format\" : \"vtrace-fleet-comparison/1\"");
  }

  @Test
  void refusesWhatCannotBeDone() {
    for (List<String> line :
        List.of(
            List.of("summarize"),
            List.of("summarize", "x", "--resume"),
            List.of("summarize", "x", "-j", "0"),
            List.of("summarize", "x", "-o", "y", "-t", "findings"),
            List.of("compare-fleet", "x"),
            List.of("compare-fleet", "x", "y", "--fail-on", "downtime>5"))) {
      assertThat(vtrace(line.toArray(new String[0])).status())
          .as(line.toString())
          .isEqualTo(ExitStatus.WRONG_USAGE);
    }
    String none = folder.resolve("none").toString();
    assertThat(vtrace("summarize", none).status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(vtrace("summarize", folder.toString()).err()).contains("no capture was found");
    assertThat(vtrace("compare-fleet", none, none).status()).isEqualTo(ExitStatus.NOT_DONE);
  }

  @Test
  void explainsTheColumns() {
    assertThat(vtrace("summarize", "--schema").out())
        .contains("## migrations", "| downtime_ns | integer | ns |");
  }
}
