// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A process that a test starts, with what it says in a file. It never outlives the test. */
final class Child implements AutoCloseable {
  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final Path says;

  private Child(Process process, Path says) {
    this.process = process;
    this.says = says;
  }

  /** Starts a program in a folder. */
  static Child start(Path folder, List<String> words) throws IOException {
    Path says = Files.createTempFile(folder, "says", ".txt");
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(says.toFile())
            .start();
    process.getOutputStream().close();
    return new Child(process, says);
  }

  /** Starts {@code vtrace} as a process of its own. */
  static Child vtrace(Path folder, String... arguments) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-XX:TieredStopAtLevel=1");
    words.add("-cp");
    words.add(System.getProperty("java.class.path"));
    words.add(Main.class.getName());
    words.addAll(List.of(arguments));
    return start(folder, words);
  }

  long pid() {
    return process.pid();
  }

  String says() throws IOException {
    return Files.readString(says);
  }

  /** Waits until a file is there. */
  void awaitFile(Path file) throws Exception {
    await(() -> Files.exists(file));
  }

  /** Waits until a condition holds; fails where the process ends before. */
  void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!condition.call()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("it did not happen; the process said: " + says());
      }
      Thread.sleep(10);
    }
  }

  /** Sends SIGTERM, which may be refused. */
  void ask() {
    process.destroy();
  }

  /** Sends SIGTERM and returns the exit status. */
  int terminate() throws Exception {
    process.destroy();
    return status();
  }

  /** Waits for the exit status. */
  int status() throws Exception {
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
    return process.exitValue();
  }

  /** Sends SIGKILL and waits for the end. */
  void kill() throws Exception {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
