// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens what people name on a command line: files, standard input, and through what they were
 * packed with: gzip, xz, zstd, bzip2, lz4, a zip archive of one file, a save image of libvirt.
 */
public final class Inputs {
  private static final int HEAD = SaveImage.HEAD;

  /** Anything may be read. No lambda, which would cost more than small files at start-up. */
  private static final Head ANYTHING = new Anything();

  /** Judges packed content by its beginning, before more of it is unpacked to a disk. */
  @FunctionalInterface
  public interface Head {
    /**
     * Called only where the content is too large for memory.
     *
     * @param begin the first bytes of the unpacked content, some MiB
     * @throws IOException to refuse it
     */
    void check(ByteSource begin) throws IOException;

    /** What unpacked content passes through, which may count it and end it with an exception. */
    default InputStream watch(InputStream content) {
      return content;
    }
  }

  private static final class Anything implements Head {
    @Override
    public void check(ByteSource begin) {}
  }

  /** Is notified of each file whose content is opened; for tests that count passes. */
  @SuppressWarnings("NullAway.Init")
  static volatile Consumer<Path> watcher;

  private Inputs() {}

  /**
   * Opens a file; compressed content is unpacked to a temporary file or to memory first, since a
   * stream is read from its end, too. A zip archive of several files is opened as it is.
   *
   * @throws IOException if there is no such file, if it may not be read, if it is a directory, or
   *     if its compressed content is damaged
   */
  public static ByteSource open(Path file) throws IOException {
    return open(file, ANYTHING);
  }

  /**
   * As the other; what is packed and large is judged by its beginning first.
   *
   * @throws IOException as the other, or where {@code first} refuses it
   */
  public static ByteSource open(Path file, Head first) throws IOException {
    Consumer<Path> told = watcher;
    if (told != null) {
      told.accept(file);
    }
    return source(file, first);
  }

  private static ByteSource source(Path file, Head first) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a directory");
    }
    String name = file.toString();
    if (file instanceof SourcePath path) {
      return source(path, first);
    }
    boolean onDisk = file.getFileSystem() == FileSystems.getDefault();
    if (!onDisk || !Files.isRegularFile(file)) {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString());
      }
      if (onDisk && !Files.isReadable(file)) {
        throw new AccessDeniedException(file.toString());
      }
      if (onDisk) {
        return OnePass.open(file, first);
      }
      try (InputStream in = Files.newInputStream(file)) {
        return read(name, in, first);
      }
    }
    FileSource plain = FileSource.open(name, file);
    try {
      byte[] head = new byte[HEAD];
      int there = plain.read(0, head, 0, HEAD);
      if (plain.size() == 0 && there > 0) {
        // A file of /proc, whose content is made as it is read.
        plain.close();
        return OnePass.device(file);
      }
      if (SaveImage.is(head, there)) {
        return SaveImage.of(plain, first);
      }
      boolean zip = isZip(head, there) && ArchiveIndex.only(file).isPresent();
      if (!zip && form(head, there) == null) {
        return plain;
      }
      plain.close();
      return zip ? only(name, file, first) : packed(name, file, first);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  /** A source that is there already; what is in it is read in place where nothing packed it. */
  private static ByteSource source(SourcePath file, Head first) throws IOException {
    ByteSource plain = file.files().source(file.key());
    if (plain == null) {
      throw new NoSuchFileException(file.toString());
    }
    byte[] head = new byte[HEAD];
    int there = plain.read(0, head, 0, HEAD);
    if (SaveImage.is(head, there)) {
      return SaveImage.of(plain, first);
    }
    return form(head, there) == null ? plain : read(plain.name(), new SourceStream(plain), first);
  }

  /**
   * The content of a file from its first byte on, unpacked as far as it is read: for a look at its
   * beginning. A pipe is read to its end.
   *
   * @throws IOException as {@link #open}; damage of compressed content shows where it is read
   */
  public static InputStream look(Path file) throws IOException {
    boolean onDisk = file.getFileSystem() == FileSystems.getDefault();
    if (!Files.exists(file) || Files.isDirectory(file) || onDisk && !Files.isRegularFile(file)) {
      return new SourceStream(source(file, ANYTHING));
    }
    InputStream in = Files.newInputStream(file);
    try {
      return content(file, in, onDisk);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream content(Path file, InputStream in, boolean onDisk) throws IOException {
    String name = file.toString();
    PushbackInputStream peekable = new PushbackInputStream(in, HEAD);
    byte[] head = peekable.readNBytes(HEAD);
    peekable.unread(head);
    boolean zip = onDisk && isZip(head, head.length) && ArchiveIndex.only(file).isPresent();
    return content(name, zip ? Unpacking.stream(name, Unpacking.ZIP, peekable) : peekable);
  }

  private static InputStream content(String name, InputStream in) throws IOException {
    PushbackInputStream peekable = new PushbackInputStream(in, HEAD);
    byte[] head = peekable.readNBytes(HEAD);
    peekable.unread(head);
    String form = form(head, head.length);
    PushbackInputStream plain =
        form == null
            ? peekable
            : new PushbackInputStream(Unpacking.stream(name, form, peekable), HEAD);
    if (form != null) {
      head = plain.readNBytes(HEAD);
      plain.unread(head);
    }
    return SaveImage.is(head, head.length) ? SaveImage.stream(name, plain) : plain;
  }

  /**
   * Reads a pipe to its end, through what it was compressed with.
   *
   * @throws IOException if it cannot be read, or if its compressed content is damaged
   */
  public static ByteSource read(String name, InputStream in) throws IOException {
    return read(name, in, ANYTHING);
  }

  /**
   * As the other; what is large is judged by its beginning first.
   *
   * @throws IOException as the other, or where {@code first} refuses it
   */
  public static ByteSource read(String name, InputStream in, Head first) throws IOException {
    PushbackInputStream peekable = new PushbackInputStream(in, HEAD);
    byte[] head = peekable.readNBytes(HEAD);
    peekable.unread(head);
    String form = form(head, head.length);
    // What a save image holds shows when it is taken out of it.
    Head judge =
        new Head() {
          @Override
          public void check(ByteSource begin) throws IOException {
            byte[] magic = new byte[HEAD];
            if (!SaveImage.is(magic, begin.read(0, magic, 0, HEAD))) {
              first.check(begin);
            }
          }

          @Override
          public InputStream watch(InputStream content) {
            return first.watch(content);
          }
        };
    ByteSource source =
        form == null ? Spool.of(name, peekable, judge) : Unpacking.of(name, form, peekable, judge);
    try {
      int there = source.read(0, head, 0, head.length);
      return SaveImage.is(head, there) ? SaveImage.of(source, first) : source;
    } catch (IOException e) {
      source.close();
      throw e;
    }
  }

  private static ByteSource packed(String name, Path file, Head first) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(name, in, first);
    }
  }

  /** The one file of an archive. */
  private static ByteSource only(String name, Path file, Head first) throws IOException {
    try (InputStream archive = Files.newInputStream(file);
        InputStream in = Unpacking.stream(name, Unpacking.ZIP, archive)) {
      return read(name, first.watch(in), first);
    }
  }

  /** What content that begins so is compressed with, or null. */
  private static @Nullable String form(byte[] head, int length) {
    if (isGzip(head, length)) {
      return Unpacking.GZIP;
    }
    if (isXz(head, length)) {
      return Unpacking.XZ;
    }
    if (isZstd(head, length)) {
      return Unpacking.ZSTD;
    }
    if (PackedForm.isBzip2(head, length)) {
      return Unpacking.BZIP2;
    }
    return PackedForm.isLz4(head, length) ? Unpacking.LZ4 : null;
  }

  private static boolean isZip(byte[] head, int length) {
    return length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
  }

  private static boolean isZstd(byte[] head, int length) {
    return length >= 4
        && head[0] == 0x28
        && head[1] == (byte) 0xb5
        && head[2] == 0x2f
        && head[3] == (byte) 0xfd;
  }

  private static boolean isGzip(byte[] head, int length) {
    return length >= 3 && head[0] == 0x1f && head[1] == (byte) 0x8b && head[2] == 8;
  }

  private static boolean isXz(byte[] head, int length) {
    return length >= 6
        && head[0] == (byte) 0xfd
        && head[1] == '7'
        && head[2] == 'z'
        && head[3] == 'X'
        && head[4] == 'Z'
        && head[5] == 0;
  }
}
