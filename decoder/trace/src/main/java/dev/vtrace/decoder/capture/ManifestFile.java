// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that {@code capture.json} names: what it says of it, compared with what is there. Its role
 * wins over content that only looks like something else, as damaged evidence does; content that is
 * surely of another kind wins over the role, and that is said.
 */
final class ManifestFile {
  /** Logs hold lines of several programs, so each may look like another. */
  private static final Set<InputRole> LOGS =
      EnumSet.of(InputRole.TRACE, InputRole.QMP, InputRole.BACKEND_LOG);

  /** Kinds with a signature, or with members that nothing else has. */
  private static final Set<InputKind> SURE =
      EnumSet.of(
          InputKind.MIGRATION_STREAM,
          InputKind.MULTIFD_CHANNEL,
          InputKind.CPR_CHANNEL,
          InputKind.SIMPLETRACE,
          InputKind.PCAPNG,
          InputKind.PCAP,
          InputKind.VHOST_USER_JSON,
          InputKind.DESCRIPTORS_JSON);

  private final String name;
  private final Path path;
  private final @Nullable InputRole given;
  private final Map<String, String> members;
  private final List<FileNote> notes;

  /**
   * @param members the plain members of the file's object
   * @param notes gets what is wrong with it
   */
  ManifestFile(Path path, Map<String, String> members, List<FileNote> notes) {
    this.name = members.getOrDefault("name", "");
    this.path = path;
    this.given = InputRole.of(members.getOrDefault("role", ""));
    this.members = members;
    this.notes = notes;
  }

  /** What it is read as; null if it is not there. */
  @Nullable Input input() throws IOException {
    boolean evidence = given != null && given != InputRole.OTHER;
    if (!Files.isRegularFile(path)) {
      if (evidence) {
        note(Code.FILE_MISSING, "capture.json names this file, but it does not exist");
      }
      return null;
    }
    size();
    InputKind content = Content.of(path, name, given == InputRole.DESCRIPTORS, notes);
    InputKind kind = given != null && evidence ? kind(given, content) : content;
    InputRole seen = InputRole.of(kind);
    // Some back-ends belong to QEMU, and write as it does.
    boolean backend = given == InputRole.BACKEND_LOG && seen == InputRole.TRACE;
    InputRole role = given != null && (given == InputRole.OTHER || backend) ? given : seen;
    return new Input(path, name, kind, role, members.getOrDefault("participant", ""));
  }

  private InputKind kind(InputRole role, InputKind content) {
    boolean text = content == InputKind.TEXT;
    if (role == InputRole.TRACE && text) {
      return InputKind.QEMU_LOG;
    }
    InputKind kind = LooseFiles.kindOf(role, content);
    InputRole seen = InputRole.of(kind);
    boolean calls = role == InputRole.SOCKET && kind == InputKind.STRACE;
    if (seen == role || calls || LOGS.contains(role) && LOGS.contains(seen)) {
      return kind;
    }
    if (kind == InputKind.EMPTY) {
      if (role == InputRole.STREAM || promised(role, content) == InputKind.PCAPNG) {
        note(Code.NOT_RECOGNISED, "the " + role.label() + " file is empty");
      }
      return kind;
    }
    boolean vague = NamedKind.open(kind) || !LOGS.contains(role) && !SURE.contains(kind);
    if (vague && !kind.isPacked()) {
      InputKind read = promised(role, content);
      note(
          Code.NOT_RECOGNISED,
          "it looks like: " + content.label() + "; it is read as: " + read.label());
      return read;
    }
    note(
        Code.ROLE_DISAGREES,
        "capture.json calls it a file of role " + role.label() + ", it is: " + kind.label());
    return kind;
  }

  /** What a file of the role should be, by what the description or the name says. */
  private InputKind promised(InputRole role, InputKind content) {
    for (InputKind kind : InputKind.values()) {
      if (kind.label().equals(members.get("kind")) && InputRole.of(kind) == role) {
        return kind;
      }
    }
    InputKind named = NamedKind.of(path.getFileName().toString());
    if (named != null && InputRole.of(named) == role) {
      return named;
    }
    boolean text = content != InputKind.UNKNOWN;
    return switch (role) {
      case STREAM -> InputKind.MIGRATION_STREAM;
      case DESCRIPTORS -> InputKind.DESCRIPTORS_JSON;
      case SOCKET -> text ? InputKind.VHOST_USER_JSON : InputKind.PCAPNG;
      case QMP -> InputKind.QMP;
      case EVENTS -> InputKind.TRACE_EVENTS;
      case BACKEND_LOG -> InputKind.BACKEND_LOG;
      default -> InputKind.QEMU_LOG;
    };
  }

  private void size() throws IOException {
    String stated = members.getOrDefault("size", "");
    long size = Files.size(path);
    if (!stated.isEmpty() && !stated.equals(Long.toString(size))) {
      note(
          Code.SIZE_DISAGREES,
          "the file has " + size + " bytes, according to capture.json " + bounded(stated));
    }
  }

  private static String bounded(String text) {
    return text.length() <= 20 ? text : text.substring(0, 20);
  }

  private void note(Code code, String message) {
    notes.add(FileNote.of(name, code, message));
  }
}
