// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.List;
import java.util.regex.Pattern;

/** What was found in a run, in a form that can be compared with what was found in a copy of it. */
final class FindingsFingerprint {
  private static final Pattern LONG = Pattern.compile("[0-9][0-9,]{3,}+");

  private FindingsFingerprint() {}

  /**
   * Verdicts and findings with the places that show them, but without words: in a redacted copy all
   * is where it was, and some of it has other names.
   */
  static String ofPlaces(Migration migration, CheckResult check) {
    StringBuilder out = new StringBuilder();
    attempts(out, migration);
    for (Window window : migration.windows()) {
      window(out, window);
      for (Operation operation : window.operations()) {
        operation(out, operation);
        places(out, operation.evidence());
      }
    }
    for (Problem problem : check.problems()) {
      out.append(problem.code()).append(' ').append(problem.timeNs()).append('\n');
      places(out, problem.evidence());
    }
    return out.toString();
  }

  /**
   * Verdicts and findings with their words, but without places: where something was cut off, what
   * follows moves. Numbers that may be offsets are left out for the same reason.
   */
  static String ofWords(Migration migration, CheckResult check) {
    StringBuilder out = new StringBuilder();
    attempts(out, migration);
    for (Window window : migration.windows()) {
      window(out, window);
      out.append(window.device()).append(' ').append(window.participant()).append('\n');
      for (Operation operation : window.operations()) {
        operation(out, operation);
        out.append(operation.evidence().isEmpty() ? "without" : "with").append(" evidence\n");
      }
    }
    for (Problem problem : check.problems()) {
      out.append(problem.code()).append(' ').append(problem.path()).append(' ');
      out.append(LONG.matcher(problem.message()).replaceAll("#")).append('\n');
    }
    return out.toString();
  }

  private static void attempts(StringBuilder out, Migration migration) {
    for (Attempt attempt : migration.attempts()) {
      out.append("migration ").append(attempt.number()).append(' ');
      out.append(attempt.outcome()).append('\n');
    }
  }

  private static void window(StringBuilder out, Window window) {
    out.append(window.role()).append(' ').append(window.kind()).append(' ');
    out.append(window.attempt()).append(' ').append(window.phase()).append(' ');
    out.append(window.transfer()).append(' ').append(window.failed()).append(' ');
    out.append(window.beginNs()).append(' ').append(window.endNs()).append('\n');
  }

  private static void operation(StringBuilder out, Operation operation) {
    out.append(operation.name()).append(' ').append(operation.queue()).append(' ');
    out.append(operation.step()).append(' ').append(operation.verdict()).append('\n');
  }

  private static void places(StringBuilder out, List<Evidence> evidence) {
    for (Evidence place : evidence) {
      out.append(place.line()).append('@').append(place.offset()).append('\n');
    }
  }
}
