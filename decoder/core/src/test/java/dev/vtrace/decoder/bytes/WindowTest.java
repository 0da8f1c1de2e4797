// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowTest {
  @TempDir Path directory;

  @Test
  void showsEachPartOfTheFileInTurn() throws IOException {
    byte[] content = new byte[100_000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i / 7);
    }
    Path file = Files.write(directory.resolve("file"), content);
    try (FileChannel channel = FileChannel.open(file);
        MappedWindow window = new MappedWindow(channel, 8192)) {
      for (int at = 0; at < content.length; at += 5000) {
        ByteBuffer bytes = window.at(at);
        assertThat(bytes.capacity()).isEqualTo(Math.min(8192, content.length - at));
        assertThat(bytes.get(0)).isEqualTo(content[at]);
      }
      assertThat(window.at(content.length).capacity()).isZero();
      assertThat(window.at(content.length + 10).capacity()).isZero();
    }
  }
}
