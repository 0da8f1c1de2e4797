// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  @TempDir Path folder;

  private static final OutputFile.FileContent FAILING =
      out -> {
        out.write(new byte[100_000]);
        throw new IOException("no room");
      };

  private long files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    }
  }

  @Test
  void whatCannotBeWrittenToItsEndLeavesNothing() throws IOException {
    Path file = folder.resolve("run.png");
    assertThatThrownBy(() -> OutputFile.write(file, FAILING)).hasMessage("no room");
    assertThat(files()).isZero();
  }

  @Test
  void theFileThatWasThereStaysUntilThereIsAnotherOne() throws IOException {
    Path file = Files.writeString(folder.resolve("run.png"), "before");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> OutputFile.write(file, FAILING)).hasMessage("no room");
    assertThat(file).hasContent("before");
    OutputFile.write(file, out -> out.write('x'));
    assertThat(file).hasContent("x");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.writeString(folder.resolve("run.png"), "before");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    OutputFile.write(link, out -> out.write('x'));
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("x");
  }

  @Test
  void aDirectoryIsNoFile() throws IOException {
    assertThatThrownBy(() -> OutputFile.write(folder, out -> out.write('x')))
        .isInstanceOf(IOException.class);
    assertThat(files()).isZero();
  }
}
