// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scenarios of {@code samples/lab}, which look by themselves at what was recorded. */
@Tag("external")
class LabTest {
  @TempDir Path folder;

  @Test
  void allOfThemWithQemu11() throws Exception {
    assertThat(lab(Lab.programs(11)))
        .contains("11 recorded with QEMU 11", " 0 failed")
        .doesNotContain("skipped");
  }

  @Test
  void someWithQemu7() throws Exception {
    assertThat(lab(Lab.programs(7), "blk-4q", "blk-pair", "postcopy", "failing"))
        .contains("4 recorded with QEMU", " 0 failed");
  }

  private String lab(Path programs, String... scenarios) throws Exception {
    Path vtrace =
        Files.writeString(
            folder.resolve("vtrace"),
            "#!/bin/sh\nexec '"
                + Path.of(System.getProperty("java.home"), "bin", "java")
                + "' -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path")
                + "' "
                + Main.class.getName()
                + " \"$@\"\n");
    Files.setPosixFilePermissions(vtrace, PosixFilePermissions.fromString("rwx------"));
    List<String> command =
        new ArrayList<>(List.of(Lab.script("run"), "--qemu", programs.toString()));
    command.addAll(List.of(scenarios));
    ProcessBuilder run = new ProcessBuilder(command).redirectErrorStream(true);
    run.environment().put("VTRACE", vtrace.toString());
    Process process = run.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
