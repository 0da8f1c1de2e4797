// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.QmpMessage;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.vhostuser.SessionStep;
import java.util.List;

/**
 * Finds the day and the time zone of system calls that have a time of day only, which is local. All
 * evidence is of one run, so the calls lie at the same time as what has whole times; zones differ
 * by quarters of an hour. Where that leaves more than one answer, there is none.
 */
final class DayFinder {
  private static final long QUARTER_NS = 900_000_000_000L;

  private long from = Long.MAX_VALUE;
  private long until = Long.MIN_VALUE;

  /** What is known of the time of the run. */
  DayFinder(List<LoadedTrace> traces, List<QmpMessage> qmp) {
    for (LoadedTrace trace : traces) {
      if (trace.placed()) {
        for (TraceEvent event : trace.events()) {
          add(event.timeNs());
        }
        for (LogLine line : trace.lines()) {
          add(line.timeNs());
        }
      }
    }
    qmp.forEach(message -> add(message.timeNs()));
  }

  private void add(long timeNs) {
    if (timeNs >= 0) {
      from = Math.min(from, timeNs);
      until = Math.max(until, timeNs);
    }
  }

  /** A connection whose times are of the day, on the common clock, or in its order alone. */
  Connection placed(Connection connection) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (SessionStep step : connection.session().steps()) {
      long time = step.message().timeNs();
      if (time >= 0) {
        first = Math.min(first, time);
        last = Math.max(last, time);
      }
    }
    if (first > last || from > until) {
      return connection.untimed();
    }
    long least = -Math.floorDiv(last - from, QUARTER_NS);
    long most = Math.floorDiv(until - first, QUARTER_NS);
    return least == most ? connection.moved(least * QUARTER_NS) : connection.untimed();
  }
}
