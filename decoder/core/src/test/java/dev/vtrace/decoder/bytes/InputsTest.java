// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class InputsTest {
  /** More than is kept in memory. */
  private static final int LARGE = 5 << 20;

  @TempDir Path folder;

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  private static byte[] all(ByteSource source) throws IOException {
    byte[] content = new byte[(int) source.size()];
    assertThat(source.read(0, content, 0, content.length)).isEqualTo(content.length);
    return content;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] xz(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream xz = new XZOutputStream(out, new LZMA2Options(0))) {
      xz.write(content);
    }
    return out.toByteArray();
  }

  private ByteSource open(byte[] content) throws IOException {
    Path file = folder.resolve("file");
    Files.write(file, content);
    return Inputs.open(file);
  }

  @Test
  void readsThroughGzipAndXzWhateverTheName() throws IOException {
    for (int length : new int[] {0, 1, 70_000, LARGE}) {
      byte[] content = random(length);
      for (byte[] stored : new byte[][] {content, gzip(content), xz(content)}) {
        try (ByteSource file = open(stored);
            ByteSource pipe = Inputs.read("-", new ByteArrayInputStream(stored))) {
          assertThat(all(file)).isEqualTo(content);
          assertThat(all(pipe)).isEqualTo(content);
        }
      }
    }
  }

  @Test
  void aTemporaryFileIsGoneAfterwards() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (ByteSource source = open(gzip(random(LARGE)))) {
      assertThat(source.size()).isEqualTo(LARGE);
    }
    try (var files = Files.newDirectoryStream(temporary, "vtrace-*.tmp")) {
      for (Path file : files) {
        assertThat(Files.size(file)).as("a file left behind: %s", file).isNotEqualTo(LARGE);
      }
    }
  }

  @Test
  void compressedDataThatIsCutEndsThere() throws IOException {
    byte[] content = random(100_000);
    for (byte[] whole : new byte[][] {gzip(content), xz(content)}) {
      byte[] cut = Arrays.copyOf(whole, whole.length / 2);
      try (ByteSource source = open(cut)) {
        byte[] read = all(source);
        assertThat(read).isEqualTo(Arrays.copyOf(content, read.length));
        assertThat(read.length).isLessThan(content.length);
      }
    }
  }

  @Test
  void saysWhyAnInputCannotBeOpened() {
    assertThatThrownBy(() -> Inputs.open(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Inputs.open(folder))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("is a directory");
  }
}
