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

/** {@code vtrace export} from the command line. */
class ExportCommandTest {
  @TempDir Path folder;

  private static String sample(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    return at.resolve("samples").resolve(name).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "perfetto, stop (switchover)",
    "chrome, traceEvents",
    "pcapng, verdict executed",
    "sarif, 2.1.0",
    "junit, testsuite",
    "csv, skipped",
    "csv-messages, SET_VRING_KICK",
    "csv-downtime, drain",
    "mermaid, sequenceDiagram",
    "md, 44 operations skipped",
    "otlp, resourceSpans",
    "otlp-traces, vtrace.verdict",
    "otlp-metrics, vtrace.migration.downtime"
  })
  void eachFormatIsWrittenToAFileAndToStandardOutput(String format, String holds)
      throws IOException {
    Path file = folder.resolve("run");
    String capture = sample("backend-transfer-2q");
    Run run = Run.vtrace("export", capture, "--to", format, "-o", file.toString());
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).isEmpty();
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains(holds);
    Run out = Run.vtrace("export", capture, "--to", format, "-o", "-");
    assertThat(out.status()).isEqualTo(ExitStatus.OK);
    assertThat(out.out()).contains(holds);
  }

  @Test
  void theDissectorNeedsNoInput() {
    Run run = Run.vtrace("export", "--to", "wireshark-dissector", "-o", "-");
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).contains("vhost_user.vring.index");
    Run with =
        Run.vtrace("export", sample("ordinary-2q"), "--to", "wireshark-dissector", "-o", "-");
    assertThat(with.status()).isEqualTo(ExitStatus.WRONG_USAGE);
  }

  @Test
  void partsAreChosenByWhatTheLedgerCallsThem() {
    String capture = sample("backend-transfer-2q");
    Run run = Run.vtrace("export", capture, "--to", "csv", "--window", "w4", "-o", "-");
    assertThat(run.out().lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("w4,"));
    Run wrong = Run.vtrace("export", capture, "--to", "csv", "--window", "x", "-o", "-");
    assertThat(wrong.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(wrong.err()).contains("no window 'x'; there is w1");
    Run device = Run.vtrace("export", capture, "--to", "csv", "--device", "x", "-o", "-");
    assertThat(device.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(device.err()).contains("no device 'x'");
  }

  @Test
  void whatIsMissingIsSaid() {
    String capture = sample("backend-transfer-2q");
    assertThat(Run.vtrace("export", capture, "-o", "-").err()).contains("missing --to");
    assertThat(Run.vtrace("export", capture, "--to", "csv").err()).contains("missing --output");
    assertThat(Run.vtrace("export", capture, "--to", "csv", "-o", "-", "--redact", "--no-redact"))
        .extracting(Run::status)
        .isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(Run.vtrace("export", capture, "--to", "word", "-o", "-").status())
        .isEqualTo(ExitStatus.WRONG_USAGE);
  }

  @Test
  void whatCannotBeExportedLeavesNoFile() {
    Path file = folder.resolve("none");
    String log = sample("backend-transfer-2q") + "/src.trace.log.gz";
    Run run = Run.vtrace("export", "--source", log, "--to", "pcapng", "-o", file.toString());
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(run.err())
        .contains("neither a vhost-user message nor a migration stream was recorded");
    assertThat(file).doesNotExist();
  }
}
