// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import dev.vtrace.decoder.Recordings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Folders with captures for tests. */
public final class Fleets {
  private Fleets() {}

  /** Two recordings as folders and one as an archive. */
  public static Path good(Path folder) throws IOException {
    Path samples = Recordings.root().resolve("samples");
    copy(samples.resolve("backend-transfer-2q"), folder.resolve("a/transfer"));
    copy(samples.resolve("two-devices"), folder.resolve("b/two"));
    zip(samples.resolve("backend-transfer-failed"), folder.resolve("b/failed.vtrace"));
    return folder;
  }

  /** Files that are called archives and are none, or none to be trusted. */
  public static Path hostile(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("text.vtrace"), "not an archive\n");
    Files.createFile(folder.resolve("empty.zip"));
    Path whole = folder.resolve("whole");
    zip(Recordings.root().resolve("samples/backend-transfer-failed"), whole);
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(folder.resolve("cut.vtrace"), Arrays.copyOf(bytes, bytes.length / 2));
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(folder.resolve("changed.vtrace"), bytes);
    Files.delete(whole);
    entry(folder.resolve("outside.zip"), "../../outside.log", 10);
    entry(folder.resolve("bomb.zip"), "stream.bin", 8 << 20);
    return folder;
  }

  private static void entry(Path archive, String name, int zeros) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry(name));
      byte[] chunk = new byte[1 << 16];
      for (int left = zeros; left > 0; left -= chunk.length) {
        zip.write(chunk, 0, Math.min(left, chunk.length));
      }
      zip.putNextEntry(new ZipEntry("src.trace.log"));
      zip.write("nothing\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Copies the files of a folder. */
  public static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files(from)) {
      Files.copy(file, to.resolve(file.getFileName().toString()));
    }
  }

  /** Packs the files of a folder. */
  public static void zip(Path from, Path to) throws IOException {
    try (OutputStream out = Files.newOutputStream(to);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Path file : files(from)) {
        zip.putNextEntry(new ZipEntry(file.getFileName().toString()));
        Files.copy(file, zip);
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }
}
