// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.answer;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.model.AttemptFacts;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.rules.model.Rank;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts what the rules found into the order in which a person asks: what, why, and what else. */
public final class AnswerBuilder {
  private final CheckedRun run;
  private final Map<Integer, List<Problem>> problems = new HashMap<>();
  private final Map<Integer, Transfer> transfers = new HashMap<>();

  private AnswerBuilder(CheckedRun run, CheckResult result) {
    this.run = run;
    for (Problem problem : result.problems()) {
      problems.computeIfAbsent(problem.attempt(), n -> new ArrayList<>()).add(problem);
    }
    for (Window window : run.migration().windows()) {
      if (window.phase() != Phase.ORDINARY && window.transfer() != Transfer.UNKNOWN) {
        transfers.merge(
            window.attempt(), window.transfer(), (one, two) -> one == Transfer.YES ? one : two);
      }
    }
  }

  /**
   * The answer of a run.
   *
   * @param result what the rules found in it, in their order
   */
  public static WhyAnswer of(CheckedRun run, CheckResult result) {
    return new AnswerBuilder(run, result).answer(result);
  }

  private WhyAnswer answer(CheckResult result) {
    List<AnswerPart> parts = new ArrayList<>();
    for (AttemptFacts attempt : AttemptFacts.of(run)) {
      parts.add(migration(attempt));
    }
    List<Problem> rest = problems.getOrDefault(0, List.of());
    boolean weighs = rest.stream().anyMatch(each -> !isNote(each));
    AnswerPart outside =
        weighs ? part(null, Transfer.UNKNOWN, StopPlace.UNKNOWN, rest, List.of()) : null;
    // Beside what weighs they are counted with it.
    List<Problem> notes = weighs ? List.of() : rest;
    ReportedEnd end = parts.isEmpty() ? ReportedEnd.last(run) : null;
    return new WhyAnswer(result.name(), parts, outside, notes, end, result.tested());
  }

  private AnswerPart migration(AttemptFacts attempt) {
    List<Problem> own = problems.getOrDefault(attempt.number(), List.of());
    boolean ended =
        attempt.attempt().outcome() == Attempt.AttemptOutcome.FAILED
            || attempt.attempt().outcome() == Attempt.AttemptOutcome.CANCELLED;
    Transfer transfer = transfers.get(attempt.number());
    if (transfer == null) {
      transfer = attempt.handsOver() ? Transfer.YES : Transfer.UNKNOWN;
    }
    StopPlace stop = ended ? StopPlace.of(attempt, own) : StopPlace.UNKNOWN;
    return part(attempt.attempt(), transfer, stop, own, problems.getOrDefault(0, List.of()));
  }

  private static AnswerPart part(
      @Nullable Attempt attempt,
      Transfer transfer,
      StopPlace stop,
      List<Problem> own,
      List<Problem> loose) {
    Problem first = null;
    List<Problem> others = new ArrayList<>();
    List<Problem> consequences = new ArrayList<>();
    List<Problem> notes = new ArrayList<>();
    for (Problem problem : own) {
      boolean error = problem.severity() == Severity.ERROR;
      boolean said = first != null && problem.code() == first.code();
      if (first == null && error) {
        first = problem;
      } else if (isNote(problem)) {
        notes.add(problem);
      } else if (first != null && (said || follows(problem, first))) {
        consequences.add(problem);
      } else {
        others.add(problem);
      }
    }
    Problem sign = sign(attempt, first, own, loose);
    return new AnswerPart(attempt, transfer, stop, first, sign, others, consequences, notes);
  }

  private static boolean isNote(Problem problem) {
    boolean decoding = problem.rank() == Rank.DECODING && problem.severity() != Severity.ERROR;
    return decoding || problem.rank() == Rank.NOTE || problem.severity() == Severity.INFO;
  }

  private static boolean follows(Problem problem, Problem first) {
    boolean late = problem.rank() == Rank.CONSEQUENCE || problem.rank() == Rank.DECODING;
    return late || problem.root() == first.root();
  }

  /** The earliest thing before an error that is no cause by itself. */
  private static @Nullable Problem sign(
      @Nullable Attempt attempt, @Nullable Problem first, List<Problem> own, List<Problem> loose) {
    if (attempt == null || first == null || first.rank() == Rank.CAUSE || first.timeNs() < 0) {
      return null;
    }
    Problem found = null;
    for (List<Problem> some : List.of(own, loose)) {
      for (Problem problem : some) {
        boolean within =
            attempt.beginNs() >= 0
                && problem.timeNs() >= attempt.beginNs()
                && problem.timeNs() < first.timeNs();
        boolean earlier = found == null || problem.timeNs() < found.timeNs();
        if (within && earlier && !isNote(problem)) {
          found = problem;
        }
      }
    }
    return found;
  }
}
