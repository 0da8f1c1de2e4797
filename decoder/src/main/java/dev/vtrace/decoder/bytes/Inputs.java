// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** Opens what people name on a command line: files, standard input, gzip and xz data. */
public final class Inputs {
  private static final int HEAD = 6;

  /**
   * A stream compressed with the largest preset of xz needs 65 MiB; a hostile one may ask for 4
   * GiB.
   */
  private static final int XZ_MEMORY_KIB = 256 * 1024;

  private Inputs() {}

  /**
   * Opens a file; compressed content is unpacked to a temporary file or to memory first, since a
   * stream is read from its end, too.
   *
   * @throws IOException if there is no such file, if it may not be read, if it is a directory, or
   *     if its compressed content is damaged from the start
   */
  public static ByteSource open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "is a directory");
    }
    String name = file.toString();
    if (!Files.isRegularFile(file)) {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString());
      }
      if (!Files.isReadable(file)) {
        throw new AccessDeniedException(file.toString());
      }
      try (InputStream in = Files.newInputStream(file)) {
        return read(name, in);
      }
    }
    FileSource plain = FileSource.open(name, file);
    try {
      byte[] head = new byte[HEAD];
      int there = plain.read(0, head, 0, HEAD);
      if (!isGzip(head, there) && !isXz(head, there)) {
        return plain;
      }
    } catch (IOException e) {
      plain.close();
      throw e;
    }
    plain.close();
    try (InputStream in = Files.newInputStream(file)) {
      return read(name, in);
    }
  }

  /** Reads a pipe to its end, through gzip or xz if it holds such data. */
  public static ByteSource read(String name, InputStream in) throws IOException {
    PushbackInputStream peekable = new PushbackInputStream(in, HEAD);
    byte[] head = peekable.readNBytes(HEAD);
    peekable.unread(head);
    if (isGzip(head, head.length)) {
      return Spool.of(name, new GZIPInputStream(peekable, 64 * 1024));
    }
    if (isXz(head, head.length)) {
      return Spool.of(name, new XZInputStream(peekable, XZ_MEMORY_KIB));
    }
    return Spool.of(name, peekable);
  }

  private static boolean isGzip(byte[] head, int length) {
    return length >= 3 && head[0] == 0x1f && head[1] == (byte) 0x8b && head[2] == 8;
  }

  private static boolean isXz(byte[] head, int length) {
    return length >= HEAD
        && head[0] == (byte) 0xfd
        && head[1] == '7'
        && head[2] == 'z'
        && head[3] == 'X'
        && head[4] == 'Z'
        && head[5] == 0;
  }
}
