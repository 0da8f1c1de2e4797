// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.answer;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.answer.AnswerLine.AnswerLineKind;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.rules.TestedRules;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.timeline.TimeWords;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer in words: the one block that all views show on top. */
public final class AnswerLines {
  /** Migrations that are listed one by one; the others are counted. */
  private static final int PARTS = 5;

  private static final int PLACES = 2;

  /** Missing evidence that is named, the most useful first. */
  private static final int LACKS = 4;

  private final List<AnswerLine> lines = new ArrayList<>();

  private AnswerLines() {}

  /** The lines of an answer, at least one. */
  public static List<AnswerLine> of(WhyAnswer answer) {
    AnswerLines out = new AnswerLines();
    out.migrations(answer);
    if (answer.outside() != null) {
      out.part(answer.outside(), answer.migrations().isEmpty());
      out.later(answer.end());
    } else if (!answer.notes().isEmpty()) {
      out.outside(answer.notes().size(), !answer.migrations().isEmpty());
    }
    out.add(AnswerLineKind.TESTS, "tested", tested(answer.tested()));
    return List.copyOf(out.lines);
  }

  /** {@code 41 of 94 rules; for the rest: the log of the source, the migration stream}. */
  static String tested(TestedRules tested) {
    String counts = tested.tested() + " of " + count(tested.all(), "rule");
    if (tested.lacks().isEmpty()) {
      return counts;
    }
    List<String> words = new ArrayList<>();
    for (TestedRules.Lack lack : tested.lacks()) {
      if (words.size() < LACKS) {
        words.add(lack.need().label());
      }
    }
    int more = tested.lacks().size() - words.size();
    return counts
        + "; for the rest: "
        + String.join(", ", words)
        + (more > 0 ? ", and " + more + " more" : "");
  }

  private void migrations(WhyAnswer answer) {
    List<AnswerPart> worth = new ArrayList<>();
    List<AnswerPart> rest = new ArrayList<>();
    for (boolean wrong : new boolean[] {true, false}) {
      for (AnswerPart part : answer.migrations()) {
        boolean known = part.wrong() || part.migration().outcome() != completed();
        if (known == wrong) {
          (worth.size() < PARTS ? worth : rest).add(part);
        }
      }
    }
    worth.sort((one, two) -> one.migration().number() - two.migration().number());
    worth.forEach(part -> part(part, false));
    if (!rest.isEmpty()) {
      Map<Attempt.AttemptOutcome, Integer> counts = new EnumMap<>(Attempt.AttemptOutcome.class);
      rest.forEach(part -> counts.merge(part.migration().outcome(), 1, Integer::sum));
      List<String> words = new ArrayList<>();
      counts.forEach((outcome, count) -> words.add(count + " " + outcome.label()));
      String text = count(rest.size(), "more migration") + ": " + String.join(", ", words);
      add(AnswerLineKind.REST, "and", text);
    }
    boolean silent = answer.migrations().isEmpty() && answer.outside() == null;
    if (silent && answer.end() != null) {
      end(answer.end());
    } else if (silent) {
      add(AnswerLineKind.UNKNOWN, "unknown", "no migration in evidence, and no error");
    }
  }

  /** An end of which nothing else is known. */
  private void end(ReportedEnd end) {
    boolean good = end.outcome() == completed();
    boolean cancelled = end.outcome() == Attempt.AttemptOutcome.CANCELLED;
    add(
        good ? AnswerLineKind.GOOD : cancelled ? AnswerLineKind.CANCELLED : AnswerLineKind.BAD,
        end.outcome().label(),
        "a migration; how it began is not in evidence" + (good ? "; no error" : ""));
    lines.add(new AnswerLine(AnswerLineKind.PLACE, "at", end.place().text(), end.place()));
  }

  /** What went wrong did not keep a migration from its end. */
  private void later(@Nullable ReportedEnd end) {
    if (end != null && end.outcome() == completed()) {
      add(AnswerLineKind.REST, "and", "the last migration that is reported completed");
      lines.add(new AnswerLine(AnswerLineKind.PLACE, "at", end.place().text(), end.place()));
    }
  }

  private static Attempt.AttemptOutcome completed() {
    return Attempt.AttemptOutcome.COMPLETED;
  }

  private void part(AnswerPart part, boolean alone) {
    add(outcome(part), part.outcome(), headline(part, alone));
    Problem first = part.first();
    if (part.attempt() == null && first == null) {
      Problem warning = part.others().get(0);
      add(AnswerLineKind.SIGN, "seen", asSentence(warning));
      places(warning);
      add(AnswerLineKind.REMEDY, "do", warning.hint());
    }
    if (first != null) {
      String text = asSentence(first);
      add(
          AnswerLineKind.CAUSE,
          "cause",
          part.causeKnown() ? text : "not known; the first sign of it: " + text);
      places(first);
      if (part.sign() != null) {
        long before = first.timeNs() - part.sign().timeNs();
        String when = TimeWords.duration(before) + " before it: ";
        add(AnswerLineKind.SIGN, "before", when + asSentence(part.sign()));
      }
      add(AnswerLineKind.REMEDY, "do", first.hint());
    }
    String rest = rest(part);
    if (!rest.isEmpty()) {
      add(AnswerLineKind.REST, first == null ? "and" : "then", rest);
    }
  }

  /** Notes that belong to no migration, on the line of those that do if there is one. */
  private void outside(int notes, boolean some) {
    String text = count(notes, "note") + (some ? " outside of migrations" : "");
    AnswerLine last = lines.get(lines.size() - 1);
    if (some && last.kind() == AnswerLineKind.REST) {
      lines.remove(lines.size() - 1);
      add(AnswerLineKind.REST, last.label(), last.text() + "; " + text);
    } else {
      add(AnswerLineKind.REST, "and", text);
    }
  }

  private void places(Problem problem) {
    List<Evidence> evidence = problem.evidence();
    for (int i = 0; i < Math.min(evidence.size(), PLACES); i++) {
      Evidence place = evidence.get(i);
      lines.add(new AnswerLine(AnswerLineKind.PLACE, i == 0 ? "at" : "", place.text(), place));
    }
  }

  private static AnswerLineKind outcome(AnswerPart part) {
    if (part.attempt() == null) {
      boolean bad = part.first() != null && !part.cancelled();
      return bad
          ? AnswerLineKind.BAD
          : part.cancelled() ? AnswerLineKind.CANCELLED : AnswerLineKind.UNKNOWN;
    }
    return switch (part.migration().outcome()) {
      case COMPLETED -> part.wrong() ? AnswerLineKind.BAD : AnswerLineKind.GOOD;
      case FAILED -> AnswerLineKind.BAD;
      case CANCELLED -> AnswerLineKind.CANCELLED;
      case UNKNOWN -> AnswerLineKind.UNKNOWN;
    };
  }

  private static String headline(AnswerPart part, boolean alone) {
    Attempt attempt = part.attempt();
    if (attempt == null) {
      return alone ? "the course of a migration is not in evidence" : "outside of migrations";
    }
    StringBuilder out = new StringBuilder("migration ").append(attempt.number());
    if (!attempt.source().isEmpty() || !attempt.destination().isEmpty()) {
      out.append(", ").append(name(attempt.source())).append(" to ");
      out.append(name(attempt.destination()));
    }
    out.append(part.stop().state().isEmpty() ? "" : ", in state " + part.stop().state());
    out.append(part.stop().section().isEmpty() ? "" : ", at " + part.stop().section());
    String handOver = part.transfer().text(attempt.outcome());
    out.append(handOver.isEmpty() ? "" : "; " + handOver);
    if (attempt.outcome() == Attempt.AttemptOutcome.UNKNOWN && !attempt.why().isEmpty()) {
      out.append("; ").append(attempt.why());
    }
    if (part.first() == null) {
      boolean good = attempt.outcome() == completed();
      boolean failed = attempt.outcome() == Attempt.AttemptOutcome.FAILED;
      out.append(good ? "; no error" : failed ? "; the cause is not in evidence" : "");
    }
    return out.toString();
  }

  private static String name(String participant) {
    return participant.isEmpty() ? "?" : participant;
  }

  private static String asSentence(Problem problem) {
    String path = problem.path();
    boolean said = path.isEmpty() || path.startsWith("migration ");
    return problem.code().code() + "  " + problem.message() + (said ? "" : " (" + path + ")");
  }

  private static String rest(AnswerPart part) {
    int errors = 0;
    for (Problem problem : part.others()) {
      errors += problem.severity() == Severity.ERROR ? 1 : 0;
    }
    int warnings = part.others().size() - errors;
    List<String> words = new ArrayList<>();
    addCount(words, errors, "more error");
    addCount(words, part.consequences().size(), "consequence");
    addCount(words, warnings, "warning");
    addCount(words, part.notes().size(), "note");
    return String.join(", ", words);
  }

  private static void addCount(List<String> out, int count, String noun) {
    if (count > 0) {
      out.add(count(count, noun));
    }
  }

  private static String count(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private void add(AnswerLineKind kind, String label, String text) {
    lines.add(new AnswerLine(kind, label, text, null));
  }
}
