// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.line;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Passes findings on, but not thousands of the same code: damaged input must not fill memory with
 * what is said of it.
 */
public final class LimitedFindings {
  private static final int EACH = 50;

  private final Consumer<Diagnostic> diagnostics;
  private final Map<Code, Integer> counts = new EnumMap<>(Code.class);

  public LimitedFindings(Consumer<Diagnostic> diagnostics) {
    this.diagnostics = diagnostics;
  }

  public void add(Code code, long offset, long length, String path, String message) {
    if (counts.merge(code, 1, Integer::sum) <= EACH) {
      diagnostics.accept(new Diagnostic(code, offset, length, path, message));
    }
  }

  /** The input ends: tells how many were left out. */
  public void end() {
    for (Map.Entry<Code, Integer> entry : counts.entrySet()) {
      int more = entry.getValue() - EACH;
      if (more > 0) {
        diagnostics.accept(
            new Diagnostic(entry.getKey(), 0, 0, "", more + " more findings of this kind"));
      }
    }
    counts.clear();
  }
}
