// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file in a zip archive is read as the file itself, whatever it is called in there. */
class ZippedFileTest {
  private static final byte[] CONTENT = "what was sent".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.endsWith("/") ? new byte[0] : CONTENT);
      }
    }
    return out.toByteArray();
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("file.zip"), content);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int directory(byte[] zip) {
    return little(zip).getInt(zip.length - 22 + 16);
  }

  private static byte[] opened(Path file) throws IOException {
    try (ByteSource source = Inputs.open(file)) {
      byte[] out = new byte[(int) source.size()];
      source.read(0, out, 0, out.length);
      return out;
    }
  }

  private void refused(byte[] bytes, String words) throws IOException {
    Path file = file(bytes);
    assertThatThrownBy(() -> opened(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + ": ")
        .hasMessageContaining(words);
    assertThatThrownBy(() -> Inputs.look(file)).hasMessageContaining(words);
  }

  @Test
  void itsNameMayBeAnything() throws IOException {
    for (String name :
        new String[] {
          "stream.bin", "run 12:30.bin", "a\\b.bin", "../up.bin", "/etc/passwd", "e\u001b[2J.bin"
        }) {
      Path file = file(zip(name));
      assertThat(opened(file)).as(name).isEqualTo(CONTENT);
      try (InputStream in = Inputs.look(file)) {
        assertThat(in.readAllBytes()).as(name).isEqualTo(CONTENT);
      }
    }
  }

  @Test
  void severalFilesAndFoldersAndWhatIsCutAreLeftAsTheyAre() throws IOException {
    byte[] one = zip("a.bin");
    for (byte[] each :
        new byte[][] {
          zip("a.bin", "b.bin"), zip("folder/"), Arrays.copyOf(one, one.length - 3),
        }) {
      assertThat(opened(file(each))).isEqualTo(each);
    }
  }

  @Test
  void whatNobodyCanReadIsRefusedInASentence() throws IOException {
    byte[] encrypted = zip("a.bin");
    encrypted[directory(encrypted) + 8] |= 1;
    refused(encrypted, "is encrypted; unpack it first");
    byte[] link = zip("a.bin");
    link[directory(link) + 5] = 3;
    little(link).putInt(directory(link) + 38, 0xa1ff << 16);
    refused(link, "is a link, not a file");
    byte[] outside = zip("a.bin");
    little(outside).putInt(outside.length - 22 + 16, outside.length);
    refused(outside, "its directory lies outside of the file");
  }

  @Test
  void aFileThatTheDirectoryDoesNotNameIsNotReadInItsPlace() throws IOException {
    byte[] two = zip("a.bin", "b.bin");
    int first = directory(two);
    int second = first + 46 + "a.bin".length();
    // The directory now has the second file only, and the first one lies before it.
    byte[] hidden = new byte[two.length - (second - first)];
    System.arraycopy(two, 0, hidden, 0, first);
    System.arraycopy(two, second, hidden, first, two.length - second);
    int end = hidden.length - 22;
    little(hidden).putShort(end + 8, (short) 1).putShort(end + 10, (short) 1);
    little(hidden).putInt(end + 12, end - first);
    refused(hidden, "can be read in two ways");
    // The directory has both, and says that it has one.
    byte[] more = two.clone();
    little(more).putShort(two.length - 22 + 8, (short) 1).putShort(two.length - 22 + 10, (short) 1);
    refused(more, "can be read in two ways");
  }
}
