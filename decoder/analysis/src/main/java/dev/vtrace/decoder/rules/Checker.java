// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.rules.model.AttemptFacts;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.Rank;
import dev.vtrace.decoder.rules.model.Rule;
import dev.vtrace.decoder.rules.statement.StatementProblems;
import dev.vtrace.decoder.run.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks a run against all rules. */
public final class Checker {
  /** What decoders say that rules say with more. */
  private static final Set<Code> SAID_BY_RULES =
      EnumSet.of(
          Code.WIRE_ODD_SIZE,
          Code.WIRE_FLAGS,
          Code.WIRE_STRAY_REPLY,
          Code.WIRE_REPLY_MISSING,
          Code.NOT_STARTED,
          Code.FEATURES_CUT);

  /** What to do about a failure where nothing that was found tells why. */
  private static final String ONLY_FAILED =
      "nothing else here shows why: look at the log of the other side, and at the reply to"
          + " query-migrate";

  private static final String ONLY_REASON =
      "nothing else here shows more: look at the log of the other side";

  /** What sends the reader to another error: last of its rank. */
  private static final Map<Code, String> REFERRING =
      Map.of(
          Code.LOAD_HOOK_FAILED,
          "what the hook needs was not in the stream or could not be set up; " + ONLY_REASON,
          Code.FD_NOT_CLAIMED,
          "loading ended before the field that the descriptor is for; " + ONLY_REASON);

  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::severity)
          .thenComparing(Problem::rank)
          .thenComparing(problem -> REFERRING.containsKey(problem.code()))
          .thenComparing(problem -> Rules.order(problem.code()))
          .thenComparing(Problem::code)
          .thenComparingLong(Problem::timeNs);

  /** What is passed on from QMP as it stands, unless the table of messages knows it. */
  private static final Set<Code> QUOTATIONS =
      EnumSet.of(Code.BLOCKED_REASONS, Code.COMMAND_REFUSED, Code.QUERY_REFUSED);

  private Checker() {}

  /**
   * All problems, causes before what follows from them. What decoders found in the files stands
   * after what rules found in the run.
   */
  public static CheckResult check(CheckedRun run) {
    List<Problem> problems = new ArrayList<>();
    List<AttemptFacts> attempts = AttemptFacts.of(run);
    for (Rule rule : Rules.all()) {
      ProblemCollector report = new ProblemCollector(rule, attempts);
      rule.check().check(run, report);
      problems.addAll(report.problems());
    }
    List<Problem> said = StatementProblems.of(run, problems);
    Set<Evidence> known = new HashSet<>();
    said.forEach(problem -> known.addAll(problem.evidence()));
    problems.removeIf(problem -> saidBetter(problem, known));
    problems.addAll(said);
    Set<Finding> findings = new HashSet<>();
    Set<String> headers = new HashSet<>();
    for (Finding finding : run.migration().findings()) {
      if (finding.diagnostic().code() == Code.PAYLOADS_UNSEEN) {
        headers.add(finding.file());
      }
    }
    for (Finding finding : run.migration().findings()) {
      Diagnostic what = finding.diagnostic();
      if (what.code() == Code.WIRE_TRUNCATED && headers.contains(finding.file())) {
        // Of each message the same would be said that is said of all.
        continue;
      }
      if (!SAID_BY_RULES.contains(what.code()) && findings.add(finding)) {
        problems.add(
            new Problem(
                what.code(),
                Rank.DECODING,
                what.path(),
                what.message(),
                -1,
                List.of(new Evidence(finding.file(), -1, what.offset(), what.path()))));
      }
    }
    problems.sort(ORDER);
    giveFirstHint(problems);
    return new CheckResult(
        run.name(), TestedRules.of(run, problems), Consequences.link(run, problems), run.files());
  }

  private static void giveFirstHint(List<Problem> problems) {
    if (!problems.isEmpty() && problems.get(0).code() == Code.MIGRATION_FAILED) {
      boolean why = problems.get(0).message().contains(": ");
      problems.set(0, problems.get(0).withHint(why ? ONLY_REASON : ONLY_FAILED));
    } else if (!problems.isEmpty() && REFERRING.containsKey(problems.get(0).code())) {
      // The first error cannot send anybody to an earlier one.
      problems.set(0, problems.get(0).withHint(REFERRING.get(problems.get(0).code())));
    }
  }

  private static boolean saidBetter(Problem problem, Set<Evidence> known) {
    return QUOTATIONS.contains(problem.code())
        && !problem.evidence().isEmpty()
        && known.containsAll(problem.evidence());
  }
}
