// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.answer;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.rules.TestedRules;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a run. Immutable.
 *
 * @param name of the capture; may be empty
 * @param migrations one for each, in their order
 * @param outside what was found where no migration is known to have been; null if nothing of weight
 *     was
 * @param notes what explains, or is of no harm, outside of migrations
 * @param end how the last migration ended, where none is known by more; null if nothing tells
 * @param tested how many rules the evidence was enough for
 */
public record WhyAnswer(
    String name,
    List<AnswerPart> migrations,
    @Nullable AnswerPart outside,
    List<Problem> notes,
    @Nullable ReportedEnd end,
    TestedRules tested) {
  public WhyAnswer {
    migrations = List.copyOf(migrations);
    notes = List.copyOf(notes);
  }

  /** Whether there is no migration, nor the end of one, and nothing that weighs was found. */
  public boolean isEmpty() {
    return migrations.isEmpty() && outside == null && end == null;
  }

  /** Whether the evidence tells how every migration ended, and of at least one. */
  public boolean isKnown() {
    return !migrations.isEmpty()
        && migrations.stream()
            .noneMatch(part -> part.migration().outcome() == Attempt.AttemptOutcome.UNKNOWN);
  }

  /** Whether anything went wrong that nobody asked for. */
  public boolean wrong() {
    boolean without = outside != null && outside.wrong();
    return without || migrations.stream().anyMatch(AnswerPart::wrong);
  }
}
