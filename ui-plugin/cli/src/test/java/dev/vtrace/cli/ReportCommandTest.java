// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vtrace report} and {@code vtrace open} from the command line. */
class ReportCommandTest {
  @TempDir Path folder;

  private static String sample(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    return at.resolve("samples").resolve(name).toString();
  }

  private String report(String sample, String file, String... more) {
    Path out = folder.resolve(file);
    String[] args = new String[more.length + 4];
    args[0] = "report";
    args[1] = sample(sample);
    args[2] = "-o";
    args[3] = out.toString();
    System.arraycopy(more, 0, args, 4, more.length);
    Run run = Run.vtrace(args);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(file, "replaced: ");
    return out.toString();
  }

  @Test
  void theEndingTellsWhatIsWritten() throws IOException {
    String page = Files.readString(Path.of(report("backend-transfer-2q", "a.html")));
    assertThat(page).startsWith("<!doctype html>").contains("What happened");
    List<String> lines = Files.readAllLines(Path.of(report("backend-transfer-failed", "a.md")));
    assertThat(lines).hasSizeLessThanOrEqualTo(60);
    assertThat(String.join("\n", lines)).contains("VT3401", "dst.stderr:1", "## Environment");
    try (ZipFile zip = new ZipFile(report("backend-transfer-2q", "a.vtrace"))) {
      assertThat(zip.getEntry("report.html")).isNotNull();
      assertThat(zip.getEntry("capture.json")).isNotNull();
      assertThat(zip.getEntry("stream.bin")).isNotNull();
    }
    String odd = report("backend-transfer-2q", "b.txt", "--format", "md");
    assertThat(Files.readString(Path.of(odd))).startsWith("# ");
  }

  @Test
  void aPrivateNameOfTheCaptureIsNoTitle() throws IOException {
    Path secret = Files.createDirectory(folder.resolve("acme-corp-vm4711"));
    for (String name : List.of("src.trace.log.gz", "qmp.jsonl")) {
      Files.copy(Path.of(sample("backend-transfer-2q")).resolve(name), secret.resolve(name));
    }
    Path out = folder.resolve("private.md");
    Run.vtrace("report", secret.toString(), "-o", out.toString());
    assertThat(Files.readAllLines(out).get(0)).isEqualTo("# capture");
    Run.vtrace("report", secret.toString(), "-o", out.toString(), "--keep", "path");
    assertThat(Files.readAllLines(out).get(0)).isEqualTo("# acme-corp-vm4711");
  }

  @Test
  void everyCommandReadsABundle() {
    // A bundle has no files that are not read.
    String bundle = report("backend-transfer-2q", "a.vtrace");
    String capture = sample("backend-transfer-2q");
    for (String command : List.of("skips", "check")) {
      Run before = Run.vtrace(command, "-f", "json", capture);
      Run after = Run.vtrace(command, "-f", "json", bundle);
      assertThat(after.status()).as(command).isEqualTo(before.status());
      assertThat(after.out().replace("a.vtrace", "backend-transfer-2q"))
          .as(command)
          .isEqualTo(before.out().replaceAll("(\"notRead\" : \\[)[^]]*]", "$1 ]"));
    }
    assertThat(Run.vtrace("fds", bundle).out())
        .contains("all evidence agrees")
        .doesNotContain("/dev/shm/transfer");
    assertThat(Run.vtrace("timeline", bundle).out()).contains("hand-over");
    assertThat(Run.vtrace("decode", bundle).out()).contains("handed over by backend transfer");
    assertThat(Run.vtrace("open", "--text", bundle).out()).contains("44 operations skipped");
    // There is no desktop in this environment.
    assertThat(Run.vtrace("open", bundle).out()).contains("44 operations skipped");
  }

  @Test
  void aReportOfAReportSaysTheSame() {
    String bundle = report("backend-transfer-failed", "a.vtrace", "--minimize");
    Path again = folder.resolve("again.md");
    Run run = Run.vtrace("report", bundle, "-o", again.toString());
    assertThat(run.err()).doesNotContain("does not give exactly");
    assertThat(again).content().contains("VT3401");
  }

  @Test
  void wrongUsageIsSaid() {
    String capture = sample("backend-transfer-2q");
    assertThat(Run.vtrace("report", capture).err()).contains("missing --output FILE");
    Run odd = Run.vtrace("report", capture, "-o", "report.doc");
    assertThat(odd.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(odd.err()).contains(".html, .vtrace or .md");
    Run kind = Run.vtrace("report", capture, "-o", "a.md", "--keep", "mac,colour");
    assertThat(kind.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(kind.err()).contains("'colour' is not one of memory");
    assertThat(Path.of("report.doc")).doesNotExist();
  }

  @Test
  void whatIsNoCaptureIsASentence() throws IOException {
    Path bad = folder.resolve("bad.vtrace");
    Files.write(bad, "PK\3\4 and nothing more".getBytes(StandardCharsets.ISO_8859_1));
    Run run = Run.vtrace("report", bad.toString(), "-o", folder.resolve("x.md").toString());
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(run.err()).contains("bad.vtrace", "is cut");
    assertThat(folder.resolve("x.md")).doesNotExist();
  }

  @Test
  void aSingleFileIsACapture() {
    Run run = Run.vtrace("skips", sample("backend-transfer-2q") + "/src.trace.log.gz");
    assertThat(run.out()).contains("skipped");
  }
}
