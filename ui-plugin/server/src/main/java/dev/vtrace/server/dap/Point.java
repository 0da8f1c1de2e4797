// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.condition.Expression;
import dev.vtrace.decoder.condition.Expression.BadExpression;
import dev.vtrace.server.dap.replay.Names;
import dev.vtrace.server.dap.replay.ReplayStep;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A breakpoint: where it is, and when it stops. */
final class Point {
  final int id;

  /** The reason that the client is told. */
  final String reason;

  /** What it is, for the sentence that the client shows. */
  final String title;

  final @Nullable LogMessage log;
  private final Predicate<ReplayStep> where;
  private final @Nullable Expression condition;
  private final @Nullable HitCondition hitCondition;
  private long hits;

  /**
   * @param when texts of the condition, the hit condition and the log message; null for none
   * @throws DebugRefusal if one of them cannot be read
   */
  Point(
      int id, String reason, String title, Predicate<ReplayStep> where, @Nullable String... when) {
    this.id = id;
    this.reason = reason;
    this.title = title;
    this.where = where;
    String wanted = text(when, 0);
    String hit = text(when, 1);
    String told = text(when, 2);
    condition = wanted.isEmpty() ? null : expression(wanted);
    hitCondition = hit.isEmpty() ? null : HitCondition.parse(hit);
    log = told.isEmpty() ? null : LogMessage.parse(told);
  }

  private static String text(@Nullable String[] when, int at) {
    String text = at < when.length ? when[at] : null;
    return text == null || text.isBlank() ? "" : text;
  }

  static Expression expression(String text) {
    try {
      return Expression.parse(text);
    } catch (BadExpression e) {
      throw DebugRefusal.typed(String.valueOf(e.getMessage()));
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
