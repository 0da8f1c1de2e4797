// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.messages.Speaker;
import dev.vtrace.decoder.messages.Utterance;
import dev.vtrace.decoder.trace.BackendLine;
import dev.vtrace.decoder.trace.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The lines of one file that are kept beside its events: a guest can print without end. */
final class KeptLines {
  /** Lines of a log that are kept because they are no events. */
  static final int MAX_LINES = 10_000;

  /** Lines of a back-end that are kept: most are a message, or what it holds. */
  static final int MAX_TOLD = 200_000;

  private final List<LogLine> lines = new ArrayList<>();
  private final List<BackendLine> backendLines = new ArrayList<>();
  private long left;
  private long firstLeft = -1;

  /** Keeps a line of a log; what QEMU itself says also after a guest that prints much. */
  void add(LogLine line) {
    int count = lines.size();
    boolean kept =
        count < MAX_LINES
            || count < 10 * MAX_LINES && Utterance.of(line.text()).speaker() == Speaker.QEMU;
    if (kept) {
      lines.add(line);
    } else {
      leave(line.span().offset());
    }
  }

  /** Keeps a line of a back-end. */
  void add(BackendLine line) {
    if (backendLines.size() < MAX_TOLD) {
      backendLines.add(line);
    } else {
      leave(line.span().offset());
    }
  }

  private void leave(long offset) {
    firstLeft = left++ == 0 ? offset : firstLeft;
  }

  List<LogLine> lines() {
    return lines;
  }

  List<BackendLine> backendLines() {
    return backendLines;
  }

  /** The file ends: tells what was left out of it. */
  void end(String file, Consumer<Diagnostic> findings) {
    if (left > 0) {
      String message =
          "the file has more lines than are kept: " + left + " were not read, from here on";
      findings.accept(new Diagnostic(Code.LINES_LEFT_OUT, firstLeft, 0, file, message));
    }
  }
}
