// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.QmpMessage.Kind;
import dev.vtrace.decoder.trace.QmpMessage.Value;
import java.util.Map;

/** Which reasons in replies of QMP block a migration: none that went through afterwards. */
final class Blockers {
  private static final String REASONS = "return.blocked-reasons[";

  private final Run run;
  private final Map<String, Integer> completed;

  Blockers(Run run) {
    this.run = run;
    completed = QmpRules.last(run, "completed");
  }

  /** Whether a value of a message is such a reason. */
  boolean blocks(int number, Value value) {
    QmpMessage message = run.qmp().get(number);
    return message.kind() == Kind.REPLY
        && value.path().startsWith(REASONS)
        && completed.getOrDefault(message.who(), -1) < number;
  }
}
