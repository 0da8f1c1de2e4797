// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Collects files that were named one by one. What each is shows in its content. */
public final class LooseFiles {
  private final List<Input> inputs = new ArrayList<>();
  private final List<String> participants = new ArrayList<>();

  /**
   * Adds what one QEMU tells of itself.
   *
   * @throws IOException if it cannot be read, or is nothing of that sort
   */
  public LooseFiles trace(String participant, Path file) throws IOException {
    InputKind kind = sniff(file);
    participants.add(participant);
    // A log that has no event yet looks like any text.
    boolean text = kind == InputKind.TEXT || kind == InputKind.EMPTY;
    return add(file, text ? InputKind.QEMU_LOG : kind, InputRole.TRACE, participant);
  }

  /** Adds a file with a role that it must have by its content. */
  public LooseFiles add(InputRole role, Path file) throws IOException {
    return add(file, sniff(file, role == InputRole.DESCRIPTORS), role, "");
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

  /** Everything that was added. */
  public Capture capture() {
    return new Capture("", Sides.order(participants), inputs);
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
    return InputKind.of(file);
  }
}
