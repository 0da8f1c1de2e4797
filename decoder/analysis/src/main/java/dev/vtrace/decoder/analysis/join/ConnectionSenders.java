// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.join;

import dev.vtrace.decoder.analysis.evidence.JoinedRequest;
import java.util.ArrayList;
import java.util.List;

/** Who used a connection at a time, by those of its messages that a trace shows. */
public final class ConnectionSenders {
  private final List<JoinedRequest> traced = new ArrayList<>();

  /** Of each of them, the earliest time from it on: such times never go back. */
  private final long[] earliest;

  /**
   * @param requests messages of the connection in its order
   */
  public ConnectionSenders(List<JoinedRequest> requests) {
    for (JoinedRequest request : requests) {
      if (request.trace != null) {
        traced.add(request);
      }
    }
    earliest = new long[traced.size()];
    long least = Long.MAX_VALUE;
    for (int i = earliest.length - 1; i >= 0; i--) {
      least = Math.min(least, traced.get(i).timeNs);
      earliest[i] = least;
    }
  }

  /** The sender of the last message up to a time, else of the first; empty if there is none. */
  public String at(long timeNs) {
    if (traced.isEmpty()) {
      return "";
    }
    int from = 0;
    int to = earliest.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (earliest[middle] <= timeNs) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return traced.get(Math.max(0, from - 1)).participant;
  }
}
