// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.SessionState;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule: a row of a family's table. Its severity and hint are those of the code, its page is the
 * resource {@code VT....md}.
 *
 * @param needs the ways to test it: what all has to be there, by each way
 */
public record Rule(Code code, Rank rank, RuleCheck check, List<Set<EvidenceNeed>> needs) {
  public Rule {
    needs = List.copyOf(needs);
  }

  /** Looks at a whole run. */
  @FunctionalInterface
  public interface RuleCheck {
    void check(CheckedRun run, ProblemCollector report);
  }

  /** Looks at one migration. */
  @FunctionalInterface
  public interface AttemptCheck {
    void check(AttemptFacts attempt, ProblemCollector report);
  }

  /** Looks at one message of a connection; says what is wrong with it, or null. */
  @FunctionalInterface
  public interface StepCheck {
    @Nullable String check(MessageContext context);
  }

  public static Rule run(Code code, Rank rank, RuleCheck check) {
    return new Rule(code, rank, check, List.of());
  }

  /** The same with one more way to test it. */
  public Rule by(EvidenceNeed first, EvidenceNeed... others) {
    List<Set<EvidenceNeed>> ways = new ArrayList<>(needs);
    ways.add(EnumSet.of(first, others));
    return new Rule(code, rank, check, ways);
  }

  /**
   * What lines say by the table of messages; {@code StatementProblems} finds all of it in one pass.
   */
  public static Rule said(Code code, Rank rank) {
    return said(code, rank, EvidenceNeed.LOG);
  }

  /** The same of what only one of the processes says. */
  public static Rule said(Code code, Rank rank, EvidenceNeed where) {
    return run(code, rank, (run, report) -> {}).by(where);
  }

  /** A rule on each migration of a run, by itself. */
  public static Rule attempt(Code code, Rank rank, AttemptCheck check) {
    return run(
        code,
        rank,
        (run, report) -> {
          for (AttemptFacts attempt : report.attempts()) {
            check.check(attempt, report.in(attempt.number()));
          }
        });
  }

  /** A rule on each message of each connection. */
  public static Rule step(Code code, Rank rank, StepCheck check) {
    return run(
            code,
            rank,
            (run, report) -> {
              for (Connection connection : run.connections()) {
                SessionState before = SessionState.FRESH;
                for (SessionStep step : connection.session().steps()) {
                  MessageContext context = new MessageContext(connection, step, before);
                  String wrong = check.check(context);
                  if (wrong != null) {
                    report.add(
                        context.path(), step.message().timeNs(), wrong, EvidencePlaces.of(step));
                  }
                  before = step.after();
                }
              }
            })
        .by(EvidenceNeed.SOCKET);
  }
}
