// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.FailedLoads;
import dev.vtrace.decoder.rules.model.AttemptTimes;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.EvidencePlaces;
import dev.vtrace.decoder.rules.model.ProblemCollector;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Failed migrations, however they were reported: a change of state, an event or a reply of QMP, a
 * line of a log. Signs of one migration make one problem: each voice reports a migration once, so
 * the second time that it does is the next one.
 */
final class Failures {
  /** Both ends of a migration have reported its failure by then. */
  private static final long LATE_NS = 10_000_000_000L;

  /**
   * One telling.
   *
   * @param number which failure of its voice it is, first 0
   * @param reason why, as QEMU says it, or empty
   */
  private record FailureSign(int number, long timeNs, String reason, Evidence place) {}

  private final CheckedRun run;
  private final List<FailureSign> signs = new ArrayList<>();
  private final Map<String, Integer> told = new HashMap<>();

  private Failures(CheckedRun run) {
    this.run = run;
    events();
    qmp();
    lines();
  }

  static void report(CheckedRun run, ProblemCollector report) {
    new Failures(run).report(report);
  }

  private void sign(String voice, long timeNs, String reason, Evidence place) {
    int number = told.merge(voice, 1, Integer::sum) - 1;
    signs.add(new FailureSign(number, timeNs, reason, place));
  }

  private void events() {
    for (ProcessLog log : run.logs()) {
      for (TraceEvent event : log.events()) {
        if (event.is(Event.MIGRATION_STATE) && event.string("new_state").equals("failed")) {
          sign("event " + log.participant(), log.time(event), "", EvidencePlaces.of(event));
        }
      }
    }
  }

  /** A reply repeats what was so before; only another status in between makes it news. */
  private void qmp() {
    Map<String, String> last = new HashMap<>();
    for (QmpMessage message : run.qmp()) {
      boolean event = message.kind() == QmpMessage.QmpMessageKind.EVENT;
      String status = message.value(event ? "data.status" : "return.status");
      boolean migrates = message.name().equals(event ? "MIGRATION" : "query-migrate");
      boolean thin = message.name().isEmpty() && message.value("return.error-desc") != null;
      if (status == null || !migrates && !thin) {
        continue;
      }
      String voice = (event ? "qmp event " : "qmp reply ") + message.who();
      String reason = message.value(event ? "data.error-desc" : "return.error-desc");
      if (status.equals("failed") && !status.equals(last.put(voice, status))) {
        String text = reason == null ? status : status + ": " + reason;
        sign(
            voice,
            message.timeNs(),
            reason == null ? "" : reason,
            EvidencePlaces.of(message, text));
      }
      last.put(voice, status);
    }
  }

  private void lines() {
    for (ProcessLog log : run.logs()) {
      Map<String, List<LogLine>> files = new LinkedHashMap<>();
      for (LogLine line : log.lines()) {
        files.computeIfAbsent(line.span().file(), file -> new ArrayList<>()).add(line);
      }
      files.forEach(
          (file, lines) -> {
            for (LogLine line : FailedLoads.of(lines)) {
              sign(
                  "line " + file, line.timeNs(), FailedLoads.reason(line), EvidencePlaces.of(line));
            }
            for (LogLine line : lines) {
              if (FailedLoads.ofManager(line)) {
                sign("manager " + file, line.timeNs(), "", EvidencePlaces.of(line));
              }
            }
          });
    }
  }

  private void report(ProblemCollector report) {
    Map<Attempt, List<FailureSign>> ofAttempts = new LinkedHashMap<>();
    for (Attempt attempt : run.migration().attempts()) {
      boolean failed = attempt.outcome() == Attempt.AttemptOutcome.FAILED;
      if (failed || attempt.outcome() == Attempt.AttemptOutcome.CANCELLED) {
        ofAttempts.put(attempt, new ArrayList<>());
      }
    }
    AttemptTimes attempts = new AttemptTimes(List.copyOf(ofAttempts.keySet()));
    Map<Integer, List<FailureSign>> others = new TreeMap<>();
    for (FailureSign sign : signs) {
      Attempt attempt = attempts.nearest(sign.timeNs, sign.number, LATE_NS);
      List<FailureSign> same =
          attempt == null
              ? others.computeIfAbsent(sign.number, n -> new ArrayList<>())
              : requireNonNull(ofAttempts.get(attempt));
      same.add(sign);
    }
    ofAttempts.forEach(
        (attempt, own) -> {
          // What a cancel ends in is no failure beside it.
          if (attempt.outcome() == Attempt.AttemptOutcome.FAILED) {
            long time = attempt.endNs() < 0 ? attempt.beginNs() : attempt.endNs();
            add(report.in(attempt.number()), "migration " + attempt.number(), time, own);
          }
        });
    others.values().forEach(own -> add(report, "", own.get(0).timeNs, own));
  }

  private static void add(
      ProblemCollector report, String path, long time, List<FailureSign> signs) {
    String reason = "";
    for (FailureSign sign : signs) {
      reason = sign.reason.length() > reason.length() ? sign.reason : reason;
    }
    report.add(
        path,
        time,
        "the migration failed" + (reason.isEmpty() ? "" : ": " + reason),
        signs.stream().map(FailureSign::place).toList());
  }
}
