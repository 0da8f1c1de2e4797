// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.verdict;

import dev.vtrace.decoder.analysis.evidence.Traffic;
import dev.vtrace.decoder.analysis.evidence.WindowBuilder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Which processes spoke on a connection, by time. Made when each message has its window. */
final class SpeakingProcesses {
  private final Traffic traffic;

  /** The latest time up to each message; those of messages do not always rise. */
  private final long[] latest;

  SpeakingProcesses(Traffic traffic) {
    this.traffic = traffic;
    latest = new long[traffic.requests.size()];
    long time = Long.MIN_VALUE;
    for (int i = 0; i < latest.length; i++) {
      time = Math.max(time, traffic.requests.get(i).timeNs);
      latest[i] = time;
    }
  }

  /** Who spoke last before a window, in it, and first after it. */
  Set<String> around(WindowBuilder window) {
    Set<String> out = new HashSet<>();
    int from = indexAt(window.beginNs) - 1;
    int to = Math.min(traffic.requests.size(), indexAt(window.endNs + 1) + 1);
    for (int i = Math.max(0, from); i < to; i++) {
      WindowBuilder of = traffic.requests.get(i).window;
      if (of != null) {
        out.add(of.participant);
      }
    }
    return out;
  }

  private int indexAt(long timeNs) {
    int found = Arrays.binarySearch(latest, timeNs);
    int place = found >= 0 ? found : -found - 1;
    while (place > 0 && latest[place - 1] >= timeNs) {
      place--;
    }
    return place;
  }
}
