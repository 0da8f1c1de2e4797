// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.tracer.sys.HostUsers;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that a command writes. It is there when all of it is: what cannot be written to its end
 * leaves no file, or the one that was there before. Links are followed only where they are our own
 * or the system's, such as {@code /dev/stdout}: one that somebody else has put there may lead to
 * what that user may not write.
 */
final class OutputFile {
  /** What stands for standard output where a file is named. */
  static final String STANDARD = "-";

  private OutputFile() {}

  /** What is written. */
  @FunctionalInterface
  interface FileContent {
    /** Writes it to a stream that the caller closes. */
    void to(OutputStream out) throws IOException;
  }

  /** Writes what {@code --output} names: a file, or standard output, which stays open then. */
  static void write(String name, Console console, FileContent content) throws IOException {
    if (!name.equals(STANDARD)) {
      write(Path.of(name), content);
      return;
    }
    OutputStream open =
        new FilterOutputStream(console.out()) {
          @Override
          public void write(byte[] bytes, int at, int length) throws IOException {
            out.write(bytes, at, length);
          }

          @Override
          public void close() throws IOException {
            out.flush();
          }
        };
    try (open) {
      content.to(open);
    }
  }

  /** Writes a file, which is made, or replaced. */
  static void write(Path file, FileContent content) throws IOException {
    Path part = beside(file);
    if (part == null) {
      try (OutputStream out = inPlace(file)) {
        content.to(out);
      }
      return;
    }
    part.toFile().deleteOnExit();
    try {
      try (OutputStream out = open(part, StandardOpenOption.CREATE_NEW)) {
        content.to(out);
      }
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(file));
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Where the content goes until it is whole; null where the file has to be written where it is: a
   * pipe, a device, a link, the file of another user, or one in a folder that takes no other.
   */
  private static @Nullable Path beside(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    if (folder == null || name == null || !Files.isWritable(folder)) {
      return null;
    }
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || !Files.getOwner(file).equals(HostUsers.self())) {
        return null;
      }
      if (!Files.isWritable(file)) {
        throw new AccessDeniedException(file.toString());
      }
    }
    return folder.resolve(".vtrace-" + UUID.randomUUID() + ".part");
  }

  private static OutputStream inPlace(Path file) throws IOException {
    if (!Files.isSymbolicLink(file)) {
      return open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }
    int owner = (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner != 0 && !Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(HostUsers.self())) {
      throw new FileSystemException(
          file.toString(), null, "is a link that belongs to another user, and is not followed");
    }
    return new BufferedOutputStream(Files.newOutputStream(file));
  }

  private static OutputStream open(Path file, StandardOpenOption... how) throws IOException {
    OpenOption[] options = new OpenOption[how.length + 2];
    System.arraycopy(how, 0, options, 0, how.length);
    options[how.length] = StandardOpenOption.WRITE;
    options[how.length + 1] = LinkOption.NOFOLLOW_LINKS;
    return new BufferedOutputStream(Files.newOutputStream(file, options));
  }
}
