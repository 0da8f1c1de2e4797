// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.recording;

import dev.vtrace.tracer.sys.HostUsers;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * An empty directory of our own, held by a descriptor: whatever becomes of its path, files are made
 * in this directory, and no link that somebody puts there is followed.
 */
final class HeldDirectory implements Closeable {
  private static final Set<PosixFilePermission> OWNER_ENTERS =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> OWNER_READS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> OLD =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final SecureDirectoryStream<Path> directory;

  private HeldDirectory(SecureDirectoryStream<Path> directory) {
    this.directory = directory;
  }

  /**
   * Makes a directory that only its owner may enter, or takes one that is there.
   *
   * @throws IOException if it is somebody else's, is a link, or holds something
   */
  static HeldDirectory hold(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ENTERS));
    } else if (Files.isSymbolicLink(path)) {
      throw new FileSystemException(
          path.toString(), null, "is a link; name the directory that it points to");
    }
    DirectoryStream<Path> entries = Files.newDirectoryStream(path);
    try {
      if (!(entries instanceof SecureDirectoryStream<Path> held)) {
        throw new FileSystemException(path.toString(), null, "cannot be held by a descriptor");
      }
      PosixFileAttributeView self = held.getFileAttributeView(PosixFileAttributeView.class);
      if (!self.readAttributes().owner().equals(HostUsers.self())) {
        throw new FileSystemException(
            path.toString(),
            null,
            "belongs to "
                + self.readAttributes().owner()
                + "; a capture needs a directory that belongs to this user");
      }
      // Nobody but us can put anything there from here on.
      self.setPermissions(OWNER_ENTERS);
      if (held.iterator().hasNext()) {
        throw new FileSystemException(
            path.toString(), null, "is not empty; a capture needs a directory of its own");
      }
      return new HeldDirectory(held);
    } catch (IOException | RuntimeException e) {
      entries.close();
      throw e;
    }
  }

  /** Makes a file that only its owner may read, to write to. */
  FileChannel create(String name) throws IOException {
    return open(name, NEW, OWNER_READS);
  }

  /** Opens a file to read. */
  FileChannel read(String name) throws IOException {
    return open(name, OLD);
  }

  private FileChannel open(String name, Set<OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    SeekableByteChannel channel = directory.newByteChannel(Path.of(name), options, attributes);
    return (FileChannel) channel;
  }

  /** The size of a regular file; -1 where there is none. */
  long size(String name) throws IOException {
    try {
      BasicFileAttributes file =
          directory
              .getFileAttributeView(
                  Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      return file.isRegularFile() ? file.size() : -1;
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  /** Gives a file another name, in place of what has that now. */
  void move(String from, String to) throws IOException {
    directory.move(Path.of(from), directory, Path.of(to));
  }

  /** Removes a file, if it is there. */
  void delete(String name) throws IOException {
    try {
      directory.deleteFile(Path.of(name));
    } catch (NoSuchFileException e) {
      // Then it need not be removed.
    }
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
