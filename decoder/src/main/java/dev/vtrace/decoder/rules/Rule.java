// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.vhostuser.SessionState;
import dev.vtrace.decoder.vhostuser.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * One rule: a row of a family's table. Its severity and hint are those of the code, its page is the
 * resource {@code VT....md}.
 */
public record Rule(Code code, Rank rank, Check check) {
  /** Looks at a whole run. */
  @FunctionalInterface
  public interface Check {
    void check(Run run, Report report);
  }

  /** Looks at one migration. */
  @FunctionalInterface
  interface AttemptCheck {
    void check(AttemptFacts attempt, Report report);
  }

  /** Looks at one message of a connection; says what is wrong with it, or null. */
  @FunctionalInterface
  interface StepCheck {
    String check(Scene scene);
  }

  /** Looks at one line that is no event; says what it means, or null. */
  @FunctionalInterface
  interface LineCheck {
    String check(String line);
  }

  static Rule run(Code code, Rank rank, Check check) {
    return new Rule(code, rank, check);
  }

  /** A rule on each migration of a run, by itself. */
  static Rule attempt(Code code, Rank rank, AttemptCheck check) {
    return new Rule(
        code,
        rank,
        (run, report) -> {
          for (AttemptFacts attempt : report.attempts()) {
            check.check(attempt, report.in(attempt.number()));
          }
        });
  }

  /** A rule on each message of each connection. */
  static Rule step(Code code, Rank rank, StepCheck check) {
    return new Rule(
        code,
        rank,
        (run, report) -> {
          for (Connection connection : run.connections()) {
            SessionState before = SessionState.FRESH;
            for (Step step : connection.session().steps()) {
              Scene scene = new Scene(connection, step, before);
              String wrong = check.check(scene);
              if (wrong != null) {
                report.add(scene.path(), step.message().timeNs(), wrong, Places.of(step));
              }
              before = step.after();
            }
          }
        });
  }

  /** A rule on each line that a program wrote besides events. */
  static Rule line(Code code, Rank rank, LineCheck check) {
    return new Rule(
        code,
        rank,
        (run, report) -> {
          for (ProcessLog log : run.logs()) {
            for (LogLine line : log.lines()) {
              String wrong = check.check(line.text());
              if (wrong != null) {
                report.add(log.participant(), line.timeNs(), wrong, Places.of(line));
              }
            }
          }
        });
  }

  /** The same, but all lines of a process are one problem: the first one says what. */
  static Rule lines(Code code, Rank rank, LineCheck check) {
    return new Rule(
        code,
        rank,
        (run, report) -> {
          for (ProcessLog log : run.logs()) {
            List<Evidence> places = new ArrayList<>();
            String first = null;
            long time = -1;
            for (LogLine line : log.lines()) {
              String wrong = check.check(line.text());
              if (wrong != null) {
                time = first == null ? line.timeNs() : time;
                first = first == null ? wrong : first;
                places.add(Places.of(line));
              }
            }
            if (first != null) {
              report.add(log.participant(), time, first, places);
            }
          }
        });
  }
}
