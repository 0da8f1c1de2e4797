// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static dev.vtrace.cli.Run.vtrace;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every command that may say that a run was too large for memory takes more of it if it is told to.
 */
class KeptRecordsTest {
  private static final String LEFT_OUT = "VT1028";
  private static final int TIMES = 4;

  @TempDir static Path folder;
  private static Path capture;

  @BeforeAll
  static void make() throws IOException {
    capture = Files.createDirectory(folder.resolve("capture"));
    Path sample = LspCapture.root().resolve("samples/backend-transfer-2q/src.trace.log.gz");
    try (OutputStream out = Files.newOutputStream(capture.resolve("src.trace.log"))) {
      for (int i = 0; i < TIMES; i++) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(sample))) {
          in.transferTo(out);
        }
      }
    }
  }

  @Test
  void everyCommandThatReadsARunHasTheOption() {
    List<String> without = new ArrayList<>();
    for (Command command : Commands.all()) {
      boolean reads = command.options().hasOption("source");
      if (reads && !command.options().hasOption("keep-records")) {
        without.add(command.name());
      }
    }
    // What it proxies, records or replays is no run that was read; fleets have rows.
    without.removeAll(List.of("record", "proxy", "replay"));
    assertThat(without).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check",
        "check -f sarif",
        "why -v",
        "skips -f json",
        "export --to sarif -o -",
        "export --no-redact --to sarif -o -"
      })
  void moreIsKeptIfThatIsWanted(String command) {
    assertThat(out(command, "1000")).contains(LEFT_OUT);
    assertThat(out(command, "1000000")).doesNotContain(LEFT_OUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"check --each", "timeline -f json", "open --text", "report -f md -o -"})
  void moreIsShownIfThatIsWanted(String command) {
    assertThat(out(command, "1000")).isNotEqualTo(out(command, "1000000"));
  }

  @Test
  void runsAreComparedByAsMuchOfThem() {
    String other = LspCapture.root().resolve("samples/ordinary-2q").toString();
    String few =
        vtrace("diff", "-f", "json", "--keep-records", "1000", capture.toString(), other).out();
    assertThat(few).contains(LEFT_OUT);
    String all =
        vtrace("diff", "-f", "json", "--keep-records", "1000000", capture.toString(), other).out();
    assertThat(all).isNotEmpty().doesNotContain(LEFT_OUT);
  }

  private static String out(String command, String records) {
    List<String> line = new ArrayList<>(List.of(command.split(" ")));
    line.addAll(List.of("--keep-records", records, capture.toString()));
    Run run = vtrace(line.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isNotEqualTo(ExitStatus.NOT_DONE);
    return run.out();
  }
}
