// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** What the sessions of one recording find: the first of each kind, and how many more there are. */
final class KeptNotes {
  private static final int EACH = 2_000;

  private final Consumer<Diagnostic> findings;
  private final Map<Code, Integer> counts = new EnumMap<>(Code.class);

  KeptNotes(Consumer<Diagnostic> findings) {
    this.findings = findings;
  }

  /** Passes a note on to both, as long as there are not many of its kind. */
  void add(Diagnostic note, Consumer<Diagnostic> connection) {
    if (counts.merge(note.code(), 1, Integer::sum) <= EACH) {
      connection.accept(note);
      findings.accept(note);
    }
  }

  /** The recording ends. */
  void end() {
    counts.forEach(
        (code, count) -> {
          if (count > EACH) {
            String message = (count - EACH) + " more findings of this kind";
            findings.accept(new Diagnostic(code, 0, 0, "", message));
          }
        });
  }
}
