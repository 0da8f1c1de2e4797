// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.SourceFileSystem;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.capture.Input;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A capture of a fleet: files of a disk, or bytes from anywhere. {@link #rows} always gives rows,
 * whatever the capture holds.
 *
 * @param name in the tables
 * @param path the folder, archive or file
 * @param bytes of its files
 */
public record FleetCapture(String name, Path path, long bytes) {
  /**
   * A capture of bytes.
   *
   * @param name in the tables
   * @param files by their names in the capture; a single one may be an archive
   */
  public static FleetCapture of(String name, Map<String, ? extends ByteSource> files) {
    Path folder = SourceFileSystem.of(Map.copyOf(files));
    long bytes = files.values().stream().mapToLong(ByteSource::size).sum();
    boolean one = files.size() == 1;
    return new FleetCapture(
        name, one ? folder.resolve(files.keySet().iterator().next()) : folder, bytes);
  }

  /** Reads it; if that cannot be done, there is one row that says why. */
  public CaptureRows rows() {
    try {
      return read();
    } catch (IOException e) {
      return CaptureRows.failed(name, plain(describe(e)));
    } catch (OutOfMemoryError e) {
      return CaptureRows.failed(name, "out of memory while it was read");
    } catch (RuntimeException | StackOverflowError e) {
      return CaptureRows.failed(name, "its reader failed (" + e.getClass().getSimpleName() + ")");
    }
  }

  /** What changes when somebody writes to its files: their sizes and times. */
  String stamp() {
    try {
      if (!Files.isDirectory(path)) {
        return stamp(path);
      }
      List<String> stamps = new ArrayList<>();
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : (Iterable<Path>) files.sorted()::iterator) {
          stamps.add(file.getFileName() + " " + stamp(file));
        }
      }
      return Integer.toHexString(stamps.hashCode()) + " " + bytes;
    } catch (IOException e) {
      return "";
    }
  }

  private static String stamp(Path file) throws IOException {
    return Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
  }

  private static String describe(IOException e) {
    String message = e.getMessage();
    if (e instanceof FileSystemException f && f.getReason() == null) {
      return f.getFile()
          + ": "
          + (e instanceof AccessDeniedException ? "permission denied" : "no such file");
    }
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** The same sentence wherever the capture was: its place is in the column of its name. */
  private String plain(String message) {
    String place = path.toString();
    Path last = path.getFileName();
    return place.isEmpty() || last == null ? message : message.replace(place, last.toString());
  }

  private CaptureRows read() throws IOException {
    Capture capture = CaptureOpener.open(path);
    Set<FileSystem> archives = new HashSet<>();
    for (Input input : capture.inputs()) {
      if (input.path().getFileSystem() != path.getFileSystem()) {
        archives.add(input.path().getFileSystem());
      }
    }
    try {
      return SummarizedRun.of(name, bytes, capture).rows();
    } finally {
      for (FileSystem archive : archives) {
        try {
          archive.close();
        } catch (NoSuchFileException e) {
          // That of an unpacked one is gone since it was opened.
        }
      }
    }
  }
}
