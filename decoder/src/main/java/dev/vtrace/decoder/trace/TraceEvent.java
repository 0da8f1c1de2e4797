// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.vhostuser.Span;

/**
 * One trace event of QEMU.
 *
 * @param timeNs on the clock of the trace: nanoseconds since the epoch in a log, CLOCK_MONOTONIC in
 *     a simpletrace file; -1 where the line has no time
 * @param thread thread id in a log of QEMU before 10.2, process id in a simpletrace file, else -1
 * @param event its name
 * @param arguments its arguments, named where the declaration is known
 */
public record TraceEvent(Span span, long timeNs, long thread, EventName event, Arguments arguments)
    implements TraceRecord {
  /** The name as the trace has it. */
  public String name() {
    return event.written();
  }

  /** The newest name of the same event. */
  public String canonical() {
    return event.canonical();
  }

  /** The arguments as the log backend prints them. */
  public String text() {
    return arguments.text();
  }
}
