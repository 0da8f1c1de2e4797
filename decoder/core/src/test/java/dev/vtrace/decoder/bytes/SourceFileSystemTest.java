// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFileSystemTest {
  private static final List<String> PATHS =
      List.of("/", "/a", "/a/b", "/a/./b", "/a/../b", "/../a", "a", "a/b", "..", "../a", "a/../..");

  @TempDir Path folder;

  private static ByteSource source(String name, byte[] bytes) {
    return new HeapSource(name, bytes);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Path folderOf(String... names) {
    Map<String, ByteSource> sources = new HashMap<>();
    for (String name : names) {
      sources.put(name, source(name, text(name)));
    }
    return SourceFileSystem.of(sources);
  }

  private static String told(Path path) {
    return path == null ? "none" : path.toString();
  }

  @Test
  void pathsAreTakenApartAsThoseOfADisk() {
    FileSystem sources = folderOf("a").getFileSystem();
    FileSystem disk = FileSystems.getDefault();
    for (String text : PATHS) {
      Path ours = sources.getPath(text);
      Path theirs = disk.getPath(text);
      assertThat(told(ours)).isEqualTo(told(theirs));
      assertThat(told(ours.normalize())).isEqualTo(told(theirs.normalize()));
      assertThat(told(ours.getParent())).as(text).isEqualTo(told(theirs.getParent()));
      assertThat(told(ours.getFileName())).isEqualTo(told(theirs.getFileName()));
      assertThat(told(ours.getRoot())).isEqualTo(told(theirs.getRoot()));
      assertThat(ours.getNameCount()).isEqualTo(theirs.getNameCount());
      for (String other : PATHS) {
        Path second = sources.getPath(other);
        assertThat(told(ours.resolve(second))).isEqualTo(told(theirs.resolve(disk.getPath(other))));
        assertThat(ours.startsWith(second)).isEqualTo(theirs.startsWith(disk.getPath(other)));
        assertThat(ours.endsWith(second))
            .as(text + " ends with " + other)
            .isEqualTo(theirs.endsWith(disk.getPath(other)));
        assertThat(ours.equals(second)).isEqualTo(theirs.equals(disk.getPath(other)));
      }
    }
    Path deep = sources.getPath("/a/b/c");
    assertThat(told(sources.getPath("/a/x").relativize(deep))).isEqualTo("../b/c");
  }

  @Test
  void filesAreListedAndRead() throws IOException {
    Path root = folderOf("b", "a", "deep/one", "deep/er/two");
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      entries.forEach(entry -> names.add(entry.toString()));
    }
    assertThat(names).containsExactlyInAnyOrder("/a", "/b", "/deep");
    assertThat(Files.isDirectory(root.resolve("deep"))).isTrue();
    assertThat(Files.isRegularFile(root.resolve("deep/../deep/one"))).isTrue();
    assertThat(Files.size(root.resolve("deep/one"))).isEqualTo(8);
    assertThat(Files.readString(root.resolve("deep/er/two"))).isEqualTo("deep/er/two");
    assertThat(Files.exists(root.resolve("c"))).isFalse();
    assertThatThrownBy(() -> Files.readString(root.resolve("c")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> Files.newDirectoryStream(root.resolve("a")))
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> Files.delete(root.resolve("a")))
        .isInstanceOf(ReadOnlyFileSystemException.class);
    assertThatThrownBy(() -> Files.writeString(root.resolve("a"), ""))
        .isInstanceOf(ReadOnlyFileSystemException.class);
  }

  @Test
  void aNameIsAFileOrAFolder() {
    for (List<String> names : List.of(List.of("a", "a/b"), List.of("x/y/z", "x/y"))) {
      String[] one = names.toArray(new String[0]);
      assertThatThrownBy(() -> folderOf(one)).hasMessageContaining("both a file and a folder");
    }
    for (String name : List.of("", "/a", "a//b", "a/", "../a", "a/./b", "a\0b")) {
      assertThatThrownBy(() -> folderOf(name)).hasMessageContaining("not a valid name");
    }
  }

  /** All parents of a name as texts would take 20 GB. */
  @Test
  void aDeepNameTakesNoMoreThanItsParts() throws IOException {
    String deep = "a/".repeat(100_000) + "b";
    Path root = folderOf(deep);
    assertThat(Files.readString(root.resolve(deep))).isEqualTo(deep);
    assertThat(Files.isDirectory(root.resolve("a/".repeat(50_000)))).isTrue();
    assertThat(Files.exists(root.resolve("a/".repeat(100_001)))).isFalse();
  }

  @Test
  void anArchiveAmongThemCanBeOpened() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("inside"));
      out.write(text("content"));
    }
    Path archive =
        SourceFileSystem.of(Map.of("a.zip", source("a.zip", bytes.toByteArray()))).resolve("a.zip");
    try (FileSystem zip = FileSystems.newFileSystem(archive, (ClassLoader) null)) {
      assertThat(Files.readString(zip.getPath("inside"))).isEqualTo("content");
    }
  }

  @Test
  void whatIsNotPackedIsReadInPlace() throws IOException {
    ByteSource plain = source("plain", text("content"));
    Path file = SourceFileSystem.of(Map.of("plain", plain)).resolve("plain");
    try (ByteSource opened = Inputs.open(file)) {
      assertThat(opened).isSameAs(plain);
    }
  }

  @Test
  void whoeverOpensAFileSeesWhatIsUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(new byte[300_000]);
    }
    Path disk = Files.write(folder.resolve("packed"), packed.toByteArray());
    Path memory =
        SourceFileSystem.of(Map.of("packed", source("packed", packed.toByteArray())))
            .resolve("packed");
    for (Path file : List.of(disk, memory)) {
      long[] seen = {0};
      try (ByteSource opened = Inputs.open(file, counting(seen))) {
        assertThat(opened.size()).isEqualTo(300_000);
      }
      assertThat(seen[0]).isEqualTo(300_000);
    }
  }

  private static InputStream counted(InputStream in, long[] seen) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] into, int at, int length) throws IOException {
        int n = super.read(into, at, length);
        seen[0] += Math.max(0, n);
        return n;
      }
    };
  }

  private static Inputs.Head counting(long[] seen) {
    return new Inputs.Head() {
      @Override
      public void check(ByteSource begin) {}

      @Override
      public InputStream watch(InputStream content) {
        return counted(content, seen);
      }
    };
  }
}
