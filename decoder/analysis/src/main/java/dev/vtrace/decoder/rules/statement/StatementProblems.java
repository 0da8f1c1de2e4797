// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.statement;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.messages.FailureStanding;
import dev.vtrace.decoder.messages.MessageMatch;
import dev.vtrace.decoder.messages.MessageRow;
import dev.vtrace.decoder.messages.Speaker;
import dev.vtrace.decoder.messages.Utterance;
import dev.vtrace.decoder.rules.family.QueueCountRules;
import dev.vtrace.decoder.rules.model.BadConfigData;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.rules.model.Rank;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes problems of what lines say: of each line that the table knows, and at least a quotation of
 * each that is an error by its form. One pass for all codes of the table.
 */
public final class StatementProblems {
  /** Lines of one failure: the first of them says what, the others follow from it. */
  private static final Set<Code> TOGETHER =
      EnumSet.of(
          Code.LOAD_FIELD_FAILED,
          Code.BACKEND_UNREACHABLE,
          Code.VHOST_START_FAILED,
          Code.CHANNEL_ERROR);

  /** What rules tell that look at more than a line. */
  private static final Set<Code> BY_RULES =
      EnumSet.of(Code.MIGRATION_FAILED, Code.CHANNEL_WITHOUT_FDS);

  private static final int MOST = 20;
  private static final int PLACES = 1000;

  /** How back-ends without levels in their lines begin or end a line that reports a failure. */
  private static final List<String> FAILS =
      List.of("fail", "cannot ", "could not ", "couldn't ", "unable to ", "invalid ", "error ");

  private final CheckedRun run;
  private final Set<String> completed;
  private final Map<String, Problem> problems = new LinkedHashMap<>();

  /** Further places of them. */
  private final Map<String, List<Evidence>> more = new HashMap<>();

  private final Map<Code, Integer> counts = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();

  private StatementProblems(CheckedRun run, List<Problem> others) {
    this.run = run;
    this.completed = ExpectedEndings.completed(run);
    for (Problem problem : others) {
      for (Evidence place : problem.evidence()) {
        taken.add(place.location());
      }
    }
  }

  /**
   * Problems that lines report.
   *
   * @param others what rules found; a line that one of them rests on is not quoted again
   */
  public static List<Problem> of(CheckedRun run, List<Problem> others) {
    StatementProblems said = new StatementProblems(run, others);
    for (List<LogStatement> lines : LogStatements.of(run)) {
      said.log(lines);
    }
    List<Problem> out = new ArrayList<>();
    said.problems.forEach((key, problem) -> out.add(said.everywhere(key, problem)));
    said.counts.forEach(
        (code, count) -> {
          if (count > MOST) {
            out.add(more(out, code, count - MOST));
          }
        });
    return out;
  }

  private static Problem more(List<Problem> all, Code code, int count) {
    Rank rank = Rank.NOTE;
    for (Problem problem : all) {
      rank = problem.code() == code ? problem.rank() : rank;
    }
    String text = count + " more of this kind";
    return new Problem(code, rank, "", text, Long.MAX_VALUE, List.of());
  }

  private void log(List<LogStatement> lines) {
    Map<Code, String> together = new LinkedHashMap<>();
    ExpectedEndings endings = new ExpectedEndings(completed, lines);
    LastRequest last = new LastRequest();
    for (int i = 0; i < lines.size(); i++) {
      LogStatement line = lines.get(i);
      last.pass(line);
      Set<Code> said = EnumSet.noneOf(Code.class);
      for (MessageMatch match : line.matches()) {
        Code code = match.row().code();
        if (code == null
            || BY_RULES.contains(code)
            || endings.ordinary(code, i)
            || reason(line, match)
            || !said.add(code)
            || code == Code.CONFIG_SPACE_DIFFERS && vectors(match)) {
          continue;
        }
        FailedLoadNames names = FailedLoadNames.after(lines, i);
        String key = together.get(code);
        if (key != null) {
          join(key, line.place(), path(line, match, names));
        } else {
          key = add(line, outermost(line, match), names, last);
          if (TOGETHER.contains(code)) {
            together.put(code, key);
          }
        }
      }
      if (line.endsLoad()) {
        together.clear();
      }
      if (line.matches().isEmpty() && line.request() == null) {
        net(line, last);
      }
    }
  }

  private boolean vectors(MessageMatch match) {
    return QueueCountRules.device(run, BadConfigData.of(match)) != null;
  }

  /** Whether it is only the reason why a migration may not begin, which is told with it. */
  private static boolean reason(LogStatement line, MessageMatch match) {
    for (MessageMatch other : line.matches()) {
      boolean blocked = other.row().code() == Code.MIGRATION_BLOCKED;
      if (blocked && other != match && other.covers(match)) {
        return true;
      }
    }
    return false;
  }

  /** Of parts that say the same, the one that holds the other says more. */
  private static MessageMatch outermost(LogStatement line, MessageMatch match) {
    MessageMatch best = match;
    for (MessageMatch other : line.matches()) {
      best = other.row().code() == match.row().code() && other.covers(best) ? other : best;
    }
    return best;
  }

  private String add(
      LogStatement line, MessageMatch match, FailedLoadNames names, LastRequest last) {
    MessageRow row = match.row();
    List<Evidence> evidence = new ArrayList<>(List.of(line.place()));
    String message = names.message(match) + last.before(line, evidence);
    if (row.code() == Code.BACKEND_UNREACHABLE && line.backEnd() == null) {
      message += LastRequest.inLogs(run, line, evidence);
    }
    Code code = requireNonNull(row.code());
    String hint = match.hint().isEmpty() ? code.hint() : match.hint();
    return put(
        new Problem(
            code,
            rank(row.standing()),
            path(line, match, names),
            message,
            line.timeNs(),
            evidence,
            hint));
  }

  private String put(Problem problem) {
    String key = problem.code().code() + problem.message() + problem.path();
    Problem known = problems.get(key);
    if (known != null) {
      join(key, problem.evidence().get(0), "");
    } else if (counts.merge(problem.code(), 1, Integer::sum) <= MOST) {
      problems.put(key, problem);
    }
    return key;
  }

  /** Adds a place to a problem; and the device, if this is the line that names it. */
  private void join(String key, Evidence place, String path) {
    Problem known = problems.get(key);
    if (known == null) {
      return;
    }
    List<Evidence> others = more.computeIfAbsent(key, k -> new ArrayList<>());
    if (known.evidence().size() + others.size() >= PLACES) {
      return;
    }
    others.add(place);
    if (path.length() > known.path().length()) {
      problems.put(key, with(known, path, known.evidence()));
    }
  }

  private Problem everywhere(String key, Problem problem) {
    List<Evidence> others = more.getOrDefault(key, List.of());
    if (others.isEmpty()) {
      return problem;
    }
    List<Evidence> evidence = new ArrayList<>(problem.evidence());
    evidence.addAll(others);
    return with(problem, problem.path(), evidence);
  }

  private static Problem with(Problem known, String path, List<Evidence> evidence) {
    return new Problem(
        known.code(), known.rank(), path, known.message(), known.timeNs(), evidence, known.hint());
  }

  private static String path(LogStatement line, MessageMatch match, FailedLoadNames names) {
    String family = match.row().family();
    boolean load = family.equals("loads") || family.equals("devices");
    String device = load && !names.section().isEmpty() ? names.section() : match.path();
    String who = line.participant();
    boolean apart = !who.isEmpty() && !device.isEmpty() && !device.startsWith("/");
    return apart ? who + "/" + device : who + device;
  }

  private static Rank rank(FailureStanding standing) {
    return switch (standing) {
      case CAUSE -> Rank.CAUSE;
      case FAULT -> Rank.FAULT;
      case CONSEQUENCE -> Rank.CONSEQUENCE;
      case NOTE -> Rank.NOTE;
    };
  }

  private void net(LogStatement line, LastRequest last) {
    Utterance utterance = line.utterance();
    if (taken.contains(line.place().location())) {
      return;
    }
    String shown = EvidencePlaces.shown(utterance.body());
    List<Evidence> evidence = new ArrayList<>(List.of(line.place()));
    if (utterance.errorOfQemu()) {
      report(Code.QEMU_REPORTED, line, "QEMU reported: " + shown, evidence);
    } else if (backEndFails(line)) {
      String message = "the back-end reported: " + shown + last.before(line, evidence);
      report(Code.BACKEND_REPORTED, line, message, evidence);
    }
  }

  private void report(Code code, LogStatement line, String message, List<Evidence> evidence) {
    put(new Problem(code, Rank.FAULT, line.participant(), message, line.timeNs(), evidence));
  }

  private static boolean backEndFails(LogStatement line) {
    Utterance utterance = line.utterance();
    if (utterance.level() != Utterance.LogLevel.UNSAID) {
      return utterance.level() == Utterance.LogLevel.ERROR
          && utterance.speaker() == Speaker.BACK_END;
    }
    String text = utterance.body().toLowerCase(Locale.ROOT);
    boolean ends =
        text.endsWith(" failed") || text.endsWith(" failed!") || text.endsWith(" failed.");
    return ends || FAILS.stream().anyMatch(text::startsWith);
  }
}
