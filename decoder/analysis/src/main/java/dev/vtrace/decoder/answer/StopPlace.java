// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.answer;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.messages.MessageMatch;
import dev.vtrace.decoder.messages.MessageTable;
import dev.vtrace.decoder.rules.model.AttemptFacts;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.List;
import java.util.Set;

/**
 * Where a migration ended before its time.
 *
 * @param state the last state of the source before that, by QEMU's name, such as {@code
 *     pre-switchover}; empty where that is not known
 * @param section the section of the stream that could not be saved or loaded; empty where that is
 *     not known
 */
public record StopPlace(String state, String section) {
  /** Where nothing tells. */
  public static final StopPlace UNKNOWN = new StopPlace("", "");

  private static final Set<String> ENDS =
      Set.of("failed", "failing", "cancelling", "cancelled", "completed", "none");

  /** Where a migration ended, by what it told and by what was found in it. */
  static StopPlace of(AttemptFacts attempt, List<Problem> problems) {
    return new StopPlace(state(attempt), section(problems));
  }

  private static String state(AttemptFacts attempt) {
    String last = "";
    for (TraceEvent event : attempt.events(attempt.source())) {
      if (event.is(Event.MIGRATION_STATE)) {
        last = later(last, event.string("new_state"));
      }
    }
    if (!last.isEmpty()) {
      return last;
    }
    for (QmpMessage message : attempt.qmp(attempt.source())) {
      boolean event = message.kind() == QmpMessage.QmpMessageKind.EVENT;
      if (event && message.name().equals("MIGRATION") && message.value("data.status") != null) {
        last = later(last, message.value("data.status"));
      }
    }
    return last;
  }

  private static String later(String last, String next) {
    return ENDS.contains(next) ? last : next;
  }

  /** What the reason of the failure names; else what a line of the failed load does. */
  private static String section(List<Problem> problems) {
    String section = "";
    for (Problem problem : problems) {
      String device = problem.code() == Code.MIGRATION_FAILED ? device(problem) : "";
      if (!device.isEmpty()) {
        return device;
      }
      int slash = problem.path().indexOf('/');
      if (problem.code() == Code.LOAD_FIELD_FAILED && slash > 0 && section.isEmpty()) {
        section = problem.path().substring(slash + 1);
      }
    }
    return section;
  }

  private static String device(Problem problem) {
    int reason = problem.message().indexOf(": ");
    if (reason < 0) {
      return "";
    }
    for (MessageMatch one : MessageTable.read(problem.message().substring(reason + 2), false)) {
      if (one.row().code() == Code.LOAD_FIELD_FAILED && !one.value("device").isEmpty()) {
        return one.value("device");
      }
    }
    return "";
  }
}
