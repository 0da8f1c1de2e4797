// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Tables of captures, wherever Hadoop can read them:
 *
 * <pre>spark-submit --class dev.vtrace.spark.SummarizeJob vtrace-spark.jar
 *     --out FOLDER [--format parquet|csv] [--partitions N] PATH...</pre>
 */
public final class SummarizeJob {
  /** Captures of a task: few enough that little is lost with an executor. */
  private static final int EACH = 16;

  private SummarizeJob() {}

  /** Runs it in the session that spark-submit has made. */
  public static void main(String[] args) throws IOException {
    JobArguments line = JobArguments.parse(args, Set.of("out", "format", "partitions"));
    try (SparkSession spark = SparkSession.builder().appName("vtrace summarize").getOrCreate()) {
      run(spark, line);
    }
  }

  static void run(SparkSession spark, JobArguments line) throws IOException {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    List<CapturePlace> places = new ArrayList<>();
    for (String word : line.words()) {
      places.addAll(new CaptureListing(configuration).find(word));
    }
    if (places.isEmpty()) {
      throw new IOException(String.join(", ", line.words()) + ": no capture was found there");
    }
    // Large captures lie beside each other; no task is to get all of them.
    Collections.shuffle(places, new Random(1));
    String partitions = line.options().get("partitions");
    int tasks =
        partitions == null ? (places.size() + EACH - 1) / EACH : Integer.parseInt(partitions);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> sent =
        context.broadcast(new SerializableConfiguration(configuration));
    JavaRDD<TableRow> rows =
        context
            .parallelize(places, tasks)
            .flatMap(place -> TableRow.of(place.rows(sent.value().value())));
    String format = line.options().getOrDefault("format", SparkTables.PARQUET);
    new SparkTables(spark).write(rows, format, line.require("out"), "");
  }
}
