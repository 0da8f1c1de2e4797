// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.model.Problem;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is wrong with captures as JUnit XML, which continuous integration shows: a test case
 * for each capture, which fails by its first problem of the level.
 */
public final class CheckJunit {
  private CheckJunit() {}

  /**
   * A capture and its result.
   *
   * @param result null where it could not be checked
   * @param refusal why not; empty where it could
   */
  public record CheckedCapture(String name, @Nullable CheckResult result, String refusal) {
    /** The first problem that is as bad as that, and that nobody asked for; or null. */
    public @Nullable Problem worst(Severity level) {
      if (result != null) {
        for (Problem problem : result.problems()) {
          boolean asked = result.unasked() == 0 && problem.severity() == Severity.ERROR;
          if (problem.severity().compareTo(level) <= 0 && !asked) {
            return problem;
          }
        }
      }
      return null;
    }
  }

  /** Writes all of them. */
  public static void write(PrintStream out, List<CheckedCapture> captures, Severity level) {
    int failures = 0;
    int errors = 0;
    for (CheckedCapture each : captures) {
      failures += each.worst(level) == null ? 0 : 1;
      errors += each.result() == null ? 1 : 0;
    }
    out.print("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.print("<testsuite name=\"vtrace check\" tests=\"" + captures.size() + "\"");
    out.print(" failures=\"" + failures + "\" errors=\"" + errors + "\">\n");
    for (CheckedCapture each : captures) {
      out.print("  <testcase classname=\"vtrace\" name=\"" + text(each.name()) + "\">");
      Problem problem = each.worst(level);
      if (each.result() == null) {
        out.print("<error message=\"" + text(each.refusal()) + "\"/>");
      } else if (problem != null) {
        String code = problem.code().code();
        out.print("<failure type=\"" + code + "\" message=\"" + text(problem.message()) + "\">");
        out.print(text(problem.hint()) + "</failure>");
      }
      out.print("</testcase>\n");
    }
    out.print("</testsuite>\n");
    out.flush();
  }

  private static String text(String words) {
    return Plain.text(words)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
