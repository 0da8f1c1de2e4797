// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.bytes.PackedForm;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.input.InputRecognition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Opens whatever somebody sends: a directory, a {@code .vtrace} file, any other zip or tar archive
 * with a capture in it, also once more compressed, or a single piece of evidence. What it is shows
 * in its content, never in its name.
 */
public final class CaptureOpener {
  private static final int HEAD = PackedForm.TAR_HEAD;

  private CaptureOpener() {}

  /**
   * Opens a capture.
   *
   * @throws IOException if it cannot be read, or if it is an archive that is not to be trusted
   */
  public static Capture open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return CaptureFolder.open(path);
    }
    Path folder = archive(path);
    if (folder != null) {
      return inside(path, folder);
    }
    return CaptureFolder.of(name(path), path);
  }

  /** Whether a file, or what comes through a pipe, is an archive, as it is or packed. */
  public static boolean isArchive(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      InputKind kind = raw(path);
      if (kind == InputKind.TAR) {
        return true;
      }
      if (!kind.isArchivable()) {
        return false;
      }
    }
    InputKind inside = Files.isDirectory(path) ? InputKind.UNKNOWN : unpacked(path);
    return isArchive(inside);
  }

  /** What a file is by its first bytes, as it lies there. */
  private static InputKind raw(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(HEAD);
      return InputRecognition.of(head, head.length);
    }
  }

  /** The same of what was packed, of which no more is unpacked than needed. */
  private static InputKind unpacked(Path path) throws IOException {
    try (InputStream in = Inputs.look(path)) {
      byte[] head = in.readNBytes(HEAD);
      return InputRecognition.of(head, head.length);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      // Whoever reads it to its end will say what is wrong with it.
      return InputKind.UNKNOWN;
    }
  }

  /** Whether a path holds several files: a directory, or such an archive. */
  public static boolean isCapture(Path path) throws IOException {
    return Files.isDirectory(path) || isArchive(path);
  }

  private static Capture inside(Path path, Path folder) throws IOException {
    Capture capture = CaptureFolder.open(folder);
    if (capture.inputs().size() == 1 && isArchive(capture.inputs().get(0).kind())) {
      // A bug tracker packed what was packed.
      try {
        capture = CaptureFolder.open(Archive.unpacked(capture.inputs().get(0).path(), path));
      } finally {
        Archive.close(folder);
      }
    }
    return new Capture(
        name(path),
        capture.participants(),
        capture.inputs(),
        capture.gaps(),
        capture.notes(),
        capture.commands());
  }

  private static boolean isArchive(InputKind kind) {
    return kind == InputKind.ZIP || kind == InputKind.TAR;
  }

  /** The folder in an archive; null if it is none. */
  private static @Nullable Path archive(Path path) throws IOException {
    if (Files.isRegularFile(path) && raw(path) == InputKind.ZIP) {
      return Archive.open(path);
    }
    return isArchive(path) ? Archive.unpacked(path, path) : null;
  }

  private static String name(Path path) {
    return path.toAbsolutePath().normalize().getFileName().toString();
  }
}
