// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.run.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a run, with every place that shows it.
 *
 * @param path what it is about: a device, a connection and a queue, a field; may be empty
 * @param message one sentence with the facts of this case
 * @param timeNs nanoseconds since the epoch, -1 if not known; the largest number for what stands
 *     for several others, so that it comes after them
 * @param evidence the first one is where to look; empty only if a thing is missing everywhere
 * @param hint what to do about it
 * @param attempt number of the migration that it belongs to, 0 where that is none or not known
 * @param follows the problem of the same migration that it follows from, or null
 */
public record Problem(
    Code code,
    Rank rank,
    String path,
    String message,
    long timeNs,
    List<Evidence> evidence,
    String hint,
    int attempt,
    @Nullable Problem follows) {
  public Problem {
    evidence = List.copyOf(evidence);
  }

  /** A problem by itself. */
  public Problem(
      Code code, Rank rank, String path, String message, long timeNs, List<Evidence> evidence) {
    this(code, rank, path, message, timeNs, evidence, code.hint(), 0, null);
  }

  /** A problem by itself, with a hint of its own. */
  public Problem(
      Code code,
      Rank rank,
      String path,
      String message,
      long timeNs,
      List<Evidence> evidence,
      String hint) {
    this(code, rank, path, message, timeNs, evidence, hint, 0, null);
  }

  /** The same, of a migration. */
  public Problem in(int number) {
    return new Problem(code, rank, path, message, timeNs, evidence, hint, number, follows);
  }

  /** The same, following from another one. */
  public Problem after(@Nullable Problem cause) {
    return new Problem(code, rank, path, message, timeNs, evidence, hint, attempt, cause);
  }

  /** What it follows from in the end; itself where that is nothing else. */
  public Problem root() {
    Problem at = this;
    while (at.follows != null) {
      at = at.follows;
    }
    return at;
  }

  /** Severity, from the table of codes. */
  public Severity severity() {
    return code.severity();
  }

  /** The same with another hint. */
  public Problem withHint(String other) {
    return new Problem(code, rank, path, message, timeNs, evidence, other, attempt, follows);
  }

  /** The same as other views have it: one place only. */
  public Finding finding() {
    Evidence first = evidence.isEmpty() ? new Evidence("", -1, 0, "") : evidence.get(0);
    return new Finding(first.file(), new Diagnostic(code, first.offset(), 0, path, message));
  }

  /** Whether the moment is known. */
  public boolean isTimed() {
    return timeNs >= 0 && timeNs != Long.MAX_VALUE;
  }
}
