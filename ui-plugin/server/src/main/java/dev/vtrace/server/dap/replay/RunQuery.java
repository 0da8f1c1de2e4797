// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.condition.Expression;
import dev.vtrace.decoder.condition.Expression.BadExpression;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a recorded migration at which a condition of the debugger holds.
 *
 * @param steps in their order, no more than were asked for
 * @param total how many there are
 */
public record RunQuery(List<ReplayStep> steps, int total) {
  public RunQuery {
    steps = List.copyOf(steps);
  }

  /**
   * Asks a condition at each step.
   *
   * @param goOn called at each step; it may throw to end it all
   * @throws BadExpression if the condition cannot be read
   */
  public static RunQuery of(MigrationReplay replay, String condition, int limit, Runnable goOn)
      throws BadExpression {
    Expression expression = Expression.parse(condition);
    ReplayCursor cursor = new ReplayCursor(replay);
    List<ReplayStep> found = new ArrayList<>();
    int total = 0;
    for (ReplayStep step : replay.steps()) {
      goOn.run();
      cursor.moveTo(step.index());
      if (Expression.isTrue(expression.value(new Names(replay, cursor, step)::value))) {
        if (total < limit) {
          found.add(step);
        }
        total++;
      }
    }
    return new RunQuery(found, total);
  }
}
