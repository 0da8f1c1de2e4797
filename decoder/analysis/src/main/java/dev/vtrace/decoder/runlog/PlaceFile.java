// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which file of a capture is meant by a name, that may have folders or an archive before it. */
final class PlaceFile {
  private PlaceFile() {}

  /**
   * The file that is meant.
   *
   * @throws IOException if there is none, or if several may be meant
   */
  static Input find(Capture capture, String pasted) throws IOException {
    for (Input input : capture.inputs()) {
      if (input.name().equals(pasted)) {
        return input;
      }
    }
    List<Input> found = new ArrayList<>();
    for (Input input : capture.inputs()) {
      if (pasted.endsWith("/" + input.name())) {
        found.add(input);
      }
    }
    for (Input input : found.isEmpty() ? capture.inputs() : List.<Input>of()) {
      if (input.name().endsWith("/" + pasted)) {
        found.add(input);
      }
    }
    if (found.isEmpty()) {
      Input beside = beside(capture, pasted);
      if (beside != null) {
        return beside;
      }
      throw new IOException(pasted + ": the capture has no such file; it has " + names(capture));
    }
    if (found.size() > 1) {
      throw new IOException(
          pasted + ": may be " + String.join(", ", found.stream().map(Input::name).toList()));
    }
    return found.get(0);
  }

  private static String names(Capture capture) {
    return String.join(", ", capture.inputs().stream().map(Input::name).toList());
  }

  /** A file that lies beside the evidence and is none, as the description of a capture. */
  private static @Nullable Input beside(Capture capture, String pasted) {
    String name = pasted.substring(pasted.lastIndexOf('/') + 1);
    if (capture.inputs().isEmpty() || name.isEmpty() || name.equals("..") || name.equals(".")) {
      return null;
    }
    try {
      Path path = capture.inputs().get(0).path().resolveSibling(name);
      return Files.isRegularFile(path)
          ? new Input(path, name, InputKind.TEXT, InputRole.OTHER, "")
          : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
