// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static dev.vtrace.cli.Run.vtrace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.bytes.Opened;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often each command reads a file of a capture. */
class PassesTest {
  private static final Path SAMPLES =
      Path.of("").toAbsolutePath().resolve("../../samples").normalize();

  @TempDir Path folder;

  private static Map<String, Integer> passes(Path capture, String... command) {
    Map<String, Integer> out = new TreeMap<>();
    try (Opened opened = new Opened(capture)) {
      vtrace(command);
      for (Path file : opened.files()) {
        out.merge(file.getFileName().toString(), 1, Integer::sum);
      }
    }
    return out;
  }

  private static Map<String, Integer> onceEach(Path capture) throws IOException {
    Map<String, Integer> out = new TreeMap<>();
    for (Input input : CaptureFolder.open(capture).inputs()) {
      if (input.role() != InputRole.OTHER) {
        out.put(input.name(), 1);
      }
    }
    return out;
  }

  @Test
  void ledgerRulesDescriptorsAndTimelineReadEachFileOnce() throws IOException {
    for (String sample :
        List.of("backend-transfer-2q", "backend-transfer-failed", "ordinary-2q", "two-devices")) {
      Path capture = SAMPLES.resolve(sample);
      String name = capture.toString();
      Map<String, String[]> commands = new LinkedHashMap<>();
      for (String command : List.of("check", "skips", "timeline", "fds")) {
        commands.put(command, new String[] {command, "-f", "json", name});
      }
      String bundle = folder.resolve(sample + ".vtrace").toString();
      commands.put("report", new String[] {"report", name, "-o", bundle});
      List<String> rows = new ArrayList<>();
      commands.forEach(
          (command, line) -> {
            Map<String, Integer> found = passes(capture, line);
            rows.add(String.format("%-24s %-9s %s", sample, command, found));
            assertThat(found).as(command).isNotEmpty();
          });
      rows.forEach(System.out::println);
      for (String command : List.of("check", "skips", "timeline", "fds")) {
        assertThat(passes(capture, commands.get(command)))
            .as(sample + " " + command)
            .isEqualTo(onceEach(capture));
      }
    }
  }
}
