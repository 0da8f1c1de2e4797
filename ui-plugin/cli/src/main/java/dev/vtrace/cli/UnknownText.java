// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Inputs;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.Input;
import dev.vtrace.decoder.capture.InputRole;
import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.KnownLines;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Texts that were named as evidence and hold nothing that is known. */
final class UnknownText {
  private static final String WORDS =
      ": none of its lines is of QEMU, of QMP or of a back-end, so it tells nothing";

  private UnknownText() {}

  /**
   * Says which files tell nothing.
   *
   * @throws IOException if there is nothing else in the capture: then "nothing is wrong" would be
   *     said of nothing
   */
  static void refuse(Capture capture, Console console) throws IOException {
    List<String> unknown = new ArrayList<>();
    int evidence = 0;
    for (Input input : capture.inputs()) {
      boolean counts = input.role() != InputRole.OTHER && input.role() != InputRole.EVENTS;
      evidence += counts ? 1 : 0;
      boolean text = input.role() == InputRole.TRACE || input.role() == InputRole.BACKEND_LOG;
      if (text && !known(input)) {
        unknown.add(input.name() + WORDS);
      }
    }
    if (!unknown.isEmpty() && unknown.size() == evidence) {
      throw new IOException(String.join("; ", unknown));
    }
    unknown.forEach(console.err()::println);
  }

  private static boolean known(Input input) throws IOException {
    try (ByteSource source = Inputs.open(input.path())) {
      return InputKind.of(source) != InputKind.TEXT || KnownLines.any(source);
    }
  }
}
