// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.run.Finding;
import dev.vtrace.decoder.timeline.TimeWords;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Prints the ledger: each migration with the windows that hand devices over, what was left out in
 * them, why, and where that can be checked; all other windows in one line each.
 */
public final class LedgerText {
  private final TextStream out;
  private final boolean colour;

  /** A printer. */
  public LedgerText(PrintStream out, boolean colour) {
    this.out = TextStream.of(out, colour);
    this.colour = colour;
  }

  /** Prints all of it. */
  public void print(Migration migration) {
    print(migration, false);
  }

  /**
   * Prints all of it.
   *
   * @param all whether windows that hand nothing over are printed with their operations, too
   */
  public void print(Migration migration, boolean all) {
    head(migration);
    LedgerWindowText ledger = new LedgerWindowText(out, colour, migration, all);
    Map<Integer, List<Window>> windows = migration.byAttempt();
    Map<Integer, List<Downtime>> downtimes =
        migration.downtimes().stream().collect(Collectors.groupingBy(Downtime::attempt));
    for (Attempt attempt : migration.attempts()) {
      out.print('\n');
      attempt(attempt);
      for (Downtime downtime : downtimes.getOrDefault(attempt.number(), List.of())) {
        String text = "downtime " + DowntimeText.describe(downtime);
        print(line().spaces(2).wrap(List.of(text.split("(?<=,) ")), 4));
      }
      ledger.print(windows.getOrDefault(attempt.number(), List.of()), attempt.beginNs());
    }
    List<Window> rest = windows.getOrDefault(0, List.of());
    if (!rest.isEmpty()) {
      out.print('\n');
      print(line().add(TextLine.Colour.BOLD, "outside of migrations").add(day(rest)));
      ledger.print(rest, -1);
    }
    totals(migration);
    findings(migration);
    out.flush();
  }

  /** The day of what has times; windows show the time of day only. */
  private static String day(List<Window> windows) {
    for (Window window : windows) {
      if (window.beginNs() >= 0) {
        return "   " + TimeWords.date(window.beginNs()).substring(0, 10);
      }
    }
    return "";
  }

  /** Prints a line for each window. */
  public void summary(Migration migration) {
    head(migration);
    out.print('\n');
    new LedgerSummaryText(out, colour).print(migration);
    totals(migration);
    findings(migration);
    out.flush();
  }

  private void head(Migration migration) {
    TextLine line = line();
    if (!migration.name().isEmpty()) {
      line.add(TextLine.Colour.BOLD, migration.name()).add("   ");
    }
    List<String> words = new ArrayList<>();
    for (Participant participant : migration.participants()) {
      String role = participant.role().label();
      words.add(role.equals(participant.name()) ? role : role + " " + participant.name());
    }
    print(line.hanging(words.isEmpty() ? "one stream" : String.join(", ", words)));
    for (Participant participant : migration.participants()) {
      clock(participant);
    }
  }

  /** A wall clock that is not that of the others; counted times are placed all the time. */
  private void clock(Participant participant) {
    Clock clock = participant.clock();
    if (clock.kind() == Clock.ClockKind.WALL && clock.offsetNs() != 0) {
      String by = clock.offsetNs() < 0 ? "ahead" : "behind";
      String sure =
          clock.uncertaintyNs().isEmpty()
              ? ", with unknown accuracy"
              : " +/- " + TimeWords.duration(clock.uncertaintyNs().getAsLong());
      String text =
          "the clock of %s is %s %s; its times are moved, by %s"
              .formatted(
                  participant.name(),
                  TimeWords.duration(Math.abs(clock.offsetNs())) + sure,
                  by,
                  clock.how());
      print(line().spaces(2).hang().add(TextLine.Colour.YELLOW, text));
    }
  }

  private void attempt(Attempt attempt) {
    TextLine line = line().add(TextLine.Colour.BOLD, "migration " + attempt.number());
    if (!attempt.source().isEmpty() || !attempt.destination().isEmpty()) {
      line.add("   " + name(attempt.source()) + " to " + name(attempt.destination()));
    }
    boolean good = attempt.outcome() == Attempt.AttemptOutcome.COMPLETED;
    line.add("   ");
    if (good) {
      line.add(attempt.outcome().label());
    } else {
      line.add(TextLine.Colour.YELLOW, attempt.outcome().label());
    }
    if (attempt.beginNs() >= 0) {
      line.add("   from " + Json.text(attempt.beginNs()));
      line.add(
          attempt.endNs() < 0
              ? ""
              : ", " + TimeWords.duration(attempt.endNs() - attempt.beginNs()));
    }
    print(line);
    print(line().spaces(2).hang().add(TextLine.Colour.DIM, attempt.why()));
  }

  private static String name(String participant) {
    return participant.isEmpty() ? "?" : participant;
  }

  private void totals(Migration migration) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<Verdict, Integer> total : migration.totals().entrySet()) {
      if (total.getValue() > 0) {
        words.add(TextLine.grouped(total.getValue()) + " " + VerdictWords.of(total.getKey()));
      }
    }
    out.print('\n');
    String text = words.isEmpty() ? "no start or stop in the evidence" : String.join(", ", words);
    print(line().add(TextLine.Colour.BOLD, text));
    if (migration.totals().getOrDefault(Verdict.UNKNOWN, 0) > 0) {
      print(line().add("'vtrace events --for skips' prints the trace events that would tell more"));
    }
  }

  private void findings(Migration migration) {
    for (Finding finding : migration.findings()) {
      var diagnostic = finding.diagnostic();
      boolean error = diagnostic.severity() == Severity.ERROR;
      TextLine line = line();
      line.add(
          error ? TextLine.Colour.RED : TextLine.Colour.YELLOW,
          diagnostic.severity().label() + " " + diagnostic.code().code());
      line.add("  " + finding.file() + "@" + diagnostic.offset()).add("  ");
      print(line.hanging(diagnostic.message()));
    }
  }

  private TextLine line() {
    return new TextLine(colour, out);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
