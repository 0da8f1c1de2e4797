// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.model.FileRead;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.List;

/**
 * What a check found.
 *
 * @param name of the capture
 * @param tested how many rules the evidence was enough for
 * @param problems worst first, causes before consequences
 * @param files what was looked at; empty where that was not counted
 */
public record CheckResult(
    String name, TestedRules tested, List<Problem> problems, List<FileRead> files) {
  public CheckResult {
    problems = List.copyOf(problems);
    files = List.copyOf(files);
  }

  /** A result of rules of which nobody counted what they need. */
  public CheckResult(String name, int rules, List<Problem> problems, List<FileRead> files) {
    this(name, TestedRules.uncounted(rules), problems, files);
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
  public Problem firstError() {
    boolean error = !problems.isEmpty() && problems.get(0).severity() == Severity.ERROR;
    return error ? problems.get(0) : null;
  }
}
