// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.input.InputRecognition;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Opens whatever somebody sends: a directory, a {@code .vtrace} file, any other zip archive with a
 * capture in it, also once more compressed, or a single piece of evidence. What it is shows in its
 * content, never in its name.
 */
public final class CaptureOpener {
  private static final int HEAD = 4;

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

  /** Whether a file is an archive of several files, as it is or in gzip. */
  public static boolean isArchive(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    InputKind kind = kind(path, false);
    return kind == InputKind.ZIP
        ? LooseFiles.sniff(path) == InputKind.ZIP
        : kind == InputKind.GZIP && kind(path, true) == InputKind.ZIP;
  }

  /** What a file is by its first bytes, of which no more are unpacked than needed. */
  private static InputKind kind(Path path, boolean unpack) throws IOException {
    try (InputStream file = Files.newInputStream(path);
        InputStream in = unpack ? new GZIPInputStream(file) : file) {
      byte[] head = in.readNBytes(HEAD);
      return InputRecognition.of(head, head.length);
    } catch (EOFException e) {
      return InputKind.UNKNOWN;
    } catch (ZipException e) {
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
    if (capture.inputs().size() == 1 && capture.inputs().get(0).kind() == InputKind.ZIP) {
      // A bug tracker packed what was packed.
      try {
        capture = CaptureFolder.open(Archive.unpacked(capture.inputs().get(0).path(), path));
      } finally {
        Archive.close(folder);
      }
    }
    return new Capture(
        name(path), capture.participants(), capture.inputs(), capture.gaps(), capture.notes());
  }

  /** The folder in an archive; null if it is none. */
  private static @Nullable Path archive(Path path) throws IOException {
    if (Files.isRegularFile(path) && kind(path, false) == InputKind.ZIP) {
      return Archive.open(path);
    }
    return isArchive(path) ? Archive.unpacked(path, path) : null;
  }

  private static String name(Path path) {
    return path.toAbsolutePath().normalize().getFileName().toString();
  }
}
