// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vtrace diff} and {@code vtrace decode --schema} from the command line. */
class DiffCommandTest {
  private static final String DEVICES =
      "\"devices\": [{\"name\": \"timer\", \"instance_id\": 0, \"vmsd_name\": \"t\", \"version\":"
          + " 1, \"fields\": [{\"name\": \"ticks\", \"type\": \"uint8\", \"size\": 1}]}]}";

  @TempDir Path folder;
  private String a;
  private String b;
  private String bare;
  private String description;

  @BeforeEach
  void write() throws IOException {
    a = file("a.bin", stream(1, true));
    b = file("b.bin", stream(2, true));
    bare = file("bare.bin", stream(1, false));
    description = file("d.json", "{" + DEVICES);
  }

  private String file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    return file.toString();
  }

  private static String stream(int ticks, boolean described) {
    String json = "{\"page_size\": 4096, " + DEVICES;
    String text = "QEVM\0\0\0\3\4\0\0\0\1\5timer\0\0\0\0\0\0\0\1" + (char) ticks + "~\0\0\0\1\0";
    return described
        ? text + "\6\0\0" + (char) (json.length() >> 8) + (char) (json.length() & 255) + json
        : text;
  }

  @Test
  void equalStreamsAreStatus0() {
    Run run = Run.vtrace("diff", a, a);
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out()).contains("no differences");
  }

  @Test
  void aDifferenceIsStatus1() {
    Run run = Run.vtrace("diff", a, b);
    assertThat(run.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(run.out()).contains("~ timer/ticks", "1 -> 2", "1 difference");
    assertThat(Run.vtrace("diff", "-f", "json", a, b).out()).contains("vtrace-diff/1");
  }

  @Test
  void ignoredDifferencesAreStatus0() {
    assertThat(Run.vtrace("diff", "--ignore", "x", "--ignore", "*/tick?", a, b).status())
        .isEqualTo(ExitStatus.OK);
    assertThat(Run.vtrace("diff", "--ignore-volatile", a, b).out())
        .contains("no differences", "1 ignored");
    assertThat(Run.vtrace("diff", "--ignore", "tick", a, b).status())
        .isEqualTo(ExitStatus.FOUND_WRONG);
  }

  @Test
  void whatIsNoStreamIsStatus3() {
    Run run = Run.vtrace("diff", a, description);
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(run.err()).contains("d.json", "not a migration stream");
    assertThat(Run.vtrace("diff", a, a + "x").status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(Run.vtrace("diff", "-", "-").status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(Run.vtrace("diff", "--layout", a, bare).err()).contains("without description");
  }

  @Test
  void layoutsOfStreamsAndDescriptionsCompare() throws IOException {
    assertThat(Run.vtrace("diff", "--layout", a, description).status()).isEqualTo(ExitStatus.OK);
    String wider = "{" + DEVICES.replace("\"uint8\", \"size\": 1", "\"uint16\", \"size\": 2");
    Run run = Run.vtrace("diff", "--layout", a, file("w.json", wider));
    assertThat(run.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(run.out()).contains("VT0223  timer/ticks", "breaks both directions");
    assertThat(
            Run.vtrace("diff", "--layout", "--ignore", "timer/*", a, file("w.json", wider))
                .status())
        .isEqualTo(ExitStatus.OK);
    assertThat(Run.vtrace("diff", "--layout", "-f", "json", a, file("w.json", wider)).out())
        .contains("vtrace-layout-diff/1");
  }

  @Test
  void decodeTakesASchema() {
    assertThat(Run.vtrace("decode", "--section", "*", bare).out()).doesNotContain("ticks");
    for (String schema : new String[] {a, description}) {
      Run run = Run.vtrace("decode", "--section", "*", "--schema", schema, bare);
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
      assertThat(run.out()).contains("ticks", "0 opaque");
    }
    assertThat(Run.vtrace("decode", "--schema", bare, bare).status())
        .isEqualTo(ExitStatus.NOT_DONE);
  }

  @Test
  void twoCapturesAreComparedAsRuns() {
    String normal = sample("ordinary-2q");
    String transfer = sample("backend-transfer-2q");
    Run run = Run.vtrace("diff", normal, transfer);
    assertThat(run.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    assertThat(run.out()).contains("executed -> skipped (30)", "GET_VRING_BASE q0 q1");
    Run json = Run.vtrace("diff", "--format", "json", normal, transfer);
    assertThat(json.out()).contains("vtrace-capture-diff/1");
    assertThat(json.status()).isEqualTo(ExitStatus.FOUND_WRONG);
    Run same = Run.vtrace("diff", transfer, transfer);
    assertThat(same.status()).isEqualTo(ExitStatus.OK);
    assertThat(same.out()).contains("no differences");
  }

  @Test
  void aCaptureAndAStreamCannotBeCompared() {
    Run run = Run.vtrace("diff", sample("ordinary-2q"), a);
    assertThat(run.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(run.err()).contains("must both be captures");
    Run layout =
        Run.vtrace("diff", "--layout", sample("ordinary-2q"), sample("backend-transfer-2q"));
    assertThat(layout.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(layout.err()).contains("--layout is for streams");
  }

  @Test
  void anEmptyFolderIsNoCapture() throws IOException {
    String empty = Files.createDirectory(folder.resolve("empty")).toString();
    Run run = Run.vtrace("diff", empty, empty);
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(run.err()).contains("nothing about a migration");
  }

  private static String sample(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("mvnw"))) {
      at = at.getParent();
    }
    return at.resolve("samples").resolve(name).toString();
  }
}
