// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.spark;

import dev.vtrace.decoder.fleet.CsvSink;
import dev.vtrace.decoder.fleet.FleetTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** Writes rows as the files of all tables. */
final class SparkTables {
  static final String PARQUET = "parquet";
  static final String CSV = "csv";

  private final SparkSession spark;

  SparkTables(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Writes the tables into folders below a folder; what is there is replaced.
   *
   * @param part the folder in that of a table, such as {@code batch=7}; empty for none
   */
  void write(JavaRDD<TableRow> rows, String format, String out, String part) {
    // A capture is read once; where an executor is lost, its captures are read again.
    JavaRDD<TableRow> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      for (FleetTable table : FleetTable.values()) {
        int place = table.ordinal();
        JavaRDD<TableRow> own = kept.filter(row -> row.table() == place);
        String folder = out + "/" + table.label() + (part.isEmpty() ? "" : "/" + part);
        if (format.equals(CSV)) {
          csv(table, own, folder);
        } else {
          spark
              .createDataFrame(own.map(TableRow::row), TableRow.schema(table))
              .sort("capture")
              .write()
              .mode(SaveMode.Overwrite)
              .parquet(folder);
        }
      }
    } finally {
      kept.unpersist(false);
    }
  }

  /** One file in the order of its lines, after the line of names. */
  private void csv(FleetTable table, JavaRDD<TableRow> rows, String folder) {
    String head = CsvSink.head(table);
    JavaRDD<String> lines =
        rows.map(TableRow::csv)
            .sortBy(line -> line, true, 1)
            .mapPartitions(sorted -> after(head, sorted));
    spark
        .createDataset(lines.rdd(), Encoders.STRING())
        .write()
        .mode(SaveMode.Overwrite)
        .option("lineSep", "\r\n")
        .text(folder);
  }

  private static Iterator<String> after(String head, Iterator<String> sorted) {
    List<String> out = new ArrayList<>(List.of(head));
    sorted.forEachRemaining(out::add);
    return out.iterator();
  }
}
