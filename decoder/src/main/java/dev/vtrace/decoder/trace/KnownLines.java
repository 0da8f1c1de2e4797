// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.SourceStream;
import java.io.IOException;

/** Looks in a text for any line that is of QEMU, of a conversation with it, or of a back-end. */
public final class KnownLines {
  private KnownLines() {}

  /** Whether there is one. Reading ends with the first. */
  public static boolean any(ByteSource source) throws IOException {
    LineReader lines = new LineReader(new SourceStream(source), LineReader.LOG_LINE);
    Unwrapper wrapper = new Unwrapper();
    while (lines.next()) {
      if (lines.length() > 0
          && InputKind.line(lines.buffer(), lines.start(), lines.end(), false, wrapper) != null) {
        return true;
      }
    }
    return false;
  }
}
