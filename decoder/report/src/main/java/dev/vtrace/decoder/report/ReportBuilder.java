// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.StreamMark;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.stream.StreamSummary;
import dev.vtrace.decoder.timeline.TimeWords;
import dev.vtrace.decoder.timeline.Timeline;
import dev.vtrace.decoder.trace.QmpMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says in words what happened in a run, and under which circumstances. */
final class ReportBuilder {
  private ReportBuilder() {}

  /** What happened, one sentence after the other. */
  static List<String> sentences(Migration migration, CheckResult check, Timeline timeline) {
    List<String> out = new ArrayList<>();
    for (String sentence : timeline.headline()) {
      out.add(asSentence(sentence));
    }
    for (Attempt attempt : migration.attempts()) {
      if (attempt.outcome() != Attempt.AttemptOutcome.COMPLETED && !attempt.why().isEmpty()) {
        out.add(
            asSentence("That it " + outcome(attempt) + " is known from this: " + attempt.why()));
      }
    }
    if (check.firstError() == null) {
      out.add("None of the " + check.rules() + " rules found an error" + rest(check) + ".");
    }
    int unknown = migration.totals().getOrDefault(Verdict.UNKNOWN, 0);
    if (unknown > 0) {
      out.add(
          "From the evidence, it is not known for "
              + unknown
              + " operations whether they"
              + " ran.");
    }
    return out;
  }

  private static String outcome(Attempt attempt) {
    return switch (attempt.outcome()) {
      case FAILED -> "failed";
      case CANCELLED -> "was cancelled";
      default -> "did not end";
    };
  }

  private static String rest(CheckResult check) {
    int warnings = check.count(Severity.WARNING);
    return warnings == 0 ? "" : "; " + warnings + (warnings == 1 ? " warning" : " warnings");
  }

  private static String asSentence(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      return trimmed;
    }
    String upper = trimmed.substring(0, 1).toUpperCase(Locale.ROOT) + trimmed.substring(1);
    return upper.endsWith(".") ? upper : upper + ".";
  }

  /** Versions and circumstances, as far as the evidence has them. */
  static List<Report.Fact> environment(
      Migration migration, CheckedRun run, List<Report.Fact> differences, String tool) {
    List<Report.Fact> out = new ArrayList<>();
    for (Map.Entry<String, String> version : versions(run).entrySet()) {
      out.add(new Report.Fact("QEMU " + version.getKey(), version.getValue()));
    }
    out.addAll(differences);
    for (StreamMark stream : migration.streams()) {
      StreamSummary summary = stream.summary();
      String words =
          grouped(summary.coverage().total())
              + " bytes, "
              + summary.outcome().name().toLowerCase(Locale.ROOT)
              + (summary.machine().isEmpty() ? "" : ", machine " + summary.machine())
              + (summary.capabilities().isEmpty()
                  ? ""
                  : ", " + String.join(" ", summary.capabilities()));
      out.add(new Report.Fact(stream.file(), words));
    }
    for (var device : migration.devices()) {
      out.add(new Report.Fact("device", device.name()));
    }
    for (Participant participant : migration.participants()) {
      String files = String.join(", ", participant.evidence());
      if (!files.isEmpty()) {
        out.add(new Report.Fact("evidence of " + participant.name(), files));
      }
    }
    for (Attempt attempt : migration.attempts()) {
      if (attempt.beginNs() >= 0) {
        String name =
            migration.attempts().size() > 1 ? "migration " + attempt.number() : "migration";
        out.add(new Report.Fact(name, "began " + TimeWords.date(attempt.beginNs())));
      }
    }
    out.add(new Report.Fact("report made by", tool));
    return out;
  }

  /** What each QEMU says of itself when a client connects. */
  static Map<String, String> versions(CheckedRun run) {
    Map<String, String> out = new LinkedHashMap<>();
    for (QmpMessage message : run.qmp()) {
      String major = message.value("QMP.version.qemu.major");
      if (message.kind() != QmpMessage.QmpMessageKind.GREETING || major == null) {
        continue;
      }
      String name = message.value("QMP.version.package");
      String version =
          major
              + "."
              + message.value("QMP.version.qemu.minor")
              + "."
              + message.value("QMP.version.qemu.micro");
      out.put(
          message.who(), name == null || name.isEmpty() ? version : version + " (" + name + ")");
    }
    return out;
  }

  /** A number with a comma after each three digits. */
  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
