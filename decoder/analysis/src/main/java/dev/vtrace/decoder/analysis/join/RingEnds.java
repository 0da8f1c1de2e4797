// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import dev.vtrace.decoder.vhostuser.Effect;
import java.util.ArrayList;
import java.util.List;

/** Where the rings of a connection are started and stopped, to be asked for each migration. */
public final class RingEnds {
  /** Messages that start or stop a ring, in the order of the connection. */
  private final List<JoinedRequest> requests = new ArrayList<>();

  /** Of each of them, the earliest time from it on. */
  private final long[] earliest;

  private final long lastNs;

  /**
   * @param all messages of the connection
   */
  public RingEnds(List<JoinedRequest> all) {
    long last = Long.MIN_VALUE;
    for (JoinedRequest request : all) {
      last = Math.max(last, request.timeNs);
      if (request.does(Effect.RING_KICK) || request.does(Effect.RING_STOP)) {
        requests.add(request);
      }
    }
    lastNs = last;
    earliest = new long[requests.size()];
    long least = Long.MAX_VALUE;
    for (int i = earliest.length - 1; i >= 0; i--) {
      least = Math.min(least, requests.get(i).timeNs);
      earliest[i] = least;
    }
  }

  /** When the last message was sent. */
  public long lastNs() {
    return lastNs;
  }

  /** Whether a ring is stopped between two times, and none is started after that up to the end. */
  public boolean stopped(long beginNs, long endNs) {
    int low = 0;
    int high = earliest.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (earliest[middle] <= endNs) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int i = low - 1; i >= 0; i--) {
      JoinedRequest request = requests.get(i);
      if (request.timeNs <= endNs && request.does(Effect.RING_KICK)) {
        return false;
      }
      if (request.timeNs <= endNs && request.timeNs >= beginNs) {
        return true;
      }
    }
    return false;
  }
}
