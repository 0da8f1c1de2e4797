// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs of good runs, each in wrappers of loggers: nothing is found that was not there. */
class WrappedRunsTest {
  private static final Map<String, UnaryOperator<String>> WRAPPERS =
      Map.of(
          "syslog", line -> "Jan 05 10:00:33 host1 QEMU[2538388]: " + line,
          "containerd", line -> "2026-01-05T10:00:00.123456789Z stderr F " + line,
          "virt-launcher",
              line ->
                  "{\"component\":\"virt-launcher\",\"level\":\"info\",\"msg\":\""
                      + line.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t")
                      + "\"}");

  private static final String RUNS = "(v4names-|plain-10.2.2-)?(normal|transfer).*";

  @TempDir Path folder;

  private static List<Path> goodRuns() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("mvnw"))) {
      root = root.getParent();
    }
    Path captures = root.resolveSibling("shared").resolve("captures");
    if (!Files.isDirectory(captures)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(captures)) {
      return list.filter(run -> run.getFileName().toString().matches(RUNS))
          .filter(run -> Files.exists(log(run, "src")) && Files.exists(log(run, "dst")))
          .sorted()
          .toList();
    }
  }

  private static Path log(Path run, String side) {
    Path packed = run.resolve(side + ".trace.log.gz");
    return Files.exists(packed) ? packed : run.resolve(side + ".trace.log");
  }

  private String wrapped(Path log, String name, UnaryOperator<String> wrapper) throws IOException {
    Path out = folder.resolve(name);
    try (InputStream file = Files.newInputStream(log);
        InputStream in = log.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        PrintWriter to = new PrintWriter(Files.newBufferedWriter(out))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        to.print(wrapper.apply(line));
        to.print('\n');
      }
    }
    return out.toString();
  }

  private static List<String> codes(String source, String destination) {
    Run run = Run.vtrace("check", "--source", source, "--destination", destination);
    List<String> out = new ArrayList<>();
    run.out().lines().filter(line -> line.matches("(error|warning) .*")).forEach(out::add);
    return out;
  }

  @Test
  void theSameIsFoundWithAndWithoutWrapper() throws IOException {
    int runs = 0;
    for (Path run : goodRuns()) {
      List<String> plain = codes(log(run, "src").toString(), log(run, "dst").toString());
      if (run.getFileName().toString().contains("normal")) {
        assertThat(plain).as(run.toString()).noneMatch(line -> line.startsWith("error"));
      }
      for (Map.Entry<String, UnaryOperator<String>> wrapper : WRAPPERS.entrySet()) {
        String source = wrapped(log(run, "src"), "src.log", wrapper.getValue());
        String destination = wrapped(log(run, "dst"), "dst.log", wrapper.getValue());
        assertThat(codes(source, destination)).as(run + " " + wrapper.getKey()).isEqualTo(plain);
        runs++;
      }
    }
    System.out.println("good runs in wrappers: " + runs);
  }
}
