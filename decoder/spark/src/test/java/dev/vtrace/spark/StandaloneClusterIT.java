// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.fleet.Fleets;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A master and two workers on the loopback, and a job that is given to them as people do it: the
 * jar, by spark-submit. One worker and its executor are killed while the job runs.
 */
class StandaloneClusterIT {
  private static final long PATIENCE_S = 300;
  private static final int CAPTURES = 160;
  private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : started) {
      kill(process);
    }
  }

  private static void kill(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.waitFor();
  }

  /** The folder that a Spark is installed in: its jars, as the build has them. */
  private Path spark() throws IOException {
    Path jars = Files.createDirectories(folder.resolve("spark/jars"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      String name = path.getFileName().toString();
      // What is ours comes in the jar only.
      boolean ours = !name.endsWith(".jar") || name.startsWith("vtrace-") || name.startsWith("xz-");
      if (!ours && !Files.exists(jars.resolve(name))) {
        Files.createSymbolicLink(jars.resolve(name), path);
      }
    }
    return jars.getParent();
  }

  private Process start(Path spark, String log, String... command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx512m", "-cp", spark + "/jars/*"));
    for (String option : System.getProperty("vtrace.spark.options").trim().split("\\s+")) {
      line.add(option);
    }
    line.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(line);
    Map<String, String> environment = builder.environment();
    environment.put("SPARK_HOME", spark.toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("SPARK_WORKER_DIR", folder.resolve("work-" + log).toString());
    environment.remove("JAVA_TOOL_OPTIONS");
    builder.redirectErrorStream(true).redirectOutput(folder.resolve(log + ".log").toFile());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static int port() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(String what, Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as(what + "\n" + logs()).isLessThan(end);
      Thread.sleep(50);
    }
  }

  private String log(String name) throws IOException {
    Path file = folder.resolve(name + ".log");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private String logs() throws IOException {
    StringBuilder out = new StringBuilder();
    for (String name : List.of("master", "worker-0", "worker-1", "submit")) {
      String text = log(name);
      out.append(name).append(": ").append(text, Math.max(0, text.length() - 3000), text.length());
    }
    return out.toString();
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aKilledWorkerChangesNothing() throws IOException, InterruptedException {
    Path jar = Path.of("target/vtrace-spark.jar").toAbsolutePath();
    assertThat(jar).exists();
    Path spark = spark();
    Path fleet = Fleets.good(folder.resolve("fleet"));
    for (int i = 0; i < CAPTURES; i++) {
      Files.copy(fleet.resolve("b/failed.vtrace"), fleet.resolve("b/failed-" + i + ".vtrace"));
    }
    int port = port();
    String url = "spark://127.0.0.1:" + port;
    start(
        spark,
        "master",
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        "" + port,
        "--webui-port",
        "0");
    await("the master listens", () -> listens(port));
    List<Process> workers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      workers.add(
          start(
              spark,
              "worker-" + i,
              "org.apache.spark.deploy.worker.Worker",
              "--host",
              "127.0.0.1",
              "--cores",
              "1",
              "--memory",
              "1g",
              "--webui-port",
              "0",
              url));
    }
    await(
        "both workers are registered",
        () -> log("master").split("Registering worker", -1).length == 3);
    Path out = folder.resolve("out");
    Process submit =
        start(
            spark,
            "submit",
            SUBMIT,
            "--master",
            url,
            "--conf",
            "spark.executor.memory=512m",
            "--conf",
            "spark.driver.host=127.0.0.1",
            "--conf",
            "spark.ui.enabled=false",
            "--class",
            "dev.vtrace.spark.SummarizeJob",
            jar.toString(),
            "--out",
            out.toString(),
            "--format",
            "csv",
            "--partitions",
            "32",
            fleet.toString());
    await("some tasks are done", () -> finished() >= 3);
    int done = finished();
    kill(workers.get(0));
    assertThat(submit.isAlive()).isTrue();
    assertThat(submit.waitFor(PATIENCE_S, TimeUnit.SECONDS)).as(logs()).isTrue();
    assertThat(submit.exitValue()).as(logs()).isZero();
    assertThat(log("submit")).contains("Lost executor");
    System.out.println("a worker was killed after " + done + " of 32 tasks");
    assertThat(LocalTables.written(out)).isEqualTo(LocalTables.of(fleet));
  }

  private int finished() throws IOException {
    return log("submit").split("Finished task ", -1).length - 1;
  }
}
