// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Basis;
import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.run.Finding;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints the ledger: each migration with the windows that hand devices over, what was left out in
 * them, why, and where that can be checked; all other windows in one line each.
 */
public final class LedgerText {
  private static final int LABEL = 11;
  private static final int INDENT = 2;
  private static final String INFERRED = "inferred: the logs show no messages";

  /** Places that are shown for a group of operations. */
  private static final int PLACES = 4;

  private final PrintStream out;
  private final boolean colour;

  /** A printer. */
  public LedgerText(PrintStream out, boolean colour) {
    this.out = TextStream.of(out, colour);
    this.colour = colour;
  }

  /** Prints all of it. */
  public void print(Migration migration) {
    head(migration);
    Map<Integer, List<Window>> windows = migration.byAttempt();
    Map<Integer, List<Downtime>> downtimes =
        migration.downtimes().stream().collect(Collectors.groupingBy(Downtime::attempt));
    for (Attempt attempt : migration.attempts()) {
      out.print('\n');
      attempt(attempt);
      for (Downtime downtime : downtimes.getOrDefault(attempt.number(), List.of())) {
        String text = "downtime " + DowntimeText.describe(downtime);
        print(line().spaces(2).wrap(List.of(text.split(" ")), 4));
      }
      for (Window window : windows.getOrDefault(attempt.number(), List.of())) {
        window(migration, window, attempt.beginNs());
      }
    }
    List<Window> rest = windows.getOrDefault(0, List.of());
    if (!rest.isEmpty()) {
      out.print('\n');
      print(line().add(TextLine.Colour.BOLD, "outside of migrations"));
      for (Window window : rest) {
        window(migration, window, -1);
      }
    }
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
    print(line.add(words.isEmpty() ? "one stream" : String.join(", ", words)));
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
          clock.uncertaintyNs() < 0
              ? ", with unknown accuracy"
              : " +/- " + span(clock.uncertaintyNs());
      String text =
          "the clock of %s is %s %s; its times are moved, by %s"
              .formatted(
                  participant.name(), span(Math.abs(clock.offsetNs())) + sure, by, clock.how());
      print(line().spaces(2).add(TextLine.Colour.YELLOW, text));
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
      line.add(attempt.endNs() < 0 ? "" : ", " + span(attempt.endNs() - attempt.beginNs()));
    }
    print(line);
    print(line().spaces(2).add(TextLine.Colour.DIM, attempt.why()));
  }

  private static String name(String participant) {
    return participant.isEmpty() ? "?" : participant;
  }

  private void window(Migration migration, Window window, long beginNs) {
    boolean hands = window.phase() != Phase.ORDINARY;
    TextLine line = line().spaces(2);
    line.left(window.participant().isEmpty() ? window.role().label() : window.participant(), 12);
    line.left(window.kind().label(), 6);
    line.add(window.device());
    if (hands) {
      line.add("   ").add(TextLine.Colour.CYAN, window.phase().label());
      String transfer = migration.transfer(window).words();
      line.add(transfer.isEmpty() ? "" : ", " + transfer);
    }
    if (window.beginNs() >= 0) {
      String when =
          beginNs >= 0 ? "+" + span(window.beginNs() - beginNs) : Json.text(window.beginNs());
      line.add("   " + when + ", " + span(window.endNs() - window.beginNs()));
    }
    if (window.failed()) {
      line.add("   ").add(TextLine.Colour.RED, "failed");
    }
    if (hands) {
      print(line);
      print(line().spaces(4).wrap(List.of(window.why().split(" ")), 4));
      for (Verdict verdict : Verdict.values()) {
        operations(window, verdict);
      }
      return;
    }
    print(line.add("   " + counts(window)));
    for (Verdict verdict : List.of(Verdict.FAILED, Verdict.VIOLATION, Verdict.UNKNOWN)) {
      operations(window, verdict);
    }
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

  /** Operations with the same reason in one paragraph, and below them where to look. */
  private void operations(Window window, Verdict verdict) {
    Map<String, List<Operation>> byReason = new LinkedHashMap<>();
    for (Operation operation : window.operations()) {
      if (operation.verdict() == verdict) {
        // What was skipped was so for one reason; which function has it matters to programs only.
        String inferred = operation.basis() == Basis.INFERRED ? INFERRED : "";
        String reason = verdict == Verdict.SKIPPED ? inferred : operation.why();
        byReason.computeIfAbsent(reason, w -> new ArrayList<>()).add(operation);
      }
    }
    boolean first = true;
    for (Map.Entry<String, List<Operation>> group : byReason.entrySet()) {
      TextLine line = line().spaces(4);
      String label = first ? verdict.label() : "";
      TextLine.Colour colour = colour(verdict);
      if (colour != null && first) {
        line.add(colour, label).spaces(LABEL - label.length());
      } else {
        line.left(label, LABEL);
      }
      List<String> words = describe(group.getValue());
      boolean brief = verdict == Verdict.NOT_DUE || verdict == Verdict.EXECUTED;
      if (brief) {
        words.add("(" + group.getKey() + ")");
      }
      print(line.wrap(words, 4 + LABEL));
      if (!brief) {
        if (!group.getKey().isEmpty()) {
          print(line().spaces(4 + LABEL + 2).add(TextLine.Colour.DIM, group.getKey()));
        }
        String wanted = group.getValue().get(0).reason().wanted();
        if (verdict == Verdict.UNKNOWN && !wanted.isEmpty()) {
          print(line().spaces(4 + LABEL + 2).add("would tell: " + wanted));
        }
        places(group.getValue());
      }
      first = false;
    }
  }

  private static TextLine.@Nullable Colour colour(Verdict verdict) {
    switch (verdict) {
      case SKIPPED:
        return TextLine.Colour.CYAN;
      case FAILED:
      case VIOLATION:
        return TextLine.Colour.RED;
      case UNKNOWN:
        return TextLine.Colour.YELLOW;
      default:
        return null;
    }
  }

  private static List<String> describe(List<Operation> operations) {
    Map<String, StringBuilder> byName = new LinkedHashMap<>();
    for (Operation operation : operations) {
      StringBuilder text =
          byName.computeIfAbsent(
              operation.name() + "/" + operation.step(),
              key -> new StringBuilder(operation.name()));
      if (operation.queue() >= 0) {
        text.append(" q").append(operation.queue());
      }
    }
    List<String> out = new ArrayList<>();
    int left = byName.size();
    for (StringBuilder text : byName.values()) {
      out.add(text + (--left > 0 ? "," : ""));
    }
    return out;
  }

  /** The evidence that stands first in each operation, as far as it fits. */
  private void places(List<Operation> operations) {
    List<Evidence> shown = new ArrayList<>();
    for (int rank = 0; rank < PLACES; rank++) {
      for (Operation operation : operations) {
        List<Evidence> all = operation.evidence();
        if (rank < all.size() && shown.size() < PLACES && !shown.contains(all.get(rank))) {
          shown.add(all.get(rank));
        }
      }
    }
    for (Evidence evidence : shown) {
      print(
          line()
              .spaces(4 + LABEL + INDENT)
              .left(evidence.location(), 32)
              .add("  ")
              .add(TextLine.Colour.DIM, evidence.told()));
    }
  }

  private void totals(Migration migration) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<Verdict, Integer> total : migration.totals().entrySet()) {
      if (total.getValue() > 0) {
        words.add(TextLine.grouped(total.getValue()) + " " + total.getKey().label());
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
      print(
          line.add("  " + finding.file() + "@" + diagnostic.offset())
              .add("  " + diagnostic.message()));
    }
  }

  /** A length of time with three digits and a unit. */
  static String span(long nanos) {
    if (nanos < 0) {
      return "-" + span(-nanos);
    }
    String[] units = {"ns", "us", "ms", "s"};
    long unit = 1;
    int i = 0;
    while (i < units.length - 1 && nanos >= unit * 1000) {
      unit *= 1000;
      i++;
    }
    long whole = nanos / unit;
    long thousandths = unit == 1 ? 0 : nanos % unit * 1000 / unit;
    if (unit == 1 || whole >= 100) {
      return whole + " " + units[i];
    }
    String digits = Long.toString(1000 + thousandths).substring(1, whole >= 10 ? 2 : 3);
    return whole + "." + digits + " " + units[i];
  }

  private TextLine line() {
    return new TextLine(colour);
  }

  private void print(TextLine line) {
    out.print(line.end());
    out.print('\n');
  }
}
