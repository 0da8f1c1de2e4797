// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.trace.event.EventName;

/**
 * An event that tells where one is in a log: something begins, ends, or changes its state.
 *
 * @param line first line 0
 * @param timeNs as in the log, -1 for none
 * @param event what it is called
 * @param device pointer and name as the log has them; empty where it prints none
 * @param queue -1 for none
 * @param text arguments of the event
 */
public record Landmark(
    long line, long timeNs, EventName event, String device, int queue, String text) {
  /** The newest name of the event. */
  public String name() {
    return event.canonical();
  }

  /** Whether it is this event. */
  public boolean is(Event row) {
    return event.is(row);
  }

  /** Whether something begins. */
  public boolean begins() {
    return event.begins();
  }

  /** Whether something ends. */
  public boolean ends() {
    return event.ends();
  }

  /** What begins or ends: the name without {@code _in} or {@code _out}. */
  public String subject() {
    return event.subject();
  }
}
