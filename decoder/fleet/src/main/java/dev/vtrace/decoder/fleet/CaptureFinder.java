// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.input.InputRecognition;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds captures: archives by their names ({@code .vtrace}, {@code .zip}, {@code .tar.gz} and the
 * like), whatever is in them, and folders by the content of their files. Links to folders are not
 * followed, since they may go in circles.
 */
public final class CaptureFinder {
  private static final List<String> ARCHIVES =
      List.of(
          ".vtrace",
          ".zip",
          ".tar",
          ".tgz",
          ".tar.gz",
          ".tar.xz",
          ".tar.zst",
          ".tar.bz2",
          ".tar.lz4");

  /** Documents may quote evidence. */
  private static final List<String> DOCUMENTS = List.of(".md", ".rst", ".html");

  private static final String MANIFEST = "capture.json";

  /** More than anybody nests. */
  private static final int DEEPEST = 64;

  private final SortedMap<String, FleetCapture> found = new TreeMap<>();

  private CaptureFinder() {}

  /**
   * Finds all captures.
   *
   * @param places folders, archives, files of evidence, or patterns such as {@code night/*.vtrace}
   * @return by their names, each once
   * @throws IOException if a place does not exist, or if a folder cannot be read
   */
  public static List<FleetCapture> find(Collection<String> places) throws IOException {
    CaptureFinder finder = new CaptureFinder();
    for (String place : places) {
      Path path = Path.of(place);
      if (Files.exists(path)) {
        finder.addPath(path, place);
      } else {
        finder.pattern(place);
      }
    }
    return List.copyOf(finder.found.values());
  }

  /**
   * Finds the captures in a folder of any file system.
   *
   * @param name what their names begin with
   */
  public static List<FleetCapture> find(Path folder, String name) throws IOException {
    CaptureFinder finder = new CaptureFinder();
    finder.addPath(folder, name);
    return List.copyOf(finder.found.values());
  }

  private void pattern(String pattern) throws IOException {
    int magic = magic(pattern);
    int slash = pattern.lastIndexOf('/', magic);
    Path from = Path.of(slash < 0 ? "" : pattern.substring(0, slash + 1));
    if (magic < 0 || !Files.isDirectory(from)) {
      throw new NoSuchFileException(pattern);
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    List<Path> matches = new ArrayList<>();
    try (Stream<Path> all = Files.walk(from, DEEPEST)) {
      all.filter(matcher::matches).forEach(matches::add);
    }
    if (matches.isEmpty()) {
      throw new NoSuchFileException(pattern);
    }
    for (Path match : matches) {
      addPath(match, match.toString());
    }
  }

  /** Where a name begins to be a pattern, -1 if it is none. */
  private static int magic(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("*?[{".indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private void addPath(Path path, String name) throws IOException {
    if (!Files.isDirectory(path)) {
      add(path, name, Files.size(path));
    } else {
      folder(path, trimmed(name), 0);
    }
  }

  private static String trimmed(String name) {
    int end = name.length();
    while (end > 1 && name.charAt(end - 1) == '/') {
      end--;
    }
    return name.substring(0, end);
  }

  private void folder(Path folder, String name, int depth) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> folders = new ArrayList<>();
    long bytes = 0;
    boolean described = false;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        BasicFileAttributes kind = attributes(entry);
        if (kind.isDirectory()) {
          folders.add(entry);
        } else if (Files.isRegularFile(entry)) {
          String file = entry.getFileName().toString();
          if (isArchive(file)) {
            add(entry, name + "/" + file, Files.size(entry));
          } else {
            files.add(entry);
            bytes += Files.size(entry);
            described |= file.equals(MANIFEST);
          }
        }
      }
    }
    if (described || hasEvidence(files)) {
      add(folder, name, bytes);
    }
    // What a description names may be in folders of the capture.
    if (!described && depth < DEEPEST) {
      Collections.sort(folders);
      for (Path each : folders) {
        folder(each, name + "/" + each.getFileName(), depth + 1);
      }
    }
  }

  private static BasicFileAttributes attributes(Path entry) throws IOException {
    return Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private void add(Path path, String name, long bytes) {
    found.putIfAbsent(name, new FleetCapture(name, path, bytes));
  }

  private static boolean isArchive(String file) {
    return endsWith(file, ARCHIVES);
  }

  private static boolean endsWith(String file, List<String> endings) {
    String lower = file.toLowerCase(Locale.ROOT);
    return endings.stream().anyMatch(lower::endsWith);
  }

  private static boolean hasEvidence(List<Path> files) {
    Collections.sort(files);
    for (Path file : files) {
      if (endsWith(file.getFileName().toString(), DOCUMENTS)) {
        continue;
      }
      try {
        InputRole role = InputRole.of(InputRecognition.of(file));
        if (role != InputRole.OTHER && role != InputRole.EVENTS || CaptureOpener.isArchive(file)) {
          return true;
        }
      } catch (IOException e) {
        // That a file cannot be read is told where its capture is.
        continue;
      }
    }
    return false;
  }
}
