// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A temporary folder that only its owner may enter. It is removed with all that is in it when it is
 * closed, and also when a signal ends the process before that.
 */
public final class PrivateFolder implements Closeable {
  private static final Set<PrivateFolder> OPEN = ConcurrentHashMap.newKeySet();

  private final Path path;

  /** Removes what is left when the process is told to end. */
  private static final class Hook {
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
          delete(each.path, true);
          delete(each.path, false);
        } catch (IOException | RuntimeException e) {
          // Nobody is left to be told.
        }
      }
    }
  }

  private PrivateFolder(Path path) {
    this.path = path;
  }

  /** Makes one whose name begins with {@code vtrace-}. */
  public static PrivateFolder create() throws IOException {
    try {
      Hook.install();
    } catch (IllegalStateException | ExceptionInInitializerError | NoClassDefFoundError e) {
      throw new IOException("the process is ending", e);
    }
    // Created with permissions 0700.
    PrivateFolder folder = new PrivateFolder(Files.createTempDirectory("vtrace-"));
    OPEN.add(folder);
    return folder;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    OPEN.remove(this);
    delete(path, false);
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
