// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.decoder.bytes.HeapSource;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.stream.PageKind;
import dev.vtrace.decoder.stream.RamBlock;
import dev.vtrace.decoder.stream.RamPage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RamImagesTest {
  @TempDir Path directory;

  private static final byte[] CONTENT = new byte[4096];

  static {
    Arrays.fill(CONTENT, (byte) 0x77);
  }

  private static RamPage page(PageKind kind, long address, int length) {
    return new RamPage(kind, "mem", address, 4096, 0, length);
  }

  private static HeapSource source(byte[] bytes) {
    return new HeapSource("pages", bytes);
  }

  private byte[] image() throws IOException {
    return Files.readAllBytes(directory.resolve("mem.ram"));
  }

  @Test
  void pagesOfAllKindsReplaceEachOther() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(CONTENT);
    }
    byte[] zlib = packed.toByteArray();
    byte[] changes = {3, 1, 9};
    try (RamImages images = new RamImages(directory)) {
      images.block(new RamBlock("mem", 5 * 4096, 0, -1));
      assertThat(images.page(source(CONTENT), page(PageKind.PAGE, 0, 4096))).isNull();
      assertThat(images.page(source(CONTENT), page(PageKind.MAPPED, 4096, 4096))).isNull();
      assertThat(images.page(source(new byte[1]), page(PageKind.ZERO, 4096, 1))).isNull();
      assertThat(images.page(source(zlib), page(PageKind.COMPRESS_PAGE, 8192, zlib.length)))
          .isNull();
      assertThat(images.page(source(changes), page(PageKind.XBZRLE, 8192, 3))).isNull();
      assertThat(images.page(source(changes), page(PageKind.XBZRLE, 12288, 3))).isNull();
      assertThat(images.images().get(0).pages()).isEqualTo(5);
    }
    byte[] expected = new byte[5 * 4096];
    System.arraycopy(CONTENT, 0, expected, 0, 4096);
    System.arraycopy(CONTENT, 0, expected, 8192, 4096);
    expected[8195] = 9;
    expected[12291] = 9;
    assertThat(image()).isEqualTo(expected);
  }

  @Test
  void whatDoesNotFitIsAFindingAndNotWritten() throws IOException {
    try (RamImages images = new RamImages(directory)) {
      images.block(new RamBlock("mem", 8192, 0, -1));
      for (long address : new long[] {8192, 4097, -4096, Long.MAX_VALUE}) {
        assertThat(images.page(source(CONTENT), page(PageKind.PAGE, address, 4096)).code())
            .isEqualTo(Code.PAGE_UNDECODABLE);
      }
      assertThat(images.page(source(CONTENT), page(PageKind.COMPRESS_PAGE, 0, 100))).isNotNull();
      assertThat(images.page(source(CONTENT), page(PageKind.XBZRLE, 0, 100))).isNotNull();
      assertThat(images.page(source(CONTENT), page(PageKind.QPL, 0, 100))).isNotNull();
      assertThat(images.page(source(new byte[10]), page(PageKind.PAGE, 0, 4096))).isNotNull();
    }
    assertThat(image()).hasSize(8192).containsOnly(0);
  }

  @Test
  void absurdSizesAreRefused() throws IOException {
    try (RamImages images = new RamImages(directory)) {
      assertThatThrownBy(() -> images.block(new RamBlock("mem", 1L << 60, 0, -1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("does not fit");
      assertThatThrownBy(() -> images.block(new RamBlock("mem", -1, 0, -1)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void noFileIsOverwritten() throws IOException {
    Files.writeString(directory.resolve("mem.ram"), "precious");
    try (RamImages images = new RamImages(directory)) {
      assertThatThrownBy(() -> images.block(new RamBlock("mem", 4096, 0, -1)))
          .isInstanceOf(IOException.class);
    }
    assertThat(directory.resolve("mem.ram")).hasContent("precious");
  }
}
