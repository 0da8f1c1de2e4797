// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.charts;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.TransferResult;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.RulePage;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.List;

/** The verdicts and the findings of a report. */
final class ReportTables {
  /** Places shown of one operation or finding; more of them prove nothing more. */
  private static final int PLACES = 4;

  private ReportTables() {}

  /**
   * A row for each window that hands a device over, one for all others, and below all operations.
   */
  static String verdicts(Migration migration) {
    Html html = new Html().raw("<div class=\"wide\"><table class=\"counts\">\n<thead><tr>");
    html.raw("<th>Migration<th>Where<th>What<th>Device<th>Transferred");
    for (Verdict verdict : Verdict.values()) {
      html.element("th", verdict.label(), verdict.label());
    }
    html.raw("</tr></thead>\n<tbody>\n");
    int[] others = new int[Verdict.values().length];
    int count = 0;
    for (Window window : migration.windows()) {
      if (window.phase() == Phase.ORDINARY) {
        count++;
        for (Verdict verdict : Verdict.values()) {
          others[verdict.ordinal()] += window.count(verdict);
        }
      } else {
        row(html, migration, window);
      }
    }
    if (count > 0) {
      html.raw("<tr><td><td><td>").text(count + " other starts and stops").raw("<td><td>");
      for (Verdict verdict : Verdict.values()) {
        count(html, verdict, others[verdict.ordinal()]);
      }
      html.raw("</tr>\n");
    }
    html.raw("</tbody>\n</table></div>\n");
    for (Window window : migration.windows()) {
      if (window.phase() != Phase.ORDINARY || wrong(window)) {
        operations(html, window);
      }
    }
    return html.toString();
  }

  private static boolean wrong(Window window) {
    return window.count(Verdict.FAILED) + window.count(Verdict.VIOLATION) > 0;
  }

  private static void row(Html html, Migration migration, Window window) {
    html.raw("<tr>").element("td", window.attempt() == 0 ? "" : "" + window.attempt());
    html.element("td", where(window)).element("td", what(window));
    html.element("td", window.device());
    html.element("td", transfer(migration.transfer(window)));
    for (Verdict verdict : Verdict.values()) {
      count(html, verdict, window.count(verdict));
    }
    html.raw("</tr>\n");
  }

  private static void count(Html html, Verdict verdict, int count) {
    html.element("td", count == 0 ? "none" : verdict.label(), count == 0 ? "" : "" + count);
  }

  private static String where(Window window) {
    return window.participant().isEmpty() ? window.role().label() : window.participant();
  }

  private static String what(Window window) {
    String phase = window.phase() == Phase.ORDINARY ? "" : ", " + window.phase().label();
    return window.kind().label() + phase;
  }

  private static String transfer(TransferResult transfer) {
    return switch (transfer) {
      case TRANSFERRED -> "yes";
      case ATTEMPTED -> "attempted";
      case KEPT -> "kept";
      case NONE -> "no";
      case UNKNOWN -> "unknown";
    };
  }

  private static void operations(Html html, Window window) {
    html.raw("<details>").raw("<summary>");
    html.text(where(window) + ": " + what(window) + " of " + window.device());
    html.raw("</summary>\n");
    if (!window.why().isEmpty()) {
      html.element("p", window.why());
    }
    html.raw("<div class=\"wide\"><table>\n<thead><tr><th>Operation<th>Queue<th>Verdict<th>Why");
    html.raw("<th>Evidence</tr></thead>\n<tbody>\n");
    for (Operation operation : window.operations()) {
      html.raw("<tr>").element("td", operation.name());
      html.element("td", operation.queue() < 0 ? "" : "" + operation.queue());
      html.element("td", operation.verdict().label(), operation.verdict().label());
      html.element("td", operation.why()).raw("<td>");
      places(html, operation.evidence());
      html.raw("</tr>\n");
    }
    html.raw("</tbody>\n</table></div></details>\n");
  }

  private static void places(Html html, List<Evidence> evidence) {
    for (int i = 0; i < evidence.size() && i < PLACES; i++) {
      html.raw("<div class=\"place\">").element("b", evidence.get(i).location());
      html.raw(" ").element("code", evidence.get(i).shownText()).raw("</div>");
    }
    if (evidence.size() > PLACES) {
      html.raw("<div>").text("and " + (evidence.size() - PLACES) + " more").raw("</div>");
    }
  }

  /** All findings, the worst first; notes are folded away. */
  static String findings(CheckResult check) {
    Html html = new Html();
    if (check.problems().isEmpty()) {
      return html.element("p", "None, by " + check.rules() + " rules.").toString();
    }
    int notes = check.count(Severity.INFO);
    for (Problem problem : check.problems()) {
      if (problem.severity() != Severity.INFO) {
        finding(html, problem);
      }
    }
    if (notes > 0) {
      html.raw("<details>").element("summary", notes + (notes == 1 ? " note" : " notes"));
      for (Problem problem : check.problems()) {
        if (problem.severity() == Severity.INFO) {
          finding(html, problem);
        }
      }
      html.raw("</details>\n");
    }
    return html.toString();
  }

  private static void finding(Html html, Problem problem) {
    String severity = problem.severity().label();
    html.raw("<article class=\"finding " + severity + "\">\n<h3>");
    html.element("span", "badge", severity + " " + problem.code().code()).raw(" ");
    html.text(problem.message()).raw("</h3>\n");
    if (!problem.path().isEmpty()) {
      html.element("p", "path", problem.path());
    }
    html.element("p", problem.hint());
    places(html, problem.evidence());
    String page = RulePage.of(problem.code().code());
    if (page != null) {
      html.raw("<details>").element("summary", "About this rule");
      html.element("pre", page).raw("</details>");
    }
    html.raw("</article>\n");
  }
}
