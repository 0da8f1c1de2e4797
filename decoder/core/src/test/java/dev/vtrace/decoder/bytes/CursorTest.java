// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CursorTest {
  private static final byte[] BYTES = {
    1, 2, (byte) 0xff, (byte) 0xfe, 5, 6, 7, 8, 3, 'a', 'b', 'c'
  };

  private static Cursor cursor() {
    return new Cursor(new HeapSource("heap", BYTES), 0, BYTES.length);
  }

  @Test
  void readsBigEndian() {
    Cursor in = cursor();
    assertThat(in.u16()).isEqualTo(0x0102);
    assertThat(in.integer(2, true)).isEqualTo(-2);
    assertThat(in.u32()).isEqualTo(0x05060708);
    assertThat(in.shortText()).isEqualTo("abc");
    assertThat(in.remaining()).isZero();
    in.seek(0);
    assertThat(in.u64()).isEqualTo(0x0102fffe05060708L);
  }

  @Test
  void endsWhereItIsToldTo() {
    Cursor in = cursor();
    long outer = in.limit(3);
    in.skip(2);
    assertThat(in.has(2)).isFalse();
    assertThat(in.peek()).isEqualTo(0xff);
    assertThat(in.peek(1)).isEqualTo(-1);
    assertThatThrownBy(in::u16).isInstanceOf(EndOfBytes.class);
    assertThat(in.position()).isEqualTo(2);
    in.limit(outer);
    assertThat(in.u16()).isEqualTo(0xfffe);
  }

  @Test
  void aCountIsCheckedBeforeMemoryIsTaken() {
    assertThatThrownBy(() -> cursor().bytes(Integer.MAX_VALUE)).isInstanceOf(EndOfBytes.class);
    assertThatThrownBy(() -> cursor().skip(-1)).isInstanceOf(EndOfBytes.class);
    assertThatThrownBy(() -> cursor().skip(Long.MAX_VALUE)).isInstanceOf(EndOfBytes.class);
  }

  @Test
  void aFileReadsAsItsBytes(@TempDir Path folder) throws IOException {
    byte[] content = new byte[300_000];
    new Random(1).nextBytes(content);
    Path file = folder.resolve("file");
    Files.write(file, content);
    try (ByteSource source = FileSource.open("file", file)) {
      Cursor in = new Cursor(source, 0, source.size());
      assertThat(in.bytes(content.length)).isEqualTo(content);
      Random random = new Random(2);
      Cursor heap = new Cursor(new HeapSource("heap", content), 0, content.length);
      for (int i = 0; i < 10_000; i++) {
        int at = random.nextInt(content.length - 8);
        in.seek(at);
        heap.seek(at);
        assertThat(in.u64()).isEqualTo(heap.u64());
      }
    }
  }

  @Test
  void findsBytesAheadOverTheEdgesOfItsPieces() {
    byte[] needle = "virtio/".getBytes(StandardCharsets.US_ASCII);
    for (int at : new int[] {0, 1, 4089, 4090, 4091, 4095, 4096, 8185, 8186, 9000}) {
      byte[] hay = new byte[9100];
      System.arraycopy(needle, 0, hay, at, needle.length);
      Cursor in = new Cursor(new HeapSource("hay", hay), 0, hay.length);
      assertThat(in.find(needle, hay.length)).as("at %s", at).isEqualTo(at);
      assertThat(in.find(needle, at - 1L)).isEqualTo(-1);
      assertThat(in.position()).isZero();
    }
  }

  @Test
  void tellsWhetherAllIsZero() {
    byte[] bytes = new byte[10_000];
    bytes[9_999] = 1;
    Cursor in = new Cursor(new HeapSource("zeros", bytes), 0, bytes.length);
    assertThat(in.zeros(9_999)).isTrue();
    assertThat(in.zeros(10_000)).isFalse();
    assertThat(in.position()).isZero();
  }
}
