// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.report.InertMarkdown;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.timeline.TimeWords;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A short text for mails and merge requests: what happened, the ledger in numbers, findings. */
final class MarkdownExport {
  private static final int MOST_WINDOWS = 40;
  private static final int MOST_FINDINGS = 20;

  private MarkdownExport() {}

  static void write(OutputStream out, ExportedRun run) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String sentence : run.timeline().headline()) {
      lines.add(InertMarkdown.text(sentence) + ".");
      lines.add("");
    }
    windows(lines, run);
    for (Downtime downtime : run.migration().downtimes()) {
      List<String> parts = new ArrayList<>();
      downtime
          .parts()
          .forEach((part, ns) -> parts.add(part.label() + " " + TimeWords.duration(ns)));
      String least = downtime.ended() ? "" : "at least ";
      lines.add(
          "Downtime of migration "
              + downtime.attempt()
              + ": "
              + least
              + TimeWords.duration(downtime.lengthNs())
              + " ("
              + String.join(", ", parts)
              + ").");
      lines.add("");
    }
    findings(lines, run.check().problems());
    out.write((String.join("\n", lines).strip() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void windows(List<String> lines, ExportedRun run) {
    List<Window> windows = run.migration().windows();
    List<Window> handOver =
        windows.stream().filter(each -> each.phase() != Phase.ORDINARY).toList();
    List<Window> shown = handOver.isEmpty() ? windows : handOver;
    if (shown.isEmpty()) {
      return;
    }
    StringBuilder head = new StringBuilder("| window | device | what |");
    StringBuilder rule = new StringBuilder("|---|---|---|");
    for (Verdict verdict : Verdict.values()) {
      head.append(' ').append(verdict.label()).append(" |");
      rule.append("--:|");
    }
    lines.add(head.toString());
    lines.add(rule.toString());
    for (Window each : shown.subList(0, Math.min(MOST_WINDOWS, shown.size()))) {
      StringBuilder row = new StringBuilder("| ");
      row.append(InertMarkdown.text(each.id()))
          .append(" | ")
          .append(InertMarkdown.text(each.device()))
          .append(" | ");
      row.append(InertMarkdown.text(each.participant()))
          .append(' ')
          .append(each.kind().label())
          .append(", ");
      row.append(each.phase().label()).append(" |");
      for (Verdict verdict : Verdict.values()) {
        row.append(' ').append(each.count(verdict)).append(" |");
      }
      lines.add(row.toString());
    }
    lines.add("");
    if (shown.size() > MOST_WINDOWS) {
      lines.add(shown.size() - MOST_WINDOWS + " more windows are not shown.");
      lines.add("");
    }
  }

  private static void findings(List<String> lines, List<Problem> problems) {
    for (Problem each : problems.subList(0, Math.min(MOST_FINDINGS, problems.size()))) {
      String place =
          each.evidence().isEmpty() ? "" : " (" + each.evidence().get(0).location() + ")";
      lines.add(
          "- **"
              + each.severity().label()
              + " "
              + each.code().code()
              + "** "
              + InertMarkdown.text(each.message() + place));
    }
    if (problems.size() > MOST_FINDINGS) {
      lines.add("- " + (problems.size() - MOST_FINDINGS) + " more");
    }
  }
}
