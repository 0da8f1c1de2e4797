// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.spark;

import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.fleet.FleetCapture;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Tables that grow with a folder of archives. Each archive is in them once: the checkpoint knows
 * which ones a batch has, and a batch that is repeated after a failure replaces its own part of
 * each table.
 *
 * <pre>spark-submit --class dev.vtrace.spark.FollowJob vtrace-spark.jar
 *     --out FOLDER --checkpoint FOLDER [--every SECONDS] FOLDER</pre>
 *
 * <p>Without {@code --every} it takes what is there and ends. An archive must be whole when it gets
 * its name in the folder, as by a rename.
 */
public final class FollowJob {
  private static final String ARCHIVES = "*.vtrace";

  /** Archives of a batch. */
  private static final int MOST = 1_000;

  private FollowJob() {}

  /** Runs it in the session that spark-submit has made. */
  public static void main(String[] args) throws Exception {
    JobArguments line = JobArguments.parse(args, Set.of("out", "checkpoint", "every"));
    try (SparkSession spark = SparkSession.builder().appName("vtrace follow").getOrCreate()) {
      run(spark, line);
    }
  }

  static void run(SparkSession spark, JobArguments line)
      throws IOException, TimeoutException, StreamingQueryException {
    if (line.words().size() != 1) {
      throw new IllegalArgumentException("give one folder");
    }
    String folder = line.words().get(0).replaceFirst("/++$", "");
    Path root = new Path(folder);
    String prefix =
        root.getFileSystem(spark.sparkContext().hadoopConfiguration())
            .makeQualified(root)
            .toString();
    String out = line.require("out");
    String every = line.options().get("every");
    Dataset<Row> files =
        spark
            .readStream()
            .format("binaryFile")
            .schema(spark.read().format("binaryFile").load(folder).schema())
            .option("recursiveFileLookup", true)
            .option("pathGlobFilter", ARCHIVES)
            .option("maxFilesPerTrigger", MOST)
            .load(folder);
    VoidFunction2<Dataset<Row>, Long> sink =
        (batch, number) -> write(spark, batch, number, prefix, folder, out);
    StreamingQuery query =
        files
            .writeStream()
            .option("checkpointLocation", line.require("checkpoint"))
            .trigger(
                every == null
                    ? Trigger.AvailableNow()
                    : Trigger.ProcessingTime(Long.parseLong(every) * 1000))
            .foreachBatch(sink)
            .start();
    query.awaitTermination();
  }

  private static void write(
      SparkSession spark,
      Dataset<Row> batch,
      long number,
      String prefix,
      String folder,
      String out) {
    new SparkTables(spark)
        .write(
            batch.select("path", "content").javaRDD().flatMap(row -> rows(row, prefix, folder)),
            SparkTables.PARQUET,
            out,
            "batch=" + number);
  }

  private static Iterator<TableRow> rows(Row row, String prefix, String folder) {
    String inside = CaptureListing.relative(new Path(row.getString(0)).toString(), prefix);
    String file = inside.substring(inside.lastIndexOf('/') + 1);
    HeapSource source = new HeapSource(file, row.<byte[]>getAs(1));
    return TableRow.of(FleetCapture.of(folder + "/" + inside, Map.of(file, source)).rows());
  }
}
