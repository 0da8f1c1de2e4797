// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.timeline;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a picture shows, in words: one sentence for each migration. */
final class TimelineSummary {
  private TimelineSummary() {}

  static List<String> of(Migration migration, Handovers handovers) {
    List<String> out = new ArrayList<>();
    boolean several = migration.attempts().size() > 1;
    Map<Integer, List<Downtime>> downtimes =
        migration.downtimes().stream().collect(Collectors.groupingBy(Downtime::attempt));
    for (Attempt attempt : migration.attempts()) {
      List<Downtime> down = downtimes.getOrDefault(attempt.number(), List.of());
      out.add(describe(attempt, down, several, handovers));
    }
    if (out.isEmpty()) {
      out.add("no migration");
    }
    elsewhere(migration, out);
    return out;
  }

  /** What went wrong in windows that hand nothing over. */
  private static void elsewhere(Migration migration, List<String> out) {
    int failed = 0;
    int violations = 0;
    for (Window window : migration.windows()) {
      if (window.phase() == Phase.ORDINARY) {
        failed += window.count(Verdict.FAILED);
        violations += window.count(Verdict.VIOLATION);
      }
    }
    if (failed + violations > 0) {
      String separator = failed > 0 && violations > 0 ? ", " : "";
      out.add(
          "In other starts and stops: "
              + (failed > 0 ? failed + " failed" : "")
              + separator
              + (violations > 0 ? violations + " violation" : ""));
    }
  }

  private static String describe(
      Attempt attempt, List<Downtime> downtimes, boolean several, Handovers handovers) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    Transfer transfer = Transfer.UNKNOWN;
    for (Window window : handovers.windows(attempt)) {
      if (window.phase() == Phase.ORDINARY) {
        continue;
      }
      for (Verdict verdict : Verdict.values()) {
        counts.merge(verdict, window.count(verdict), Integer::sum);
      }
      transfer = window.transfer() == Transfer.UNKNOWN ? transfer : window.transfer();
    }
    StringBuilder text = new StringBuilder();
    text.append("Migration ").append(several ? attempt.number() + " " : "");
    text.append(
        switch (attempt.outcome()) {
          case COMPLETED -> "completed";
          case FAILED -> "failed";
          case CANCELLED -> "was cancelled";
          case UNKNOWN -> "with unknown outcome";
        });
    String handOver = transfer.text(attempt.outcome());
    text.append(handOver.isEmpty() ? "" : ", " + handOver);
    String separator = ": ";
    String noun = " operations ";
    for (Verdict verdict : Verdict.values()) {
      int count = counts.getOrDefault(verdict, 0);
      if (verdict != Verdict.NOT_DUE && count > 0) {
        text.append(separator).append(count).append(noun).append(verdict.label());
        separator = ", ";
        noun = " ";
      }
    }
    long lengthNs = handovers.length(attempt);
    if (lengthNs >= 0) {
      boolean back = handovers.rolledBack(attempt);
      text.append(back ? "; rolled back after " : "; hand-over took ");
      text.append(TimeWords.duration(lengthNs));
    }
    for (Downtime downtime : downtimes) {
      text.append("; the guest was stopped for ");
      text.append(downtime.ended() ? "" : "at least ");
      text.append(TimeWords.duration(downtime.lengthNs()));
    }
    return text.toString();
  }
}
