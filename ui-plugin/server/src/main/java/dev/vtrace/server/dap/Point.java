// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.server.dap.replay.Expression;
import dev.vtrace.server.dap.replay.Expression.BadExpression;
import dev.vtrace.server.dap.replay.Names;
import dev.vtrace.server.dap.replay.ReplayStep;
import java.util.function.Predicate;

/** A breakpoint: where it is, and when it stops. */
final class Point {
  final int id;

  /** The reason that the client is told. */
  final String reason;

  /** What it is, for the sentence that the client shows. */
  final String title;

  final LogMessage log;
  private final Predicate<ReplayStep> where;
  private final Expression condition;
  private final HitCondition hitCondition;
  private long hits;

  /**
   * @param when texts of the condition, the hit condition and the log message; null for none
   * @throws DebugRefusal if one of them cannot be read
   */
  Point(int id, String reason, String title, Predicate<ReplayStep> where, String... when) {
    this.id = id;
    this.reason = reason;
    this.title = title;
    this.where = where;
    condition = empty(when[0]) ? null : expression(when[0]);
    hitCondition = empty(when[1]) ? null : HitCondition.parse(when[1]);
    log = when.length < 3 || empty(when[2]) ? null : LogMessage.parse(when[2]);
  }

  private static boolean empty(String text) {
    return text == null || text.isBlank();
  }

  static Expression expression(String text) {
    try {
      return Expression.parse(text);
    } catch (BadExpression e) {
      throw new DebugRefusal(e.getMessage());
    }
  }

  /** Whether it stops at a step; counts the hit. */
  boolean stops(ReplayStep step, Names names) {
    if (!where.test(step)
        || condition != null && !Expression.isTrue(condition.value(names::value))) {
      return false;
    }
    hits++;
    return hitCondition == null || hitCondition.stops(hits);
  }

  /** Counts from the beginning. */
  void reset() {
    hits = 0;
  }
}
