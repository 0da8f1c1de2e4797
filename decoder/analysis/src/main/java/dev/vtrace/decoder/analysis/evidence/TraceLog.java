// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.List;

/** What one file says about one process. */
public final class TraceLog {
  public final String participant;
  public final String file;
  public final List<TraceEvent> events;
  public final List<LogLine> lines;
  public final boolean dropped;
  public Clock clock;

  // Asked for each window, and expensive to find out in a long log.
  private int weight;
  private int weighed;

  TraceLog(LoadedTrace trace) {
    this.participant = trace.participant();
    this.file = trace.file();
    this.events = trace.events();
    this.lines = trace.lines();
    this.dropped = trace.dropped();
    this.clock = new Clock(kind(trace.clock()), 0, trace.placed() ? 0 : -1, "");
  }

  private static Clock.ClockKind kind(ReadSummary.TimeBasis clock) {
    switch (clock) {
      case WALL:
        return Clock.ClockKind.WALL;
      case MONOTONIC:
        return Clock.ClockKind.MONOTONIC;
      case NONE:
        return Clock.ClockKind.NONE;
      default:
        return Clock.ClockKind.RELATIVE;
    }
  }

  /** The time of an event on the common clock, -1 if there is none. */
  public long time(TraceEvent event) {
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
