// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.family;

import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.SessionStep;
import org.jspecify.annotations.Nullable;

/**
 * Who closed a recorded connection. Recorders that do not tell what ended a half may note the two
 * halves in either order; then it is known only where messages stand between the two.
 *
 * @param event the end of the half that ended first
 * @param process what became of who closed: a clause to add, or empty
 */
public record ConnectionCloser(ClosingSide side, WireEvent event, String process) {
  /** Two halves that end further apart did not end because of each other. */
  private static final long AT_ONCE_NS = 1_000_000_000L;

  public enum ClosingSide {
    FRONT_END,
    BACK_END,
    /** Who recorded ended, so nothing is known of the two. */
    RECORDER,
    NOT_TOLD;

    private static ClosingSide sending(@Nullable Direction half) {
      return half == Direction.TO_BACKEND ? FRONT_END : BACK_END;
    }

    private static ClosingSide receiving(@Nullable Direction half) {
      return half == Direction.TO_BACKEND ? BACK_END : FRONT_END;
    }
  }

  /** Of a connection; null where it was not closed, or where no half is named. */
  public static @Nullable ConnectionCloser of(Connection connection) {
    WireEvent first = null;
    WireEvent second = null;
    for (WireEvent event : connection.events()) {
      if (event.kind() != WireEvent.WireEventKind.CLOSE || event.direction() == null) {
        continue;
      }
      if (first == null) {
        first = event;
      } else if (second == null && event.direction() != first.direction()) {
        second = event;
      }
    }
    if (first == null) {
      return null;
    }
    ClosingSide side = side(first);
    WireEvent decisive = first;
    if (side == ClosingSide.NOT_TOLD && second != null) {
      side = side(second);
      decisive = second;
    }
    if (side == ClosingSide.NOT_TOLD) {
      decisive = first;
      boolean either =
          second == null ? first.end() == WireEnd.PASSED_ON : atOnce(connection, first, second);
      side = either ? ClosingSide.NOT_TOLD : ClosingSide.sending(first.direction());
    }
    return new ConnectionCloser(side, decisive, process(connection, side));
  }

  private static ClosingSide side(WireEvent event) {
    return switch (event.end()) {
      case CLOSED, FINISHED, RESET -> ClosingSide.sending(event.direction());
      case RECEIVER_GONE -> ClosingSide.receiving(event.direction());
      case RECORDER -> ClosingSide.RECORDER;
      case PASSED_ON, NOT_TOLD -> ClosingSide.NOT_TOLD;
    };
  }

  /** Whether either of two ends may have been the first. */
  private static boolean atOnce(Connection connection, WireEvent first, WireEvent second) {
    boolean timed = first.timeNs() >= 0 && second.timeNs() >= 0;
    if (timed && second.timeNs() - first.timeNs() > AT_ONCE_NS) {
      return false;
    }
    for (SessionStep step : connection.session().steps()) {
      long offset = step.message().span().offset();
      if (offset > first.span().offset() && offset < second.span().offset()) {
        return false;
      }
    }
    return true;
  }

  private static String process(Connection connection, ClosingSide side) {
    for (WireEvent event : connection.events()) {
      boolean known = event.kind() == WireEvent.WireEventKind.PROCESS && event.direction() != null;
      if (known && side == ClosingSide.sending(event.direction())) {
        String id = event.process() < 0 ? "the process" : "process " + event.process();
        return "; " + id + " was the last process that sent on it (" + event.why() + ")";
      }
    }
    return "";
  }
}
