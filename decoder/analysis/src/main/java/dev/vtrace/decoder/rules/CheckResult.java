// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.model.FileRead;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param name of the capture
 * @param tested how many rules the evidence was enough for
 * @param problems worst first, causes before consequences
 * @param files what was looked at; empty where that was not counted
 * @param ignored how many problems were left out because somebody asked for that
 */
public record CheckResult(
    String name, TestedRules tested, List<Problem> problems, List<FileRead> files, int ignored) {
  public CheckResult {
    problems = List.copyOf(problems);
    files = List.copyOf(files);
  }

  /** A result of which nothing is left out. */
  public CheckResult(
      String name, TestedRules tested, List<Problem> problems, List<FileRead> files) {
    this(name, tested, problems, files, 0);
  }

  /** The same without some kinds of problems, which are counted. */
  public CheckResult without(Set<Code> codes) {
    List<Problem> rest = keeping(problem -> !codes.contains(problem.code())).problems();
    return new CheckResult(name, tested, rest, files, problems.size() - rest.size());
  }

  /**
   * The same with some of the problems only. One whose cause is not among them follows from the
   * cause of that, or stands by itself.
   */
  public CheckResult keeping(Predicate<Problem> wanted) {
    Map<Problem, Problem> kept = new IdentityHashMap<>();
    List<Problem> out = problems.stream().filter(wanted).map(p -> keep(p, wanted, kept)).toList();
    return new CheckResult(name, tested, out, files, ignored);
  }

  private static Problem keep(
      Problem problem, Predicate<Problem> wanted, Map<Problem, Problem> kept) {
    Problem done = kept.get(problem);
    if (done == null) {
      Problem cause = problem.follows();
      while (cause != null && !wanted.test(cause)) {
        cause = cause.follows();
      }
      done = problem.after(cause == null ? null : keep(cause, wanted, kept));
      kept.put(problem, done);
    }
    return done;
  }

  /** How many rules there are. */
  public int rules() {
    return tested.all();
  }

  /** Whether there is anything that could have shown a fault. */
  public boolean understood() {
    return files.isEmpty() || files.stream().anyMatch(file -> file.understood() > 0);
  }

  /** How many problems are of a severity. */
  public int count(Severity severity) {
    int count = 0;
    for (Problem problem : problems) {
      count += problem.severity() == severity ? 1 : 0;
    }
    return count;
  }

  /** How many errors there are that nobody asked for, as one does who cancels a migration. */
  public int unasked() {
    int count = 0;
    for (Problem problem : problems) {
      boolean asked = problem.root().code() == Code.MIGRATION_CANCELLED;
      count += problem.severity() == Severity.ERROR && !asked ? 1 : 0;
    }
    return count;
  }

  /** The first error, or null. */
  public @Nullable Problem firstError() {
    boolean error = !problems.isEmpty() && problems.get(0).severity() == Severity.ERROR;
    return error ? problems.get(0) : null;
  }
}
