// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;

/**
 * A temporary folder that is in use, told by a locked file in it: the system gives the lock up
 * whatever ends the process, so that a later one finds the folders that nobody uses any more.
 */
final class FolderClaim implements Closeable {
  private static final String CLAIM = ".claimed";

  /** Until it is locked, it has another name, so that nobody takes the folder for an old one. */
  private static final String BEGINNING = ".claim";

  private final FileChannel channel;

  private FolderClaim(FileChannel channel) {
    this.channel = channel;
  }

  /** Claims a folder that this process has made. */
  static FolderClaim of(Path folder) throws IOException {
    Path beginning = folder.resolve(BEGINNING);
    FileChannel channel =
        FileChannel.open(beginning, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      channel.tryLock();
      Files.move(beginning, folder.resolve(CLAIM));
      return new FolderClaim(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The folders beside one of this user's that have its prefix and were claimed once. */
  static List<Path> abandoned(Path own, String prefix) {
    List<Path> out = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(own.getParent(), prefix + "*")) {
      UserPrincipal user = Files.getOwner(own, LinkOption.NOFOLLOW_LINKS);
      for (Path folder : folders) {
        if (!folder.equals(own) && abandoned(folder, user)) {
          out.add(folder);
        }
      }
    } catch (IOException | RuntimeException e) {
      // What cannot be looked at stays.
    }
    return out;
  }

  private static boolean abandoned(Path folder, UserPrincipal user) {
    try {
      Path claim = folder.resolve(CLAIM);
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          || !Files.isRegularFile(claim, LinkOption.NOFOLLOW_LINKS)
          || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)) {
        return false;
      }
      try (FileChannel channel =
              FileChannel.open(claim, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
          FileLock lock = channel.tryLock()) {
        return lock != null;
      }
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
