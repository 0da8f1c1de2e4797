// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code vtrace timeline} from the command line. */
class TimelineCommandTest {
  @TempDir Path folder;

  private static String sample(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    return at.resolve("samples").resolve(name).toString();
  }

  @Test
  void textIsTheDefault() {
    Run run = Run.vtrace("timeline", sample("backend-transfer-2q"));
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).contains("44 operations skipped", "queue 1", "# transferred");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(run.err().lines()).allMatch(line -> line.startsWith("not read: "));
  }

  @ParameterizedTest
  @CsvSource({
    "run.json, vtrace-timeline/1",
    "run.svg, <svg",
    "run.PNG, PNG",
    "run.html, <!doctype html>",
    "run.txt, queue 0"
  })
  void theEndingTellsTheFormat(String name, String holds) throws IOException {
    Path file = folder.resolve(name);
    Run run = Run.vtrace("timeline", "-o", file.toString(), sample("ordinary-2q"));
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).isEmpty();
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains(holds);
  }

  @Test
  void theOptionIsStrongerThanTheEnding() throws IOException {
    String file = folder.resolve("run.txt").toString();
    Run.vtrace("timeline", "-f", "svg", "-o", file, sample("ordinary-2q"));
    assertThat(Files.readString(Path.of(file))).contains("</svg>");
    Run run = Run.vtrace("timeline", "--format", "json", sample("ordinary-2q"));
    assertThat(run.out()).contains("\"clock\" : \"time\"");
  }

  @Test
  void whatCannotBeDoneIsStatus3() {
    assertThat(Run.vtrace("timeline", folder + "/none").status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(Run.vtrace("timeline", folder.toString()).status()).isEqualTo(ExitStatus.NOT_DONE);
    String nowhere = folder + "/no/run.svg";
    assertThat(Run.vtrace("timeline", "-o", nowhere, sample("ordinary-2q")).err())
        .contains("no such file");
    assertThat(Run.vtrace("timeline").status()).isEqualTo(ExitStatus.WRONG_USAGE);
  }
}
