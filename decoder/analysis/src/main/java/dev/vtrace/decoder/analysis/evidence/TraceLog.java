// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.evidence;

import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.run.LeftOutEvents;
import dev.vtrace.decoder.run.LoadedTrace;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one file says about one process. */
public final class TraceLog {
  public final String participant;
  public final String file;
  public final List<TraceEvent> events;

  /** What was not kept of them. */
  public final List<LeftOutEvents> leftOut;

  public final List<LogLine> lines;
  public final boolean dropped;

  /** Offsets in the file of the lines that stand for others which are not there, in order. */
  public final List<Long> omissions;

  public Clock clock;

  /** From when to when events were not kept, by the clock of the file; made when asked for. */
  private @Nullable NavigableMap<Long, Long> lacking;

  // Asked for each window, and expensive to find out in a long log.
  private int weight;
  private int weighed;

  TraceLog(LoadedTrace trace) {
    this.participant = trace.participant();
    this.file = trace.file();
    this.events = trace.events();
    this.leftOut = trace.leftOut();
    this.lines = trace.lines();
    this.dropped = trace.dropped();
    this.omissions = trace.omissions();
    this.clock =
        new Clock(
            kind(trace.clock()), 0, trace.placed() ? OptionalLong.of(0) : OptionalLong.empty(), "");
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

  /** Whether events of a time, by the common clock, were not kept. */
  public boolean lacks(long timeNs) {
    if (leftOut.isEmpty()) {
      return false;
    }
    if (!clock.placed() || leftOut.get(0).fromNs() < 0) {
      return true;
    }
    if (lacking == null) {
      lacking = new TreeMap<>();
      leftOut.forEach(gap -> lacking.put(gap.fromNs(), gap.untilNs()));
    }
    Map.Entry<Long, Long> before = lacking.floorEntry(timeNs - clock.offsetNs());
    return before != null && before.getValue() >= timeNs - clock.offsetNs();
  }

  /** Events of vhost; the more there are, the more the file tells. */
  int weight() {
    for (; weighed < events.size(); weighed++) {
      weight += events.get(weighed).isVhost() ? 1 : 0;
    }
    return weight;
  }
}
