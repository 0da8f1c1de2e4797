// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.tracer.sys.HostUsers;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that a command writes. Links are followed only where they are our own or the system's,
 * such as {@code /dev/stdout}: one that somebody else has put there may lead to what that user may
 * not write.
 */
final class OutputFile {
  private OutputFile() {}

  /** What stands for standard output where a file is named. */
  static final String STANDARD = "-";

  /** Opens what {@code --output} names: a file, or standard output, which stays open then. */
  static OutputStream open(String name, Console console) throws IOException {
    if (!name.equals(STANDARD)) {
      return open(Path.of(name));
    }
    return new FilterOutputStream(console.out()) {
      @Override
      public void write(byte[] bytes, int at, int length) throws IOException {
        out.write(bytes, at, length);
      }

      @Override
      public void close() throws IOException {
        out.flush();
      }
    };
  }

  /** Opens a file, which is made, or rewritten. */
  static OutputStream open(Path file) throws IOException {
    if (!Files.isSymbolicLink(file)) {
      return new BufferedOutputStream(
          Files.newOutputStream(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS));
    }
    int owner = (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner != 0 && !Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(HostUsers.self())) {
      throw new FileSystemException(
          file.toString(), null, "is a link that belongs to another user, and is not followed");
    }
    return new BufferedOutputStream(Files.newOutputStream(file));
  }
}
