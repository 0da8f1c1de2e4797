// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.analysis.model.Evidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The messages of a connection that lie around a silence. */
public final class SurroundingMessages {
  private final Traffic traffic;
  private final List<JoinedRequest> requests;

  /**
   * The latest time up to each message. Times of traces and of recorders differ a little, so those
   * of the messages themselves do not always rise, and could not be halved.
   */
  private final long[] latest;

  public SurroundingMessages(Traffic traffic) {
    this.traffic = traffic;
    requests = traffic.requests;
    latest = new long[requests.size()];
    long time = Long.MIN_VALUE;
    for (int i = 0; i < latest.length; i++) {
      time = Math.max(time, requests.get(i).timeNs);
      latest[i] = time;
    }
  }

  /**
   * The last message before the first one that is after a time, and that one; nothing where others
   * between them were not kept.
   */
  public List<Evidence> around(long timeNs) {
    int after = indexAfter(timeNs);
    List<Evidence> around = new ArrayList<>(2);
    boolean both = after > 0 && after < requests.size();
    if (!traffic.session.leftOut().isEmpty()
        && !(both && traffic.hasAll(requests.get(after - 1).timeNs, requests.get(after).timeNs))) {
      return around;
    }
    if (after > 0) {
      around.add(neighbour(requests.get(after - 1), Evidence.Side.BEFORE));
    }
    if (after < requests.size()) {
      around.add(neighbour(requests.get(after), Evidence.Side.AFTER));
    }
    return around;
  }

  private static Evidence neighbour(JoinedRequest request, Evidence.Side side) {
    return requireNonNull(request.socket).neighbour(side, request.timeNs);
  }

  private int indexAfter(long timeNs) {
    int found = Arrays.binarySearch(latest, timeNs);
    int place = found >= 0 ? found : -found - 1;
    while (place < latest.length && latest[place] <= timeNs) {
      place++;
    }
    return place;
  }
}
