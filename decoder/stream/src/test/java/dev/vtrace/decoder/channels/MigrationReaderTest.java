// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vtrace.decoder.Recordings;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.ram.RamImage;
import dev.vtrace.decoder.ram.RamImages;
import dev.vtrace.decoder.stream.StreamOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationReaderTest {
  @TempDir Path directory;

  /** A migration read with all its channels, and the images that it gave. */
  private record Read(
      MigrationSummary summary, List<Diagnostic> diagnostics, Map<String, Path> images) {}

  private static Path recording(String name) throws IOException {
    for (Path folder : Recordings.corpus()) {
      if (folder.getFileName().toString().equals(name)) {
        return folder;
      }
    }
    return null;
  }

  private Read read(Path folder) throws IOException {
    List<Diagnostic> diagnostics = new ArrayList<>();
    Path target = directory.resolve(folder.getFileName().toString());
    List<ByteSource> channels = new ArrayList<>();
    Map<String, Path> files = new LinkedHashMap<>();
    try (ByteSource main = Inputs.open(Recordings.stream(folder));
        RamImages images = new RamImages(target)) {
      for (int i = 1; Recordings.file(folder, "channel-" + i + ".bin") != null; i++) {
        channels.add(Inputs.open(Recordings.file(folder, "channel-" + i + ".bin")));
      }
      MigrationReader reader = new MigrationReader(main, channels, StreamOptions.DEFAULT, images);
      MigrationSummary summary =
          reader.read(
              new MigrationVisitor() {
                @Override
                public void diagnostic(Diagnostic diagnostic) {
                  diagnostics.add(diagnostic);
                }

                @Override
                public void channelDiagnostic(int channel, Diagnostic diagnostic) {
                  diagnostics.add(diagnostic);
                }
              });
      for (RamImage image : images.images()) {
        files.put(image.block(), target.resolve(image.file()));
      }
      return new Read(summary, diagnostics, files);
    } finally {
      for (ByteSource channel : channels) {
        channel.close();
      }
    }
  }

  private static void assertSame(Read one, Read other, String block) throws IOException {
    assertThat(Files.mismatch(one.images().get(block), other.images().get(block)))
        .as(block)
        .isEqualTo(-1);
  }

  @Test
  void channelsAgreeWithTheirMainStream() throws IOException {
    int migrations = 0;
    for (Path folder : Recordings.corpus()) {
      if (Recordings.file(folder, "channel-1.bin") == null) {
        continue;
      }
      migrations++;
      Read read = read(folder);
      for (Diagnostic diagnostic : read.diagnostics()) {
        assertThat(diagnostic.code())
            .as("%s: %s", folder, diagnostic)
            .isEqualTo(Code.NO_DESCRIPTION);
      }
      for (ChannelSummary channel : read.summary().channels()) {
        assertThat(channel.coverage().unreachable()).isZero();
      }
    }
    assumeTrue(migrations > 0);
  }

  @Test
  void aPausedGuestIsTheSameByMultifdAndByMappedRam() throws IOException {
    Path multifd = recording("q100-multifd-nozero");
    Path mapped = recording("q100-mapped-ram-no-vmdesc");
    assumeTrue(multifd != null && mapped != null);
    Read one = read(multifd);
    Read other = read(mapped);
    assertThat(one.images().keySet()).isEqualTo(other.images().keySet());
    for (String block : one.images().keySet()) {
      assertSame(one, other, block);
    }
  }

  /** The two have other devices, so only what does not depend on them must be the same. */
  @Test
  void aPausedGuestIsTheSameByMultifdAndByAnOrdinaryStream() throws IOException {
    Path multifd = recording("q111-multifd-nozero");
    Path ordinary = recording("q111-pc-defaults-paused");
    assumeTrue(multifd != null && ordinary != null);
    Read one = read(multifd);
    Read other = read(ordinary);
    for (String block : List.of("pc.ram", "pc.bios", "pc.rom")) {
      assertSame(one, other, block);
    }
  }

  @Test
  void compressedChannelsGiveTheFirmwareThatPlainOnesGive() throws IOException {
    Path plain = recording("q111-multifd-nozero");
    assumeTrue(plain != null);
    Read expected = read(plain);
    for (String name :
        List.of("q111-multifd-zlib", "q111-multifd-zstd", "q111-multifd-legacy-zero")) {
      assertSame(expected, read(recording(name)), "pc.bios");
    }
  }
}
