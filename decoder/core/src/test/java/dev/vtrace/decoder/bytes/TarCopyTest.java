// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarCopyTest {
  private static final byte[] TEXT = "a line\n".repeat(2000).getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private TarArchiveOutputStream tar() {
    TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8");
    out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    return out;
  }

  private static void file(TarArchiveOutputStream out, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
  }

  private Map<String, Integer> copied(byte[] tar) throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (UnpackBudget.Share share = new UnpackBudget(1 << 20).share("x.tar", folder)) {
      new TarCopy("x.tar", tar.length, share).copy(new ByteArrayInputStream(tar), zip);
    }
    Map<String, Integer> out = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.toByteArray()))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.put(entry.getName(), in.readAllBytes().length);
      }
    }
    return out;
  }

  @Test
  void copiesFilesWithLongAndForeignNames() throws IOException {
    String deep = "folder/".repeat(20) + "\u00fc.log";
    try (TarArchiveOutputStream out = tar()) {
      out.putArchiveEntry(new TarArchiveEntry("./cap/"));
      out.closeArchiveEntry();
      file(out, "./cap/src.log", TEXT);
      file(out, deep, new byte[0]);
    }
    assertThat(PackedForm.isTar(bytes.toByteArray(), bytes.size())).isTrue();
    assertThat(copied(bytes.toByteArray()))
        .containsExactly(Map.entry("cap/src.log", TEXT.length), Map.entry(deep, 0));
  }

  @Test
  void linksAreRefused() throws IOException {
    try (TarArchiveOutputStream out = tar()) {
      TarArchiveEntry link = new TarArchiveEntry("src.log", TarConstants.LF_SYMLINK);
      link.setLinkName("/etc/shadow");
      out.putArchiveEntry(link);
      out.closeArchiveEntry();
    }
    assertThatThrownBy(() -> copied(bytes.toByteArray()))
        .hasMessage("x.tar: is refused: 'src.log' in it is a link or a device, not a file");
  }

  @Test
  void aFileThatIsThereTwiceIsRefused() throws IOException {
    try (TarArchiveOutputStream out = tar()) {
      file(out, "src.log", TEXT);
      file(out, "./src.log", TEXT);
    }
    assertThatThrownBy(() -> copied(bytes.toByteArray()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds a file twice");
  }

  @Test
  void whatSaysThatItIsTooLargeIsRefusedBeforeItIsWritten() throws IOException {
    TarArchiveOutputStream out = tar();
    TarArchiveEntry entry = new TarArchiveEntry("stream.bin");
    entry.setSize(1L << 40);
    out.putArchiveEntry(entry);
    out.flush();
    assertThatThrownBy(() -> copied(bytes.toByteArray()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is refused: it unpacks to more than");
  }

  @Test
  void aCutArchiveSaysWhere() throws IOException {
    try (TarArchiveOutputStream out = tar()) {
      file(out, "src.log", TEXT);
    }
    byte[] cut = Arrays.copyOf(bytes.toByteArray(), 4000);
    assertThatThrownBy(() -> copied(cut))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("x.tar: is cut or damaged in 'src.log'");
  }

  @Test
  void bzip2AndLz4AreUnpackedAndEndWhereTheyAreCut() throws IOException {
    ByteArrayOutputStream bzip2 = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(bzip2)) {
      out.write(TEXT);
    }
    ByteArrayOutputStream lz4 = new ByteArrayOutputStream();
    try (FramedLZ4CompressorOutputStream out = new FramedLZ4CompressorOutputStream(lz4)) {
      out.write(TEXT);
    }
    for (byte[] packed : new byte[][] {bzip2.toByteArray(), lz4.toByteArray()}) {
      assertThat(unpacked(packed)).isEqualTo(TEXT);
      for (int length = 12; length < packed.length; length += 7) {
        byte[] part = unpacked(Arrays.copyOf(packed, length));
        assertThat(part).isEqualTo(Arrays.copyOf(TEXT, part.length));
      }
    }
  }

  @Test
  void damageOfBzip2IsSaid() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(packed)) {
      out.write(TEXT);
    }
    byte[] damaged = packed.toByteArray();
    damaged[12] ^= 0x55;
    assertThatThrownBy(() -> unpacked(damaged))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its bzip2 data are damaged");
  }

  private static byte[] unpacked(byte[] packed) throws IOException {
    InputStream in = new ByteArrayInputStream(packed);
    try (ByteSource source = Inputs.read("x", in)) {
      byte[] out = new byte[(int) source.size()];
      source.read(0, out, 0, out.length);
      return out;
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("is cut in the header")) {
        return new byte[0];
      }
      throw e;
    }
  }
}
