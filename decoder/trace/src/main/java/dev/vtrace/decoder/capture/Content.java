// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.capture;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.InputKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks at one file among others: that it cannot be read does not end the reading of the others.
 */
final class Content {
  private Content() {}

  /**
   * What a file holds; unknown data, with a note, where not even its beginning can be read.
   *
   * @param list whether it is said to be a list of descriptors
   */
  static InputKind of(Path file, String name, boolean list, List<FileNote> notes) {
    try {
      return LooseFiles.sniff(file, list);
    } catch (IOException e) {
      notes.add(FileNote.of(name, Code.NOT_READ, "it cannot be read: " + e.getMessage()));
      return InputKind.UNKNOWN;
    }
  }
}
