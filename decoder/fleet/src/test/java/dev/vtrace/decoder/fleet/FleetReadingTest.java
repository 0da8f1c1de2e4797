// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.HeapSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From folders to tables. */
class FleetReadingTest {
  private static final String TOOL = "vtrace test";

  @TempDir Path folder;

  private static String csv(RowJournal journal, FleetTable table) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FleetFiles.write(journal, table, TableFormat.CSV, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<String> csv(RowJournal journal) throws IOException {
    List<String> out = new ArrayList<>();
    for (FleetTable table : FleetTable.values()) {
      out.add(csv(journal, table));
    }
    return out;
  }

  private RowJournal read(List<FleetCapture> captures, int threads) throws IOException {
    RowJournal journal = RowJournal.create(folder.resolve("journal-" + threads), TOOL);
    FleetReading.read(captures, threads, journal, (done, failed, all) -> {});
    return journal;
  }

  @Test
  void findsFoldersAndArchivesAtAnyDepth() throws IOException {
    Path fleet = Fleets.good(folder.resolve("fleet"));
    String root = fleet.toString();
    assertThat(CaptureFinder.find(List.of(root + "//")))
        .extracting(FleetCapture::name)
        .containsExactly(root + "/a/transfer", root + "/b/failed.vtrace", root + "/b/two");
    assertThat(CaptureFinder.find(List.of(root + "/*/*.vtrace", root + "/b/failed.vtrace")))
        .extracting(FleetCapture::name)
        .containsExactly(root + "/b/failed.vtrace");
  }

  @Test
  void packedFilesOfAFolderAreOfItsCapture() throws IOException {
    Path fleet = folder.resolve("fleet");
    Fleets.copy(Recordings.root().resolve("samples/two-devices"), fleet.resolve("two"));
    Files.writeString(fleet.resolve("two/other.tar.gz"), "none");
    assertThat(CaptureFinder.find(List.of(fleet.toString())))
        .extracting(capture -> capture.path().getFileName().toString())
        .containsExactly("two", "other.tar.gz");
  }

  @Test
  void documentsThatQuoteEvidenceAreNoCaptures() throws IOException {
    Files.writeString(
        folder.resolve("README.md"), "1@1795420802.018573:vhost_dev_start_in 0x55f0 vm\n");
    assertThat(CaptureFinder.find(List.of(folder.toString()))).isEmpty();
  }

  @Test
  void rowsTellOfMigrationsFindingsAndOperations() throws IOException {
    Path fleet = Fleets.good(folder.resolve("fleet"));
    try (RowJournal journal = read(CaptureFinder.find(List.of(fleet.toString())), 2)) {
      List<FleetRow> rows = new ArrayList<>();
      for (String capture : journal.captures()) {
        rows.addAll(journal.rows(capture).of(FleetTable.MIGRATIONS));
      }
      assertThat(rows)
          .extracting(row -> row.text("outcome") + " " + row.text("transfer"))
          .containsExactly("completed yes", "failed attempted", "completed no", "completed no");
      FleetRow transfer = rows.get(0);
      assertThat(transfer.number("queues")).isEqualTo(2);
      assertThat(transfer.text("source_version")).isEqualTo("10.2.2");
      assertThat(transfer.number("operations_skipped")).isEqualTo(44);
      assertThat(transfer.isTrue("downtime_whole")).isTrue();
      long parts = 0;
      for (FleetColumn column : FleetTable.MIGRATIONS.columns()) {
        boolean part = column.meaning().startsWith("part of downtime_ns: ");
        parts += part ? transfer.number(column.name()) : 0;
      }
      assertThat(parts).isEqualTo(transfer.number("downtime_ns"));
      assertThat(rows.get(1).text("cause")).isEqualTo("VT3401");
      assertThat(rows.get(1).isTrue("cause_known")).isTrue();
      assertThat(rows.subList(2, 4)).extracting(row -> row.text("device")).doesNotHaveDuplicates();
      String failed = fleet + "/b/failed.vtrace";
      assertThat(journal.rows(failed).of(FleetTable.FINDINGS).get(0).text("code"))
          .isEqualTo("VT3401");
      long skipped =
          journal.rows(fleet + "/a/transfer").of(FleetTable.OPERATIONS).stream()
              .filter(row -> "skipped".equals(row.text("verdict")))
              .filter(row -> Long.valueOf(1).equals(row.number("migration")))
              .count();
      assertThat(skipped).isEqualTo(44);
      assertThat(journal.isWrong()).isTrue();
    }
  }

  @Test
  void numberOfThreadsChangesNothing() throws IOException {
    List<FleetCapture> captures =
        CaptureFinder.find(List.of(Fleets.good(folder.resolve("fleet")).toString()));
    try (RowJournal one = read(captures, 1);
        RowJournal three = read(captures, 3)) {
      assertThat(csv(three)).isEqualTo(csv(one));
    }
  }

  @Test
  void bytesGiveTheSameRowsAsFiles() throws IOException {
    Path fleet = Fleets.good(folder.resolve("fleet"));
    Fleets.hostile(fleet.resolve("hostile"));
    for (FleetCapture capture : CaptureFinder.find(List.of(fleet.toString()))) {
      Map<String, ByteSource> files = new TreeMap<>();
      List<Path> paths = List.of(capture.path());
      if (Files.isDirectory(capture.path())) {
        try (Stream<Path> entries = Files.list(capture.path())) {
          paths = entries.toList();
        }
      }
      for (Path path : paths) {
        String name = path.getFileName().toString();
        files.put(name, new HeapSource(name, Files.readAllBytes(path)));
      }
      CaptureRows rows = FleetCapture.of(capture.name(), files).rows();
      assertThat(rows).as(capture.name()).isEqualTo(capture.rows());
    }
  }

  @Test
  void hostileArchivesAreRowsWithErrors() throws IOException {
    Path fleet = Fleets.hostile(folder.resolve("fleet"));
    List<FleetCapture> captures = CaptureFinder.find(List.of(fleet.toString()));
    assertThat(captures).hasSize(6);
    for (FleetCapture capture : captures) {
      CaptureRows rows = capture.rows();
      assertThat(rows.isWrong()).as(capture.name()).isTrue();
      // What unpacks to much is read, and damaged; all others are refused.
      boolean read = capture.name().endsWith("bomb.zip");
      assertThat(rows.isFailed()).as(capture.name()).isEqualTo(!read);
      if (!read) {
        assertThat(rows.rows().get(0).text("error")).doesNotContain(folder.toString(), "Exception");
      }
    }
  }

  @Test
  void goesOnAfterAnInterruption() throws IOException {
    List<FleetCapture> captures =
        CaptureFinder.find(List.of(Fleets.good(folder.resolve("fleet")).toString()));
    List<String> expected;
    try (RowJournal whole = read(captures, 1)) {
      expected = csv(whole);
    }
    Path file = folder.resolve("journal");
    try (RowJournal first = RowJournal.create(file, TOOL)) {
      FleetReading.read(captures.subList(0, 2), 1, first, (done, failed, all) -> {});
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
    try (RowJournal second = RowJournal.resume(file, TOOL)) {
      assertThat(second.captures()).hasSize(1);
      List<FleetCapture> rest = new ArrayList<>();
      for (FleetCapture capture : captures) {
        if (!second.has(capture)) {
          rest.add(capture);
        }
      }
      assertThat(rest).hasSize(2);
      FleetReading.read(rest, 2, second, (done, failed, all) -> {});
      assertThat(csv(second)).isEqualTo(expected);
    }
    try (RowJournal other = RowJournal.resume(file, "another tool")) {
      assertThat(other.captures()).isEmpty();
    }
  }

  @Test
  void capturesThatChangedAreReadAgain() throws IOException {
    Path fleet = Fleets.good(folder.resolve("fleet"));
    try (RowJournal journal = read(CaptureFinder.find(List.of(fleet.toString())), 1)) {
      Files.delete(fleet.resolve("a/transfer/qmp.jsonl"));
      List<FleetCapture> now = CaptureFinder.find(List.of(fleet.toString()));
      assertThat(journal.has(now.get(0))).isFalse();
      assertThat(journal.has(now.get(1))).isTrue();
      FleetReading.read(now.subList(0, 1), 1, journal, (done, failed, all) -> {});
      assertThat(journal.captures()).hasSize(3);
      assertThat(journal.rows(now.get(0).name())).isEqualTo(now.get(0).rows());
    }
  }
}
