// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.capture.Sides;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is opened for a URI: the capture that a folder is or that a file belongs to, or a file
 * alone.
 *
 * @param id the URI that requests name it by
 * @param stamp of the files and of the folder
 */
record RunTarget(String id, OpenRun.OpenedFrom kind, Capture capture, Stamp stamp) {
  private static final String MANIFEST = "capture.json";

  /** More files than a recorded run has; such a folder is a place where people keep things. */
  private static final int MANY = 5000;

  /**
   * What a URI stands for.
   *
   * @throws IOException if there is nothing of a migration
   */
  static RunTarget of(String uri) throws IOException {
    Path named = Uris.path(uri);
    Path path = Archives.isInside(named) ? Archives.of(named) : named;
    if (Files.isDirectory(path)) {
      Capture capture = CaptureFolder.open(path);
      if (capture.isEmpty()) {
        throw new IOException(path + ": contains nothing about a migration");
      }
      return folder(path, capture);
    }
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (CaptureOpener.isArchive(path)) {
      return archive(path);
    }
    Path parent = path.getParent();
    if (parent != null && few(parent)) {
      Capture capture = CaptureFolder.open(parent);
      if (holds(capture, path) && isRun(parent, capture)) {
        return folder(parent, capture);
      }
    }
    return alone(path);
  }

  /** The files of a list. */
  static RunTarget of(String id, Capture capture) {
    return new RunTarget(id, OpenRun.OpenedFrom.FILES, capture, Stamp.of(paths(capture)));
  }

  private static RunTarget folder(Path folder, Capture capture) {
    List<Path> files = paths(capture);
    files.add(folder);
    return new RunTarget(Uris.of(folder), OpenRun.OpenedFrom.FOLDER, capture, Stamp.of(files));
  }

  private static RunTarget archive(Path file) throws IOException {
    Capture capture = Archives.open(file);
    if (capture.isEmpty()) {
      throw new IOException(file + ": contains nothing about a migration");
    }
    return new RunTarget(Uris.of(file), OpenRun.OpenedFrom.FILE, capture, Stamp.of(List.of(file)));
  }

  private static RunTarget alone(Path file) throws IOException {
    InputKind kind = FileKinds.of(file);
    InputRole role = InputRole.of(kind);
    String name = file.getFileName().toString();
    String participant = role == InputRole.TRACE ? beforeDot(name) : "";
    List<String> participants = participant.isEmpty() ? List.of() : List.of(participant);
    Capture capture =
        new Capture("", participants, List.of(new Input(file, name, kind, role, participant)));
    if (capture.isEmpty()) {
      throw new IOException(
          file + ": contains nothing about a migration, it looks like: " + kind.label());
    }
    return new RunTarget(Uris.of(file), OpenRun.OpenedFrom.FILE, capture, Stamp.of(List.of(file)));
  }

  private static String beforeDot(String name) {
    int dot = name.indexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }

  private static boolean few(Path folder) throws IOException {
    if (Files.isRegularFile(folder.resolve(MANIFEST))) {
      return true;
    }
    int count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        count += entry == null ? 0 : 1;
        if (count > MANY) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean holds(Capture capture, Path file) {
    for (Input input : capture.inputs()) {
      if (input.role() != InputRole.OTHER
          && input.path().toAbsolutePath().normalize().equals(file)) {
        return true;
      }
    }
    return false;
  }

  /** Files side by side are one run if one of them is of both sides, or if they name the sides. */
  private static boolean isRun(Path folder, Capture capture) {
    boolean sides = false;
    for (String participant : capture.participants()) {
      sides |= Sides.isSource(participant) || Sides.isDestination(participant);
    }
    return Files.isRegularFile(folder.resolve(MANIFEST))
        || sides
        || capture.participants().size() <= 1
            && (!capture.with(InputRole.SOCKET).isEmpty()
                || !capture.with(InputRole.QMP).isEmpty());
  }

  private static List<Path> paths(Capture capture) {
    List<Path> out = new ArrayList<>();
    for (Input input : capture.inputs()) {
      out.add(input.path());
    }
    return out;
  }
}
