// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.event.Arguments;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.event.EventName;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One trace event of QEMU.
 *
 * @param timeNs on the clock of the trace: nanoseconds since the epoch in a log, CLOCK_MONOTONIC in
 *     a simpletrace file; -1 where the line has no time
 * @param thread thread id in a log of QEMU before 10.2, process id in a simpletrace file, else -1
 * @param event its name
 * @param arguments its arguments, named where the declaration is known
 */
public record TraceEvent(
    SourceSpan span, long timeNs, long thread, EventName event, Arguments arguments)
    implements TraceRecord {
  /** The name as the trace has it. */
  public String name() {
    return event.written();
  }

  /** The newest name of the same event. */
  public String canonical() {
    return event.canonical();
  }

  /** Its row in the table of events, null where vtrace makes nothing of it. */
  public @Nullable Event known() {
    return event.known();
  }

  /** Whether it is this event, whatever the version calls it. */
  public boolean is(Event row) {
    return event.known() == row;
  }

  /** Whether it is about vhost devices or their back-ends. */
  public boolean isVhost() {
    return name().startsWith("vhost_");
  }

  /** The arguments as the log backend prints them. */
  public String text() {
    return arguments.text();
  }

  /** Name and arguments, as people read them. */
  public String line() {
    return (name() + " " + text()).trim();
  }

  /**
   * A number by the declared name of its argument; empty where the version does not have it, and
   * where the line is cut or damaged so that it cannot be told.
   */
  public OptionalLong number(String argument) {
    return arguments.number(argument);
  }

  /** A number, or {@code absent} where {@link #number(String)} is empty. */
  public long number(String argument, long absent) {
    return arguments.number(argument, absent);
  }

  /** A pointer by the declared name of its argument, empty as {@link #number(String)} is. */
  public OptionalLong pointer(String argument) {
    return arguments.number(argument);
  }

  /** A text by the declared name of its argument; empty, not null, where it cannot be told. */
  public String string(String argument) {
    String found = arguments.text(argument);
    return found == null ? "" : found;
  }
}
