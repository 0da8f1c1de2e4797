// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.analysis.Evidence;
import dev.vtrace.decoder.diagnostics.Code;
import java.util.ArrayList;
import java.util.List;

/**
 * A queue whose start or stop was entered and not left, each explained by what else is in the
 * trace. Source: the trace points of the series "vhost refactoring" v2 to v4: a queue is left early
 * where the back-end is transferred, where the guest did not set the queue up, and on errors.
 */
final class QueueRules {
  static final List<Rule> TABLE =
      List.of(
          Rule.run(
              Code.QUEUE_FAILED,
              Rank.CONSEQUENCE,
              (run, report) -> check(run, report, QueuePass.Cause.ERROR)),
          Rule.run(
              Code.QUEUE_CUT,
              Rank.CONSEQUENCE,
              (run, report) -> check(run, report, QueuePass.Cause.CUT)),
          Rule.run(
              Code.QUEUE_UNEXPLAINED,
              Rank.FAULT,
              (run, report) -> check(run, report, QueuePass.Cause.UNEXPLAINED)),
          Rule.run(
              Code.QUEUE_TRANSFERRED,
              Rank.NOTE,
              (run, report) -> check(run, report, QueuePass.Cause.TRANSFER)),
          Rule.run(
              Code.QUEUE_NOT_SET_UP,
              Rank.NOTE,
              (run, report) -> check(run, report, QueuePass.Cause.NOT_SET_UP)));

  private QueueRules() {}

  private static void check(Run run, Report report, QueuePass.Cause cause) {
    boolean transfers = run.transfers();
    for (ProcessLog log : run.logs()) {
      for (QueuePass pass : QueuePass.of(log)) {
        if (pass.open().isEmpty() || pass.cause(transfers) != cause) {
          continue;
        }
        List<Evidence> places = new ArrayList<>();
        pass.open().values().forEach(event -> places.add(Places.of(event)));
        places.add(Places.of(pass.begin()));
        report.add(
            log.participant() + "/" + pass.device(),
            log.time(pass.begin()),
            pass.words() + cause.words(),
            places);
      }
    }
  }
}
