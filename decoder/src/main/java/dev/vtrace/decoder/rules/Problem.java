// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.run.Finding;
import java.util.List;

/**
 * One thing that is wrong with a run, with every place that shows it.
 *
 * @param path what it is about: a device, a connection and a queue, a field; may be empty
 * @param message one sentence with the facts of this case
 * @param timeNs nanoseconds since the epoch, -1 if not known
 * @param places the first one is where to look; empty only if a thing is missing everywhere
 */
public record Problem(
    Code code, Rank rank, String path, String message, long timeNs, List<Evidence> places) {
  public Problem {
    places = List.copyOf(places);
  }

  /** Severity, from the table of codes. */
  public Severity severity() {
    return code.severity();
  }

  /** What to do about it, from the table of codes. */
  public String hint() {
    return code.hint();
  }

  /** The same as other views have it: one place only. */
  public Finding finding() {
    Evidence first = places.isEmpty() ? new Evidence("", -1, 0, "") : places.get(0);
    return new Finding(first.file(), new Diagnostic(code, first.offset(), 0, path, message));
  }
}
