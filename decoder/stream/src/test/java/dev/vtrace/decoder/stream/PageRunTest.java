// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.StreamWriter;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.FileSource;
import dev.vtrace.decoder.bytes.HeapSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read through a mapped window is what is read record by record. */
class PageRunTest {
  private static final int PAGES = 6000;

  @TempDir Path directory;

  /**
   * Runs of pages and of zero pages, of lengths that windows cut anywhere; other records between.
   */
  private static byte[] stream(long seed) {
    Random random = new Random(seed);
    StreamWriter out = StreamWriter.begin("pc").u8(1).u32(1).shortText("ram").u32(0).u32(4);
    out.u64(PAGES * 4096L | 4).shortText("mem").u64(PAGES * 4096L);
    out.u64(16).u8(0x7e).u32(1).u8(2).u32(1);
    byte[] page = new byte[4096];
    for (int i = 0; i < PAGES; i++) {
      boolean zero = i % 1000 < 300 && random.nextInt(3) > 0;
      boolean named = i == 0 || random.nextInt(1500) == 0;
      out.u64(i * 4096L | (zero ? 2 : 8) | (named ? 0 : 0x20));
      if (named) {
        out.shortText("mem");
      }
      if (zero) {
        out.u8(0);
      } else {
        random.nextBytes(page);
        out.bytes(page);
      }
    }
    return out.u64(16).u8(0x7e).u32(1).endWith("{\"page_size\": 4096, \"devices\": []}").toBytes();
  }

  private static List<Object> read(ByteSource source, boolean pages) throws IOException {
    List<Object> out = new ArrayList<>();
    StreamSummary summary =
        new StreamDecoder(source, new StreamOptions(null, null, pages))
            .decode(
                new StreamVisitor() {
                  @Override
                  public void page(RamPage page) {
                    out.add(page);
                  }
                });
    out.add(summary.counts().entries());
    out.add(summary.coverage());
    out.add(summary.outcome());
    return out;
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("stream.bin"), bytes);
  }

  @Test
  void recordsAreThoseThatAreReadOneByOne() throws IOException {
    for (int seed = 0; seed < 4; seed++) {
      byte[] bytes = stream(seed);
      Path file = file(bytes);
      for (boolean pages : new boolean[] {false, true}) {
        try (ByteSource source = FileSource.open("stream.bin", file)) {
          assertThat(read(source, pages)).isEqualTo(read(new HeapSource("heap", bytes), pages));
        }
      }
    }
  }

  @Test
  void aDamagedHeaderInARunIsFound() throws IOException {
    byte[] bytes = stream(1);
    for (int at = bytes.length / 2; at < bytes.length / 2 + 4200; at += 37) {
      bytes[at] ^= 0x40;
      try (ByteSource source = FileSource.open("stream.bin", file(bytes))) {
        assertThat(read(source, false)).isEqualTo(read(new HeapSource("heap", bytes), false));
      }
      bytes[at] ^= 0x40;
    }
  }

  @Test
  void aFileThatShrinksMeanwhileCountsAsCutShortOrIsRefused() throws IOException {
    Path file = file(stream(2));
    try (ByteSource source = FileSource.open("stream.bin", file);
        FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long[] pages = new long[1];
      StreamSummary summary =
          new StreamDecoder(source, new StreamOptions(null, null, true))
              .decode(
                  new StreamVisitor() {
                    @Override
                    public void page(RamPage page) throws IOException {
                      if (pages[0]++ == 1200) {
                        other.truncate(2 << 20);
                      }
                    }
                  });
      assertThat(summary.outcome()).isNotEqualTo(StreamOutcome.COMPLETE);
    } catch (IOException e) {
      // Java throws the fault of a mapped page where it likes, also after the run.
      assertThat(e).hasMessageContaining("the file became shorter while it was read");
    }
  }
}
