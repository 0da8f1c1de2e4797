// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.trace.InputKind;
import dev.vtrace.decoder.trace.input.ForeignFile;
import java.io.IOException;

/** Says what a file of a capture is of which nothing is read. */
public final class UnusedInput {
  private UnusedInput() {}

  /** A word or a sentence without its end. */
  public static String what(Input input) {
    String label = input.kind().label();
    if (input.kind() != InputKind.UNKNOWN) {
      return label;
    }
    try {
      return ForeignFile.of(input.path()).map(ForeignFile::description).orElse(label);
    } catch (IOException unreadable) {
      // A note of the capture says so.
      return label;
    }
  }
}
