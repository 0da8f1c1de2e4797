// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A temporary folder that only its owner may enter. It is removed with all that is in it when it is
 * closed, and also when a signal ends the process before that. What a process left that could not
 * do that, the next one removes.
 */
public final class PrivateFolder implements Closeable {
  private static final Set<PrivateFolder> OPEN = ConcurrentHashMap.newKeySet();

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");

  private static final String PREFIX = "vtrace-";

  private final Path outer;
  private final Path path;
  private final FolderClaim claim;

  /** Removes what is left when the process is told to end. */
  private static final class Hook {
    static boolean swept;

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(Hook::run, "temporary folders"));
    }

    static void install() {
      // The class is initialized by now.
    }

    private static void run() {
      for (PrivateFolder each : OPEN) {
        try {
          // Folders last: who writes into one in the meantime does not fail before the process
          // ends.
          delete(each.outer, true);
          delete(each.outer, false);
        } catch (IOException | RuntimeException e) {
          // Nobody is left to be told.
        }
      }
    }
  }

  private PrivateFolder(Path outer) throws IOException {
    this.outer = outer;
    claim = FolderClaim.of(outer);
    path =
        Files.createDirectory(outer.resolve("files"), PosixFilePermissions.asFileAttribute(OWNER));
  }

  /** Once in a process: it looks at all temporary files. */
  private static synchronized void sweep(Path own) {
    if (Hook.swept) {
      return;
    }
    Hook.swept = true;
    for (Path folder : FolderClaim.abandoned(own, PREFIX)) {
      try {
        delete(folder, false);
      } catch (IOException | RuntimeException e) {
        // Another process may do the same at this moment.
      }
    }
  }

  /** Makes one whose name begins with {@code vtrace-}. */
  public static PrivateFolder create() throws IOException {
    try {
      Hook.install();
    } catch (IllegalStateException | ExceptionInInitializerError | NoClassDefFoundError e) {
      throw new IOException("the process is ending", e);
    }
    // Created with permissions 0700.
    PrivateFolder folder = new PrivateFolder(Files.createTempDirectory(PREFIX));
    OPEN.add(folder);
    sweep(folder.outer);
    return folder;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    OPEN.remove(this);
    try (claim) {
      delete(outer, false);
    }
  }

  private static void delete(Path folder, boolean filesOnly) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path each : all) {
      if (!filesOnly || !Files.isDirectory(each)) {
        Files.deleteIfExists(each);
      }
    }
  }
}
