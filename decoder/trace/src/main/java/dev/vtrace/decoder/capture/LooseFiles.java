// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.capture.CaptureDescription.RecordedGap;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.input.InputRecognition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects files that were named one by one. What each is shows in its content. */
public final class LooseFiles {
  private final List<Input> inputs = new ArrayList<>();
  private final List<String> participants = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<RecordedGap> gaps = new ArrayList<>();
  private final List<FileNote> damage = new ArrayList<>();
  private int captures;

  /**
   * Adds what one QEMU says about itself: a log or trace, its monitor's conversation, or a file in
   * which its back-end speaks.
   *
   * @throws IOException if it cannot be read, or is nothing of that sort
   */
  public LooseFiles trace(String participant, Path file) throws IOException {
    InputKind kind = sniff(file);
    if (kind == InputKind.BACKEND_LOG) {
      notes.add(file + ": read as the log of a back-end");
      return add(file, kind, InputRole.BACKEND_LOG, "");
    }
    participants.add(participant);
    if (kind == InputKind.QMP) {
      return add(file, kind, InputRole.QMP, participant);
    }
    // A log that has no event yet looks like any text.
    boolean text = kind == InputKind.TEXT || kind == InputKind.EMPTY;
    return add(file, text ? InputKind.QEMU_LOG : kind, InputRole.TRACE, participant);
  }

  /** Adds a file with a role that it must have by its content. */
  public LooseFiles add(InputRole role, Path file) throws IOException {
    InputKind kind = sniff(file);
    if (role == InputRole.SOCKET && kind == InputKind.BACKEND_LOG) {
      notes.add(file + ": read as the log of a back-end, as --backend does");
      return add(file, kind, InputRole.BACKEND_LOG, "");
    }
    boolean list = kind == InputKind.EMPTY && role == InputRole.DESCRIPTORS;
    return add(file, list ? InputKind.DESCRIPTORS_JSON : kindOf(role, kind), role, "");
  }

  /** What a text is whose role was told, where its content leaves that open. */
  static InputKind kindOf(@Nullable InputRole role, InputKind kind) {
    if (kind == InputKind.QEMU_LOG && role == InputRole.QMP) {
      // Between messages there may be more lines of QEMU than messages.
      return InputKind.QMP;
    }
    return isLog(kind) && role == InputRole.BACKEND_LOG ? InputKind.BACKEND_LOG : kind;
  }

  private static boolean isLog(InputKind kind) {
    return kind == InputKind.TEXT || kind == InputKind.EMPTY || kind == InputKind.QEMU_LOG;
  }

  /**
   * Adds a file by its content alone. A log of one QEMU goes to the side that its words name, and a
   * note says so.
   */
  public LooseFiles any(Path file) throws IOException {
    InputKind kind = sniff(file);
    InputRole role = InputRole.of(kind);
    boolean text = kind != InputKind.SIMPLETRACE && kind != InputKind.STRACE;
    String participant = "";
    if (role == InputRole.TRACE) {
      SideGuess guess = text ? SideGuess.of(file) : new SideGuess("", "", -1);
      participant = guess.side().isEmpty() ? CaptureFolder.beforeDot(file) : guess.side();
      participants.add(participant);
      notes.add(
          guess.side().isEmpty()
              ? file + ": a " + kind.label() + "; nothing in it shows which side it is from"
              : file
                  + ": a "
                  + kind.label()
                  + ", taken for that of the "
                  + guess.side()
                  + ", for '"
                  + guess.word()
                  + "' in line "
                  + guess.line());
    } else if (role != InputRole.OTHER) {
      notes.add(file + ": read as: " + kind.label());
    }
    inputs.add(new Input(file, file.toString(), kind, role, participant));
    return this;
  }

  /**
   * Adds all files of a capture. A QEMU that is called as one of an earlier capture is that one if
   * its name names a side; other names, such as {@code qemu}, are those of their capture only.
   */
  public LooseFiles all(Capture capture) {
    Map<String, String> names = new HashMap<>();
    for (String name : capture.participants()) {
      boolean side = Sides.isSource(name) || Sides.isDestination(name);
      String own = Sides.sameSide(name, participants);
      names.put(name, !side && participants.contains(name) ? unused(name) : own);
    }
    participants.addAll(names.values());
    String prefix = captures++ == 0 ? "" : capture.name() + "/";
    for (Input input : capture.inputs()) {
      String whose = names.getOrDefault(input.participant(), input.participant());
      inputs.add(new Input(input.path(), prefix + input.name(), input.kind(), input.role(), whose));
    }
    for (RecordedGap gap : capture.gaps()) {
      gaps.add(new RecordedGap(prefix + gap.file(), gap.offset(), gap.bytes(), gap.why()));
    }
    damage.addAll(capture.notes());
    return this;
  }

  private String unused(String name) {
    int number = 2;
    while (participants.contains(name + number)) {
      number++;
    }
    return name + number;
  }

  private LooseFiles add(Path file, InputKind kind, InputRole role, String participant)
      throws IOException {
    boolean traffic = role == InputRole.SOCKET && kind == InputKind.STRACE;
    if (InputRole.of(kind) != role && !traffic) {
      throw new IOException(
          file + ": is no " + role.label() + " file, it looks like: " + kind.label());
    }
    inputs.add(new Input(file, file.toString(), kind, role, participant));
    return this;
  }

  /** What was found out about files, a sentence each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Everything that was added. */
  public Capture capture() {
    return new Capture("", Sides.order(participants), inputs, gaps, damage);
  }

  /**
   * The kind of a file.
   *
   * @param list whether it is said to be a list of descriptors; an empty one is a list of none
   */
  static InputKind sniff(Path file, boolean list) throws IOException {
    InputKind kind = sniff(file);
    return list && kind == InputKind.EMPTY ? InputKind.DESCRIPTORS_JSON : kind;
  }

  static InputKind sniff(Path file) throws IOException {
    return InputRecognition.of(file);
  }
}
