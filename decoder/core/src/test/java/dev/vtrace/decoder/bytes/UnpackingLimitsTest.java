// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What small or endless inputs may take of memory and disk. */
class UnpackingLimitsTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  private interface Packer {
    OutputStream around(OutputStream out) throws IOException;
  }

  private Path bomb(String name, Packer packer) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = packer.around(Files.newOutputStream(file))) {
      out.write("QEVM".getBytes());
      byte[] zeros = new byte[MIB];
      for (int i = 0; i < 100; i++) {
        out.write(zeros);
      }
    }
    return file;
  }

  @Test
  void whatUnpacksToFarTooMuchIsRefused() throws IOException {
    Path bomb = bomb("a.zst", ZstdOutputStream::new);
    assertThatThrownBy(() -> Inputs.open(bomb))
        .hasMessageContaining(bomb + ": is refused: it unpacks to more than");
    try (InputStream look = Inputs.look(bomb)) {
      assertThatThrownBy(() -> look.transferTo(OutputStream.nullOutputStream()))
          .hasMessageContaining("is refused");
    }
  }

  /** As much as deflate and LZMA can make of the holes of a mapped-ram stream. */
  @Test
  void holesAreNotTakenForABomb() throws IOException {
    for (Path holes :
        new Path[] {
          bomb("a.gz", GZIPOutputStream::new),
          bomb("b.xz", out -> new XZOutputStream(out, new LZMA2Options(0)))
        }) {
      try (ByteSource source = Inputs.open(holes)) {
        assertThat(source.size()).isEqualTo(4 + 100L * MIB);
      }
    }
  }

  @Test
  void pagesOfOnePatternAreNotTakenForABomb() throws IOException {
    Path file = folder.resolve("pages.zst");
    byte[] page = new byte[4096];
    new Random(1).nextBytes(page);
    try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(file))) {
      ByteBuffer header = ByteBuffer.allocate(8);
      for (long i = 0; i < 100 * 256; i++) {
        out.write(header.putLong(0, i * 4096 | 0x28).array());
        out.write(page);
      }
    }
    // Small archives of other tests may be given back in the meantime.
    long before = UnpackBudget.PROCESS.held();
    try (ByteSource source = Inputs.open(file)) {
      assertThat(source.size()).isEqualTo(100L * 256 * 4104);
      assertThat(UnpackBudget.PROCESS.held() - before)
          .isBetween(source.size() - MIB, source.size() + MIB);
    }
    assertThat(UnpackBudget.PROCESS.held() - before).isBetween((long) -MIB, (long) MIB);
  }

  @Test
  void packedContentIsJudgedByItsBeginning() throws IOException {
    Path file = folder.resolve("large.gz");
    byte[] noise = new byte[5 * MIB];
    new Random(2).nextBytes(noise);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(noise);
    }
    Inputs.Head refuse =
        begin -> {
          byte[] first = new byte[1];
          assertThat(begin.read(0, first, 0, 1)).isEqualTo(1);
          assertThat(first[0]).isEqualTo(noise[0]);
          throw new IOException("no stream");
        };
    assertThatThrownBy(() -> Inputs.open(file, refuse)).hasMessage("no stream");
    assertThatThrownBy(() -> Inputs.read("-", new ByteArrayInputStream(noise), refuse))
        .hasMessage("no stream");
  }

  @Test
  void allThatIsUnpackedAtOneTimeHasOneBudget() throws IOException {
    UnpackBudget budget = new UnpackBudget(100);
    UnpackBudget.Share one = budget.share("one.gz", folder);
    UnpackBudget.Share other = budget.share("other.gz", folder);
    one.spend(60);
    assertThatThrownBy(() -> other.spend(60)).hasMessageContaining("other.gz: is refused");
    other.spend(40);
    one.close();
    other.spend(60);
    assertThatThrownBy(() -> other.spend(Long.MAX_VALUE / 2))
        .hasMessageContaining("more than half of the space");
    other.close();
    assertThat(budget.held()).isZero();
  }

  @Test
  void aTemporaryFileHasNoName() throws IOException {
    try (FileChannel file = UnlinkedFile.open()) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2}));
      assertThat(file.size()).isEqualTo(2);
      Path own = Path.of("/proc/self/fd");
      if (Files.isDirectory(own)) {
        try (Stream<Path> all = Files.list(own)) {
          assertThat(all.map(UnpackingLimitsTest::target))
              .anyMatch(name -> name.contains("/vtrace-") && name.endsWith(" (deleted)"));
        }
      }
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void aPipeCanBeOpenedAgain() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.writeString(pipe, "once");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.start();
    try (InputStream look = Inputs.look(pipe)) {
      assertThat(new String(look.readAllBytes())).isEqualTo("once");
    }
    writer.join();
    try (ByteSource source = Inputs.open(pipe)) {
      assertThat(source.size()).isEqualTo(4);
    }
  }

  @Test
  void devicesAndFilesOfTheSystemEnd() throws IOException {
    assertThatThrownBy(() -> Inputs.open(Path.of("/dev/zero")))
        .hasMessageContaining("does not end");
    assertThatThrownBy(() -> Inputs.look(Path.of("/dev/zero")))
        .hasMessageContaining("does not end");
    try (ByteSource none = Inputs.open(Path.of("/dev/null"))) {
      assertThat(none.size()).isZero();
    }
    try (ByteSource status = Inputs.open(Path.of("/proc/self/status"));
        InputStream look = Inputs.look(Path.of("/proc/self/status"))) {
      assertThat(status.size()).isPositive();
      assertThat(look.read()).isPositive();
    }
  }
}
