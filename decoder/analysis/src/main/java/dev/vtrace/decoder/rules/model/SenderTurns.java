// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.model;

import dev.vtrace.decoder.run.Connection;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who speaks for the front-end of a connection, to be asked for each migration. */
public final class SenderTurns {
  private final List<Connection.Turn> turns;
  private final List<SessionStep> steps = new ArrayList<>();

  /** Of each message with a time, the earliest time from it on. */
  private final long[] earliest;

  private final List<SessionStep> requests = new ArrayList<>();

  /** Of all requests up to each, the latest time. */
  private final List<Long> latest = new ArrayList<>();

  public SenderTurns(Connection connection) {
    turns = connection.turns();
    long last = Long.MIN_VALUE;
    for (SessionStep step :
        turns.isEmpty() ? List.<SessionStep>of() : connection.session().steps()) {
      long time = step.message().timeNs();
      if (time >= 0) {
        steps.add(step);
      }
      if (step.message().direction() == Direction.TO_BACKEND) {
        last = Math.max(last, time);
        requests.add(step);
        latest.add(last);
      }
    }
    earliest = new long[steps.size()];
    long least = Long.MAX_VALUE;
    for (int i = earliest.length - 1; i >= 0; i--) {
      least = Math.min(least, steps.get(i).message().timeNs());
      earliest[i] = least;
    }
  }

  /** The turn at a time at which a ring runs; -1 if none does, or nobody knows who speaks. */
  public int running(long timeNs) {
    int low = 0;
    int high = earliest.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (earliest[middle] <= timeNs) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0 || steps.get(low - 1).after().suspended()) {
      return -1;
    }
    for (int i = turns.size() - 1; i >= 0; i--) {
      long time = turns.get(i).first().timeNs();
      if (time >= 0 && time <= timeNs) {
        return i;
      }
    }
    return -1;
  }

  /** The first request after a time that comes before the next turn; null if there is none. */
  public @Nullable SessionStep again(int turn, long timeNs) {
    long until =
        turn + 1 < turns.size() ? turns.get(turn + 1).first().span().offset() : Long.MAX_VALUE;
    int low = 0;
    int high = latest.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (latest.get(middle) <= timeNs) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    SessionStep found = low < requests.size() ? requests.get(low) : null;
    return found != null && found.message().span().offset() < until ? found : null;
  }
}
