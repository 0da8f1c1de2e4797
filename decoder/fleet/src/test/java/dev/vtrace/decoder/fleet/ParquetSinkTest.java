// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as Parquet, read by DuckDB. */
class ParquetSinkTest {
  @TempDir Path folder;

  private static List<FleetRow> rows(FleetTable table, int count) {
    Random random = new Random(7);
    List<FleetRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Object> values = new ArrayList<>();
      for (FleetColumn column : table.columns()) {
        boolean none = !column.name().equals("capture") && random.nextInt(4) == 0;
        values.add(none || column.name().equals("error") ? null : value(column, random, i));
      }
      rows.add(new FleetRow(table, values));
    }
    return rows;
  }

  private static Object value(FleetColumn column, Random random, int i) {
    return switch (column.type()) {
      case TEXT -> column.name() + " \u20ac " + random.nextInt(i + 1);
      case INTEGER -> random.nextInt(10) == 0 ? Long.MIN_VALUE + i : random.nextLong() >> (i & 63);
      case TRUTH -> random.nextBoolean();
    };
  }

  private Path write(FleetTable table, List<FleetRow> rows) throws IOException {
    Path file = folder.resolve(table.label() + ".parquet");
    try (OutputStream out = Files.newOutputStream(file);
        TableSink sink = TableFormat.PARQUET.open(table, out)) {
      for (FleetRow row : rows) {
        sink.add(row);
      }
    }
    return file;
  }

  private static List<FleetRow> read(FleetTable table, Path file) throws SQLException {
    List<FleetRow> rows = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet result = statement.executeQuery("from read_parquet('" + file + "')")) {
      assertThat(result.getMetaData().getColumnCount()).isEqualTo(table.columns().size());
      while (result.next()) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
          assertThat(result.getMetaData().getColumnName(i + 1))
              .isEqualTo(table.columns().get(i).name());
          values.add(result.getObject(i + 1));
        }
        rows.add(new FleetRow(table, values));
      }
    }
    return rows;
  }

  @Test
  void duckDbReadsEveryValue() throws IOException, SQLException {
    for (FleetTable table : FleetTable.values()) {
      List<FleetRow> rows = rows(table, 3_000);
      assertThat(read(table, write(table, rows))).isEqualTo(rows);
    }
  }

  @Test
  void aTableOfManyGroupsIsOneTable() throws IOException, SQLException {
    List<FleetRow> rows = rows(FleetTable.MIGRATIONS, 1_000);
    Path file = folder.resolve("many.parquet");
    long sum = 0;
    try (OutputStream out = Files.newOutputStream(file);
        TableSink sink = TableFormat.PARQUET.open(FleetTable.MIGRATIONS, out)) {
      for (int i = 0; i < 30_000; i++) {
        FleetRow row = rows.get(i % rows.size());
        sink.add(row);
        Long queues = row.number("queues");
        sum += queues == null ? 0 : queues % 1000;
      }
    }
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select count(*), sum(queues % 1000),"
                    + " (select count(distinct row_group_id) from parquet_metadata('"
                    + file
                    + "')) from read_parquet('"
                    + file
                    + "')")) {
      assertThat(result.next()).isTrue();
      assertThat(result.getLong(1)).isEqualTo(30_000);
      assertThat(result.getLong(2)).isEqualTo(sum);
      assertThat(result.getLong(3)).isGreaterThan(1);
    }
  }

  @Test
  void aTableWithoutRowsIsATable() throws IOException, SQLException {
    Path file = write(FleetTable.FINDINGS, List.of());
    assertThat(read(FleetTable.FINDINGS, file)).isEmpty();
  }

  @Test
  void textsOfOtherFormatsAreInert() throws IOException {
    List<Object> values = new ArrayList<>();
    for (FleetColumn column : FleetTable.FINDINGS.columns()) {
      values.add(column.type() == ColumnType.TEXT ? "=1+1,\"\u001b[31m\n" : null);
    }
    FleetRow row = new FleetRow(FleetTable.FINDINGS, values);
    assertThat(CsvSink.line(row)).startsWith("\"'=1+1,\"\"\\x1b[31m\\x0a\",").doesNotContain("\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TableSink sink = TableFormat.JSONL.open(FleetTable.FINDINGS, out)) {
      sink.add(row);
      sink.add(row);
    }
    String json = out.toString(StandardCharsets.UTF_8);
    assertThat(json.lines()).hasSize(2);
    assertThat(json)
        .startsWith("{\"format\":\"vtrace-fleet/1\",\"table\":\"findings\",")
        .contains("\\u001B[31m\\n");
  }
}
