// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;

/** What one file tells of one process. */
final class TraceLog {
  final String participant;
  final String file;
  final List<TraceEvent> events = new ArrayList<>();
  final List<LogLine> lines = new ArrayList<>();
  Clock clock = Clock.NONE;
  boolean dropped;

  // Asked for each window, and dear to find out in a long log.
  private int weight;
  private int weighed;

  TraceLog(String participant, String file) {
    this.participant = participant;
    this.file = file;
  }

  /** The time of an event on the common clock, -1 if there is none. */
  long time(TraceEvent event) {
    return event.timeNs() < 0 || !clock.placed() ? -1 : event.timeNs() + clock.offsetNs();
  }

  /** Events of vhost; the more there are, the more the file tells. */
  int weight() {
    for (; weighed < events.size(); weighed++) {
      weight += events.get(weighed).isVhost() ? 1 : 0;
    }
    return weight;
  }
}
