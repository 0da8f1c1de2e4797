// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.QmpMessage.QmpLeaf;
import dev.vtrace.decoder.trace.QmpMessage.QmpMessageKind;
import java.util.Map;

/** Which reasons in replies of QMP block a migration: none that went through afterwards. */
public final class Blockers {
  private static final String REASONS = "return.blocked-reasons[";

  private final CheckedRun run;
  private final Map<String, Integer> completed;

  public Blockers(CheckedRun run) {
    this.run = run;
    completed = QmpRules.last(run, "completed");
  }

  /** Whether a value of a message is such a reason. */
  public boolean blocks(int number, QmpLeaf value) {
    QmpMessage message = run.qmp().get(number);
    return message.kind() == QmpMessageKind.REPLY
        && value.path().startsWith(REASONS)
        && completed.getOrDefault(message.who(), -1) < number;
  }
}
