// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.answer.WhyAnswer;
import dev.vtrace.decoder.redact.Redaction;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.timeline.Timeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a report shows, the same for all its forms. Immutable.
 *
 * @param tool the program that made it, with its version
 * @param answer how it ended, why, and what to do
 * @param sentences what happened, in plain words
 * @param environment versions and circumstances
 * @param redaction what was taken out, or null where the evidence is shown as it is
 * @param faithful whether the redacted evidence says the same as the original
 * @param minimized how much was cut off, or null if that was not asked for
 */
public record Report(
    String tool,
    WhyAnswer answer,
    List<String> sentences,
    List<Fact> environment,
    Migration migration,
    CheckResult check,
    Timeline timeline,
    @Nullable Redaction redaction,
    boolean faithful,
    @Nullable Minimized minimized) {
  public Report {
    sentences = List.copyOf(sentences);
    environment = List.copyOf(environment);
  }

  /** Something about the run. */
  public record Fact(String name, String value) {}

  /**
   * How much of the evidence is left.
   *
   * @param before bytes of the redacted evidence
   * @param after bytes of what is left
   * @param steps what was cut off, in words
   */
  public record Minimized(long before, long after, List<String> steps) {
    public Minimized {
      steps = List.copyOf(steps);
    }
  }

  /** The name to show; what the evidence was called is private. */
  public String title() {
    return migration.name().isEmpty() ? "Migration" : migration.name();
  }
}
