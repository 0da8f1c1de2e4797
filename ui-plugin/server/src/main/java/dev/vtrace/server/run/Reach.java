// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which files a client may have read, and where it may have something written. A client that
 * started the server has the rights of its user, and reaches everything. One that came over TCP
 * reaches what lies in the folders of its workspace or of the command line, what it has opened, and
 * the files of the runs that these belong to. Links are followed before it is decided.
 */
public final class Reach {
  private final boolean everything;
  private final Set<Path> folders = ConcurrentHashMap.newKeySet();
  private final Set<Path> files = ConcurrentHashMap.newKeySet();

  private Reach(boolean everything) {
    this.everything = everything;
  }

  /** All that the user of this process may read. */
  public static Reach everything() {
    return new Reach(true);
  }

  /** Nothing yet. */
  public static Reach nothing() {
    return new Reach(false);
  }

  /** Adds a folder with all that is in it; returns this. */
  public Reach folder(Path folder) {
    folders.add(real(folder));
    return this;
  }

  /** Adds one file, or a folder without what is in it. */
  public void file(Path file) {
    if (!everything) {
      files.add(real(file));
    }
  }

  /**
   * The same path, if it may be read.
   *
   * @throws IOException if it may not, whether it exists or not
   */
  public Path read(Path path) throws IOException {
    Path real = everything ? path : real(path);
    if (!everything && !files.contains(real) && !inFolder(real)) {
      throw refused(path);
    }
    return path;
  }

  /**
   * The same path, if something may be written there.
   *
   * @throws IOException if it may not
   */
  public Path write(Path path) throws IOException {
    if (!everything && !inFolder(real(path))) {
      throw refused(path);
    }
    return path;
  }

  private boolean inFolder(Path real) {
    for (Path folder : folders) {
      if (real.startsWith(folder)) {
        return true;
      }
    }
    return false;
  }

  private static IOException refused(Path path) {
    return new FileSystemException(
        path.toString(), null, "is not open, and lies in no folder of the workspace");
  }

  /** Where a path really leads; of what is in an archive, the archive. */
  private static Path real(Path path) {
    Path place = Archives.isInside(path) ? Archives.of(path) : path;
    place = place.toAbsolutePath().normalize();
    try {
      return place.toRealPath();
    } catch (IOException e) {
      Path parent = place.getParent();
      boolean dangling = Files.isSymbolicLink(place);
      // Of what does not exist the folder decides; a link that leads nowhere may lead anywhere.
      return dangling || parent == null ? Path.of("/") : real(parent).resolve(place.getFileName());
    }
  }
}
