// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The path of {@code decode} has nothing that is expensive at the start of a process. */
class StartupTest {
  @TempDir Path folder;

  @Test
  void decodeLoadsNothingThatIsExpensiveAtTheStart() throws Exception {
    Path loaded = folder.resolve("loaded");
    Process decode =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + loaded,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "decode",
                LspCapture.root().resolve("samples/backend-transfer-2q/stream.bin").toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(decode.waitFor()).isZero();
    List<String> classes = Files.readAllLines(loaded);
    assertThat(classes).anyMatch(line -> line.contains("dev.vtrace.decoder.stream.StreamDecoder"));
    assertThat(classes)
        .noneMatch(line -> line.contains("dev.vtrace") && line.contains("$$Lambda"))
        .noneMatch(line -> line.contains("dev.vtrace.decoder.exporter.ExportFormat"))
        .noneMatch(line -> line.contains("java.util.regex.Pattern "))
        .noneMatch(line -> line.contains("java.util.Formatter "));
  }
}
