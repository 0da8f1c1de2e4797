// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.capture.Input;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Captures in zip archives. Their files are read where they lie; a path to one knows its archive,
 * and here an archive that was opened is found again.
 */
final class Archives {
  private static final Map<Path, FileSystem> OPEN = new ConcurrentHashMap<>();

  private Archives() {}

  static Capture open(Path archive) throws IOException {
    Capture capture = CaptureOpener.open(archive);
    for (Input input : capture.inputs()) {
      if (isInside(input.path())) {
        OPEN.put(archive, input.path().getFileSystem());
      }
    }
    return capture;
  }

  /** Whether a path leads into an archive. */
  static boolean isInside(Path path) {
    return path.getFileSystem() != FileSystems.getDefault();
  }

  /** The archive that a path leads into. */
  static Path of(Path inside) {
    for (Map.Entry<Path, FileSystem> each : OPEN.entrySet()) {
      if (each.getValue() == inside.getFileSystem()) {
        return each.getKey();
      }
    }
    throw new IllegalArgumentException(inside + " points into an archive that is not open");
  }

  /** The path of a file in an archive, which is opened if it is not. */
  static Path path(Path archive, String inside) throws IOException {
    if (!OPEN.containsKey(archive)) {
      open(archive);
    }
    FileSystem files = OPEN.get(archive);
    if (files == null) {
      throw new NoSuchFileException(archive + "!" + inside);
    }
    return files.getPath(inside).normalize();
  }
}
