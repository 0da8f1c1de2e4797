// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.fleet.CaptureFinder;
import dev.vtrace.decoder.fleet.FleetCapture;
import dev.vtrace.decoder.fleet.FleetFiles;
import dev.vtrace.decoder.fleet.FleetReading;
import dev.vtrace.decoder.fleet.FleetTable;
import dev.vtrace.decoder.fleet.Fleets;
import dev.vtrace.decoder.fleet.RowJournal;
import dev.vtrace.decoder.fleet.TableFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark makes the tables that 'vtrace summarize' makes. */
class SparkTablesTest {
  private static final String SUMS =
      "count(*), count(distinct capture), sum(downtime_ns), sum(queues), sum(operations_skipped),"
          + " count(error), sum(case when downtime_whole then 1 else 0 end)";

  private static SparkSession spark;

  @TempDir static Path folder;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
            .getOrCreate();
    spark.sparkContext().setLogLevel("ERROR");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Path fleet(String name) throws Exception {
    Path fleet = Fleets.good(folder.resolve(name));
    Fleets.hostile(fleet.resolve("hostile"));
    return fleet;
  }

  private static void job(String... line) throws Exception {
    SummarizeJob.run(spark, JobArguments.parse(line, Set.of("out", "format", "partitions")));
  }

  @Test
  void linesAreTheSameByteForByte() throws Exception {
    Path fleet = fleet("lines");
    String out = folder.resolve("lines-out").toString();
    job("--out", out, "--format", "csv", "--partitions", "3", fleet.toString());
    assertThat(LocalTables.written(Path.of(out))).isEqualTo(LocalTables.of(fleet));
  }

  @Test
  void aSingleArchiveHasTheNameThatWasGiven() throws Exception {
    Path fleet = Fleets.good(folder.resolve("single"));
    String out = folder.resolve("single-out").toString();
    Path archive = fleet.resolve("b/failed.vtrace");
    job("--out", out, "--format", "csv", archive.toString());
    assertThat(LocalTables.written(Path.of(out))).isEqualTo(LocalTables.of(archive));
  }

  @Test
  void parquetOfBothIsReadByBoth() throws Exception {
    Path fleet = fleet("both");
    String theirs = folder.resolve("both-out").toString();
    job("--out", theirs, fleet.toString());
    Path ours = Files.createDirectories(folder.resolve("both-ours"));
    List<FleetCapture> captures = CaptureFinder.find(List.of(fleet.toString()));
    try (RowJournal journal = RowJournal.create(ours.resolve(FleetFiles.JOURNAL), "test")) {
      FleetReading.read(captures, 2, journal, (done, failed, all) -> {});
      FleetFiles.write(journal, TableFormat.PARQUET, ours);
    }
    List<String> sums = new ArrayList<>();
    for (String files : List.of(ours + "/migrations.parquet", theirs + "/migrations/*.parquet")) {
      Row row = spark.read().parquet(files).selectExpr(SUMS.split(", (?=[a-z]+\\()")).first();
      sums.add(row.mkString(" "));
      try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = duck.createStatement();
          ResultSet result =
              statement.executeQuery("select " + SUMS + " from read_parquet('" + files + "')")) {
        assertThat(result.next()).isTrue();
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(result.getString(i));
        }
        sums.add(String.join(" ", values));
      }
    }
    System.out.println("sums by Spark and DuckDB: " + sums);
    assertThat(sums).hasSize(4).containsOnly(sums.get(0));
    for (FleetTable table : FleetTable.values()) {
      var first = spark.read().parquet(ours + "/" + table.label() + ".parquet");
      var second = spark.read().parquet(theirs + "/" + table.label());
      assertThat(first.schema()).isEqualTo(second.schema()).isEqualTo(TableRow.schema(table));
      assertThat(first.exceptAll(second).count()).isZero();
      assertThat(second.exceptAll(first).count()).isZero();
    }
  }

  @Test
  void newArchivesAreAddedOnce() throws Exception {
    Path in = Files.createDirectories(folder.resolve("follow"));
    Path failed = Recordings.root().resolve("samples/backend-transfer-failed");
    Fleets.zip(failed, in.resolve("one.vtrace"));
    Fleets.zip(failed, in.resolve("two.vtrace"));
    String out = folder.resolve("follow-out").toString();
    String checkpoint = folder.resolve("follow-checkpoint").toString();
    String[] line = {"--out", out, "--checkpoint", checkpoint, in + "/"};
    follow(line);
    assertThat(captures(out)).containsExactly(in + "/one.vtrace", in + "/two.vtrace");
    follow(line);
    Fleets.zip(failed, folder.resolve("three"));
    Files.move(folder.resolve("three"), in.resolve("three.vtrace"), StandardCopyOption.ATOMIC_MOVE);
    Files.writeString(in.resolve("broken.vtrace"), "none");
    follow(line);
    assertThat(captures(out))
        .containsExactly(
            in + "/broken.vtrace", in + "/one.vtrace", in + "/three.vtrace", in + "/two.vtrace");
    // The end of the last batch was lost: it is written again, in the same place.
    try (var commits = Files.newDirectoryStream(Path.of(checkpoint, "commits"), "*1*")) {
      for (Path commit : commits) {
        Files.delete(commit);
      }
    }
    follow(line);
    assertThat(captures(out)).hasSize(4);
    assertThat(
            spark
                .read()
                .parquet(out + "/migrations")
                .drop("batch")
                .filter("error is null")
                .exceptAll(expected(in))
                .count())
        .isZero();
  }

  private static Dataset<Row> expected(Path in) throws Exception {
    List<Row> rows = new ArrayList<>();
    for (FleetCapture capture : CaptureFinder.find(List.of(in.toString()))) {
      TableRow.of(capture.rows())
          .forEachRemaining(
              row -> {
                if (row.table() == FleetTable.MIGRATIONS.ordinal()) {
                  rows.add(row.row());
                }
              });
    }
    return spark.createDataFrame(rows, TableRow.schema(FleetTable.MIGRATIONS));
  }

  private static void follow(String[] line) throws Exception {
    FollowJob.run(spark, JobArguments.parse(line, Set.of("out", "checkpoint", "every")));
  }

  private static List<String> captures(String out) {
    return spark
        .read()
        .parquet(out + "/migrations")
        .select("capture")
        .sort("capture")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
