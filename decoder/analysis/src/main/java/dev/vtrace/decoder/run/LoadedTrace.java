// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.run;

import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.OmissionMark;
import dev.vtrace.decoder.trace.ReadSummary;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * What one file says about one QEMU.
 *
 * @param participant the QEMU
 * @param file the name that people know it by
 * @param clock what the times of its events are
 * @param dropped whether events are known to be lost
 * @param events the wanted ones, in the order of the file; their times are those of the file, see
 *     {@link #time}
 * @param leftOut what was not kept of the wanted events, in order
 * @param lines those that are no events, as many as are kept, by the common clock
 * @param placed whether its events could be put on the common clock
 * @param offsetNs what that adds to the times of events
 */
public record LoadedTrace(
    String participant,
    String file,
    ReadSummary.TimeBasis clock,
    boolean dropped,
    List<TraceEvent> events,
    List<LeftOutEvents> leftOut,
    List<LogLine> lines,
    boolean placed,
    long offsetNs) {
  public LoadedTrace {
    events = List.copyOf(events);
    leftOut = List.copyOf(leftOut);
    lines = List.copyOf(lines);
  }

  /** Events of vhost; the more there are, the more the file tells. */
  long weight() {
    return events.stream().filter(TraceEvent::isVhost).count();
  }

  /** Offsets of the lines that stand for others which are not there, in the order of the file. */
  public List<Long> omissions() {
    return lines.stream()
        .filter(line -> line.span().file().equals(file) && OmissionMark.is(line.text()))
        .map(line -> line.span().offset())
        .toList();
  }

  /** The time of an event on the common clock; -1 if it has none there. */
  public long time(TraceEvent event) {
    return event.timeNs() < 0 || !placed ? -1 : event.timeNs() + offsetNs;
  }

  /** The same on the common clock, which is ahead of the clock it has now. */
  public LoadedTrace placed(long aheadNs) {
    List<LogLine> moved = lines;
    if (aheadNs != 0) {
      moved = new ArrayList<>();
      for (LogLine line : lines) {
        long time = line.timeNs() < 0 ? -1 : line.timeNs() + aheadNs;
        moved.add(new LogLine(line.span(), time, line.text(), line.damaged()));
      }
    }
    return new LoadedTrace(
        participant, file, clock, dropped, events, leftOut, moved, true, offsetNs + aheadNs);
  }
}
