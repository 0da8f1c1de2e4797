// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.answer;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.rules.model.Rank;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one migration, or outside of all of them. Immutable.
 *
 * @param attempt the migration; null outside of all
 * @param transfer whether its back-ends were handed over, or were to be
 * @param stop where it ended before its time
 * @param first the error that is nearest to the cause; null if there is none
 * @param sign what was seen before that error and may be why it came; null if nothing was
 * @param others errors and warnings that have nothing to do with the first, as far as is known
 * @param consequences errors and warnings that follow from the first
 * @param notes what explains, or is of no harm
 */
public record AnswerPart(
    @Nullable Attempt attempt,
    Transfer transfer,
    StopPlace stop,
    @Nullable Problem first,
    @Nullable Problem sign,
    List<Problem> others,
    List<Problem> consequences,
    List<Problem> notes) {
  /** The migration; only of a part that has one. */
  Attempt migration() {
    return requireNonNull(attempt);
  }

  public AnswerPart {
    others = List.copyOf(others);
    consequences = List.copyOf(consequences);
    notes = List.copyOf(notes);
  }

  /**
   * Whether the first error is the cause: not merely what somebody said when it was too late, and
   * not a fault that something went before.
   */
  public boolean causeKnown() {
    boolean fault = first != null && first.rank() == Rank.FAULT && sign == null;
    return fault || first != null && first.rank() == Rank.CAUSE;
  }

  /** Whether it ended as somebody asked for. */
  public boolean cancelled() {
    return first != null && first.code() == Code.MIGRATION_CANCELLED;
  }

  /** Whether something went wrong that nobody asked for. */
  public boolean wrong() {
    boolean more = others.stream().anyMatch(each -> each.severity() == Severity.ERROR);
    return more || first != null && !cancelled();
  }

  /** How it ended, in a word. */
  public String outcome() {
    if (attempt != null) {
      return attempt.outcome().label();
    }
    if (first == null) {
      return "warning";
    }
    // A state that QMP or libvirt names, without anything of how it came about.
    return switch (first.code()) {
      case MIGRATION_FAILED -> Attempt.AttemptOutcome.FAILED.label();
      case MIGRATION_CANCELLED -> Attempt.AttemptOutcome.CANCELLED.label();
      default -> "error";
    };
  }
}
