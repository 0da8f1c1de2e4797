// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.api.Vtrace;
import dev.vtrace.api.VtraceRun;
import dev.vtrace.decoder.Recordings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** The example of the README, run as it stands there. */
class ExampleTest {
  private static final Path SAMPLE = Recordings.root().resolve("samples/backend-transfer-2q");

  @Test
  void listsSkippedOperationsWithReasons() throws IOException {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      SkippedOperations.main(new String[] {SAMPLE.toString()});
    } finally {
      System.setOut(console);
    }
    List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(44);
    assertThat(lines)
        .anyMatch(line -> line.startsWith("src STOP: GET_VRING_BASE q0: backend transfer: "))
        .allMatch(
            line -> line.matches("(src STOP|dst START): \\w+( q[01])?: backend transfer: .+"));
  }

  @Test
  void aCaptureFromBytesGivesEqualAnswers() throws IOException {
    try (VtraceRun folder = Vtrace.open(SAMPLE);
        VtraceRun bytes =
            SkippedOperations.fromZip(folder.name(), new ByteArrayInputStream(zip(SAMPLE)))) {
      assertThat(SkippedOperations.of(bytes)).isEqualTo(SkippedOperations.of(folder));
      assertThat(bytes.ledger()).isEqualTo(folder.ledger());
      assertThat(bytes.findings()).isEqualTo(folder.findings());
      assertThat(bytes.timeline()).isEqualTo(folder.timeline());
      assertThat(bytes.descriptors()).isEqualTo(folder.descriptors()).isNotEmpty();
      assertThat(bytes.streams()).isEqualTo(folder.streams()).isNotEmpty();
      assertThat(bytes.connections()).isEqualTo(folder.connections()).isNotEmpty();
      assertThat(bytes.traces()).isEqualTo(folder.traces()).isNotEmpty();
      assertThat(bytes.qmp()).isEqualTo(folder.qmp()).isNotEmpty();
      assertThat(bytes.files()).isEqualTo(folder.files()).isNotEmpty();
      assertThat(bytes.downtimes()).isEqualTo(folder.downtimes()).isNotEmpty();
    }
  }

  @Test
  void theReadmeHasTheSameCode() throws IOException {
    Path source =
        Recordings.root()
            .resolve("decoder/api/src/test/java/dev/vtrace/example/SkippedOperations.java");
    String code = Files.readString(source);
    String shown = code.substring(code.indexOf("// README begins\n") + 17);
    assertThat(Files.readString(Recordings.root().resolve("README.md"))).contains(shown);
  }

  private static byte[] zip(Path folder) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out);
        DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
        zip.write(Files.readAllBytes(file));
      }
    }
    return out.toByteArray();
  }
}
