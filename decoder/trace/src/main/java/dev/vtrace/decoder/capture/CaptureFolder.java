// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Opens a directory that holds one run. Where it has a {@code capture.json}, that tells which file
 * is whose. Otherwise names do: what a QEMU says about itself is {@code NAME.*} ({@code
 * src.trace.log}, {@code dst.simpletrace}), traffic of the destination's own back-end is {@code
 * vhost-user-dst*}, and {@code hop1-stream.bin} belongs to {@code hop1-stream.fds.jsonl}. What a
 * file is shows in its content, always.
 */
public final class CaptureFolder {
  static final String MANIFEST = "capture.json";
  private static final String TRAFFIC = "vhost-user-";
  private static final String LIST = "stream.fds.jsonl";

  private CaptureFolder() {}

  /**
   * Opens a directory.
   *
   * @throws IOException if it cannot be read
   */
  public static Capture open(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isRegularFile(entry)) {
          files.add(entry);
        }
      }
    }
    Collections.sort(files);
    Path last = folder.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "" : last.toString();
    Path manifest = folder.resolve(MANIFEST);
    if (Files.isRegularFile(manifest)) {
      Capture capture = Manifest.read(name, folder, manifest);
      if (capture != null) {
        return withOthers(capture, files);
      }
    }
    return of(name, files, true);
  }

  /** With evidence that somebody has put beside the files that the description lists. */
  private static Capture withOthers(Capture capture, List<Path> files) throws IOException {
    Set<Path> listed = new HashSet<>();
    capture.inputs().forEach(input -> listed.add(input.path().normalize()));
    List<Path> others = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (!name.startsWith(".") && !name.equals(MANIFEST) && !listed.contains(file.normalize())) {
        others.add(file);
      }
    }
    if (others.isEmpty()) {
      return capture;
    }
    List<Input> inputs = new ArrayList<>(capture.inputs());
    Capture beside = of(capture.name(), others, true);
    for (Input input : beside.inputs()) {
      // Pages and pictures that were made of it lie there, too.
      if (input.role() == InputRole.OTHER) {
        continue;
      }
      String whose = Sides.sameSide(input.participant(), capture.participants());
      inputs.add(new Input(input.path(), input.name(), input.kind(), input.role(), whose));
    }
    Set<String> names = new LinkedHashSet<>(capture.participants());
    inputs.forEach(input -> names.add(input.participant()));
    List<FileNote> notes = new ArrayList<>(capture.notes());
    notes.addAll(beside.notes());
    return new Capture(
        capture.name(), Sides.order(names), inputs, capture.gaps(), notes, capture.commands());
  }

  /** The capture that this file is, by its content alone. */
  static Capture of(String name, Path file) throws IOException {
    return of(name, List.of(file), false);
  }

  /**
   * The capture that these files are.
   *
   * @param named whether their names were given by who recorded them, and one unreadable file must
   *     not end the reading
   */
  private static Capture of(String name, List<Path> files, boolean named) throws IOException {
    List<FileNote> notes = new ArrayList<>();
    List<Input> inputs = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    Set<String> binary = new HashSet<>();
    for (Path file : files) {
      InputKind kind = named ? kind(file, notes) : LooseFiles.sniff(file, isList(file));
      InputRole role = InputRole.of(kind);
      String participant = "";
      if (role == InputRole.TRACE) {
        participant = beforeDot(file);
        names.add(participant);
        if (kind == InputKind.SIMPLETRACE) {
          binary.add(participant);
        }
      }
      inputs.add(new Input(file, file.getFileName().toString(), kind, role, participant));
    }
    List<Input> out = new ArrayList<>();
    for (Input input : inputs) {
      String whose = input.role() == InputRole.SOCKET ? owner(input, names) : input.participant();
      // The text is the same file, printed.
      boolean copy = input.kind() == InputKind.SIMPLETRACE_TEXT && binary.contains(whose);
      InputRole role = copy ? InputRole.OTHER : input.role();
      out.add(new Input(input.path(), input.name(), input.kind(), role, whose));
    }
    return new Capture(name, Sides.order(names), out, List.of(), notes);
  }

  /** What a file is by its content, or by its name where the content is damaged. */
  private static InputKind kind(Path file, List<FileNote> notes) {
    String name = file.getFileName().toString();
    InputKind content = Content.of(file, name, isList(file), notes);
    InputKind read = NamedKind.kind(NamedKind.of(name), content);
    if (read == null) {
      return content;
    }
    if (content != InputKind.TEXT || InputRole.of(read) != InputRole.TRACE) {
      String message = "it looks like: " + content.label() + "; it is read as: " + read.label();
      notes.add(FileNote.of(name, Code.NOT_RECOGNISED, message));
    }
    return read;
  }

  /** Whether its name is that of a list of descriptors: {@code hop1-stream.fds.jsonl.gz}. */
  private static boolean isList(Path file) {
    return file.getFileName().toString().contains(LIST);
  }

  /** {@code src} of {@code src.trace.log.gz}. */
  static String beforeDot(Path file) {
    String name = file.getFileName().toString();
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** {@code dst} of {@code vhost-user-dst0.jsonl}; empty for {@code vhost-user-dev0.jsonl}. */
  private static String owner(Input input, Set<String> names) {
    String name = beforeDot(input.path());
    if (!name.startsWith(TRAFFIC)) {
      return "";
    }
    String rest = name.substring(TRAFFIC.length());
    for (String participant : names) {
      if (rest.startsWith(participant)) {
        return participant;
      }
    }
    return rest.startsWith("dst") ? "dst" : "";
  }
}
