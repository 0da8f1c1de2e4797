// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vtrace check} and the pages of rules from the command line. */
class CheckCommandTest {
  private static final String TIME = "2026-11-23T08:00:00.000000Z ";

  @TempDir Path folder;

  private String log(String... lines) throws IOException {
    Path file = folder.resolve("dst.log");
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(TIME).append(line).append('\n');
    }
    Files.writeString(file, text);
    return file.toString();
  }

  @Test
  void anErrorIsStatus1() throws IOException {
    String log =
        log(
            "vm_state_notify running 0 reason 7 (finish-migrate)",
            "qemu-system-x86_64: 2 != 1",
            "qemu-system-x86_64: Failed to load element of type uint32 equal for nvqs: -22");
    Run run = Run.vtrace("check", "--destination", log);
    assertThat(run.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(run.out())
        .startsWith("error      the course of a migration is not in evidence\ncause      VT3401")
        .contains("\n\nerror VT3401  both sides need as many queues")
        .contains(log + ":2")
        .contains("vtrace help VT3401");
    assertThat(Run.vtrace("check", "-f", "json", "--destination", log).out())
        .contains("\"format\" : \"vtrace-check/1\"");
    assertThat(Run.vtrace("check", "--format", "sarif", "--destination", log).out())
        .contains("\"version\" : \"2.1.0\"");
  }

  @Test
  void nothingWrongIsStatus0() throws IOException {
    Run run = Run.vtrace("check", "--source", log("vm_state_notify running 1 reason 9 (running)"));
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).startsWith("unknown whether anything is wrong: nothing was found");
    assertThat(
            Run.vtrace("why", "--source", log("vm_state_notify running 1 reason 9 (running)"))
                .out())
        .startsWith("unknown ");
    String whole =
        log(
            "migrate_set_state new state setup",
            "migration_set_outgoing_channel ioc=0x1 ioctype=qio-channel-socket",
            "migrate_set_state new state active",
            "migrate_set_state new state completed");
    assertThat(Run.vtrace("why", "--source", whole).out()).startsWith("completed ");
    assertThat(Run.vtrace("check", "--source", whole).out()).contains("nothing is wrong");
  }

  @Test
  void aFileOfWhichNothingIsUnderstoodIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("passwd.txt"), "root:x:0:0:root:/root:/bin/sh\n");
    Run run = Run.vtrace("check", "--source", text.toString());
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(run.err()).contains("passwd.txt: none of its lines is from QEMU");
    String log = log("vm_state_notify running 1 reason 9 (running)");
    Run both = Run.vtrace("check", "--source", text.toString(), "--destination", log);
    assertThat(both.status()).isEqualTo(ExitStatus.OK);
    assertThat(both.out())
        .contains("looked at 2 files: 2 records, 1 of them understood")
        .contains("understood: " + text);
    assertThat(Run.vtrace("check", "-f", "json", "--destination", log).out())
        .contains("\"understood\" : 1");
  }

  @Test
  void aWarningIsStatus0() throws IOException {
    String log = log("qemu-system-x86_64: Sibling indicated error 1");
    Run run = Run.vtrace("check", "--source", log);
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).contains("\n\nwarning VT3612");
    assertThat(Run.vtrace("check", "--level", "error", "--source", log).out())
        .contains("--level info shows 1 more");
  }

  @Test
  void eachRuleHasAPage() {
    Run run = Run.vtrace("help", "VT3114");
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).startsWith("# VT3114: ").contains("## Fails").contains("## Passes");
    assertThat(Run.vtrace("check", "--explain", "vt3114").out()).isEqualTo(run.out());
    Run none = Run.vtrace("help", "VT9999");
    assertThat(none.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(none.err()).contains("there is no rule 'VT9999'");
    assertThat(Run.vtrace("check").status()).isEqualTo(ExitStatus.WRONG_USAGE);
  }

  @Test
  void everyCodeIsListedAndHasAPage() {
    Run run = Run.vtrace("check", "--list");
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    for (Code code : Code.values()) {
      assertThat(run.out()).containsPattern(code.code() + "  [a-z]+ +[^ ]");
      assertThat(Run.vtrace("help", code.code()).out())
          .startsWith("# " + code.code() + ": ")
          .contains("## What it means");
    }
  }

  @Test
  void ignoredCodesAreLeftOut() throws IOException {
    String log = log("qemu-system-x86_64: Sibling indicated error 1");
    assertThat(Run.vtrace("check", "--ignore", "VT3612", "--source", log).out())
        .contains("nothing else was found", "1 finding ignored")
        .doesNotContain("nothing is wrong");
    assertThat(Run.vtrace("check", "-f", "json", "--ignore", "VT3612", "--source", log).out())
        .containsPattern("\"ignored\" ?: ?1")
        .doesNotContain("VT3612");
    assertThat(Run.vtrace("check", "--ignore", "VT9999", "--source", log).status())
        .isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(Run.vtrace("check", "--fail-on", "warning", "--source", log).status())
        .isEqualTo(ExitStatus.FOUND_WRONG);
    Files.writeString(folder.resolve(".vtrace.json"), "{\"ignore\": [\"VT3612\"]}");
    Run run = Run.vtrace("check", log);
    assertThat(run.out()).contains("1 finding ignored").doesNotContain("error VT3612");
    assertThat(run.err()).contains("ignored, by ", ".vtrace.json: VT3612");
    Files.writeString(folder.resolve(".vtrace.json"), "{\"ignored\": 1}");
    assertThat(Run.vtrace("check", log).err()).contains(".vtrace.json: should be like");
  }

  /** A list that came with somebody's capture hides nothing of what became of the migration. */
  @Test
  void theAnswerIsThatOfWhyWhateverIsIgnored() throws IOException {
    Path capture = Files.createDirectory(folder.resolve("capture"));
    Path sample = LspCapture.root().resolve("samples/backend-transfer-failed");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(sample)) {
      for (Path file : files) {
        Files.copy(file, capture.resolve(file.getFileName()));
      }
    }
    String all = "\"VT3401\", \"VT3606\", \"VT3309\", \"VT3205\"";
    Files.writeString(capture.resolve(".vtrace.json"), "{\"ignore\": [" + all + "]}");
    Run run = Run.vtrace("check", capture.toString());
    assertThat(run.out()).startsWith(Run.vtrace("why", capture.toString()).out());
    assertThat(run.out()).contains("error VT0102", "; 4 findings ignored");
    assertThat(run.status()).isEqualTo(ExitStatus.FOUND_WRONG);
  }

  @Test
  void eachInputGetsALine() throws IOException {
    Path samples = LspCapture.root().resolve("samples");
    String good = samples.resolve("backend-transfer-2q").toString();
    String bad = samples.resolve("backend-transfer-failed").toString();
    Run text = Run.vtrace("check", "--each", good, bad);
    assertThat(text.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(text.out().lines().toList())
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo("ok     " + good + "  completed"),
            two -> assertThat(two).startsWith("failed " + bad + "  failed  VT3401  both sides"));
    assertThat(Run.vtrace("check", "--each", "-f", "json", good, bad).out().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"format\":\"vtrace-why/1\"") && line.endsWith("}"));
    assertThat(Run.vtrace("check", "--each", "-f", "junit", good, bad).out())
        .contains("tests=\"2\" failures=\"1\" errors=\"0\"", "<failure type=\"VT3401\"");
    Run gone = Run.vtrace("check", "--each", good, "/nonexistent");
    assertThat(gone.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(gone.err()).contains("/nonexistent: no such file");
  }
}
