// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.answer.AnswerLine;
import dev.vtrace.decoder.answer.AnswerLines;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.redact.SecretKind;
import dev.vtrace.decoder.rules.model.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A report to paste into a mail or an issue: at most 60 lines of Markdown that reads well as it is.
 */
public final class ReportMarkdown {
  private static final int ANSWER = 12;
  private static final int SENTENCES = 5;
  private static final int WINDOWS = 10;
  private static final int FINDINGS = 5;
  private static final int PLACES = 2;
  private static final int FACTS = 16;

  private final Report report;
  private final List<String> lines = new ArrayList<>();

  private ReportMarkdown(Report report) {
    this.report = report;
  }

  /** Writes it. */
  public static void write(OutputStream out, Report report) throws IOException {
    String text = String.join("\n", new ReportMarkdown(report).lines()) + "\n";
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> lines() {
    head("# " + InertMarkdown.text(report.title()));
    List<AnswerLine> answer = AnswerLines.of(report.answer());
    for (AnswerLine line : some(answer, ANSWER)) {
      answer(line);
    }
    lines.add("");
    for (String sentence : some(report.sentences(), SENTENCES)) {
      lines.add("- " + InertMarkdown.text(sentence));
    }
    verdicts();
    findings();
    head("## Environment");
    for (Report.Fact fact : some(report.environment(), FACTS)) {
      lines.add("- " + InertMarkdown.text(fact.name() + ": " + fact.value()));
    }
    if (report.redaction() != null) {
      redaction();
    }
    head("## To look closer");
    lines.add("`vtrace report INPUT -o report.vtrace` makes a bundle with the evidence;");
    lines.add("`vtrace skips`, `vtrace check` and `vtrace open` read it.");
    return lines;
  }

  private void answer(AnswerLine line) {
    if (line.place() == null) {
      lines.add("- **" + line.label() + "** " + InertMarkdown.text(line.text()));
    } else {
      Evidence place = line.place();
      lines.add("  " + InertMarkdown.code(place.location() + "  " + place.shownText()));
    }
  }

  private void head(String text) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add(text);
    lines.add("");
  }

  private void verdicts() {
    head("## Verdicts");
    List<Window> windows = new ArrayList<>();
    for (Window window : report.migration().windows()) {
      if (window.phase() != Phase.ORDINARY) {
        windows.add(window);
      }
    }
    for (Window window : some(windows, WINDOWS)) {
      String who = window.participant().isEmpty() ? window.role().label() : window.participant();
      String what = window.kind().label() + " (" + window.phase().label() + ")";
      lines.add(
          "- "
              + InertMarkdown.text(who + " " + what + " " + window.device())
              + ": "
              + counts(window));
    }
    if (windows.size() > WINDOWS) {
      lines.add("- and " + (windows.size() - WINDOWS) + " more");
    }
    List<String> words = new ArrayList<>();
    report
        .migration()
        .totals()
        .forEach(
            (verdict, count) -> {
              if (count > 0) {
                words.add(count + " " + verdict.label());
              }
            });
    lines.add("- all starts and stops: " + (words.isEmpty() ? "none" : String.join(", ", words)));
  }

  private static String counts(Window window) {
    List<String> words = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (window.count(verdict) > 0) {
        words.add(window.count(verdict) + " " + verdict.label());
      }
    }
    return String.join(", ", words);
  }

  private void findings() {
    int errors = report.check().count(Severity.ERROR);
    int warnings = report.check().count(Severity.WARNING);
    head("## Findings: " + count(errors, "error") + ", " + count(warnings, "warning"));
    List<Problem> worth = new ArrayList<>();
    for (Problem problem : report.check().problems()) {
      if (problem.severity() != Severity.INFO) {
        worth.add(problem);
      }
    }
    for (Problem problem : some(worth, FINDINGS)) {
      String path = problem.path().isEmpty() ? "" : " (" + problem.path() + ")";
      String what = problem.severity().label() + " " + problem.code().code() + ": ";
      lines.add("- " + InertMarkdown.text(what + problem.message() + path));
      for (Evidence place : some(problem.evidence(), PLACES)) {
        lines.add("  " + InertMarkdown.code(place.location() + "  " + place.text()));
      }
    }
    if (worth.size() > FINDINGS) {
      lines.add("- and " + (worth.size() - FINDINGS) + " more, in the page or the bundle");
    } else if (worth.isEmpty()) {
      lines.add("None, by " + report.check().rules() + " rules.");
    }
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private void redaction() {
    List<String> out = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (SecretKind kind : SecretKind.values()) {
      if (requireNonNull(report.redaction()).kept().contains(kind)) {
        kept.add(kind.label());
      } else if (report.redaction().replaced().containsKey(kind)) {
        out.add(kind.label());
      }
    }
    head("## What was taken out");
    lines.add(
        "Replaced: "
            + (out.isEmpty() ? "nothing" : String.join(", ", out))
            + ". Kept: "
            + (kept.isEmpty() ? "none of these kinds" : String.join(", ", kept))
            + ".");
    if (!report.faithful()) {
      lines.add("The evidence without it does not give exactly the same results as the original.");
    }
  }

  private static <T> List<T> some(List<T> all, int most) {
    return all.subList(0, Math.min(most, all.size()));
  }
}
