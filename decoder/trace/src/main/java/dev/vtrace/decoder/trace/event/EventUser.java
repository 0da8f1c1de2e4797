// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

import java.util.function.Predicate;

/** A part of vtrace that reads trace events; {@link Event} says which ones. */
public enum EventUser {
  /** The ledger of operations, and what leads to it: migrations, windows, clocks, descriptors. */
  LEDGER,
  /** What cuts the downtime into phases. */
  DOWNTIME,
  /** The rules of {@code check}. */
  RULES,
  /** Steps of the debugger. */
  DEBUGGER,
  /** Switched on in a QEMU that is attached to or recorded. */
  RECORDER,
  /** Worth a line of a live view. */
  LIVE,
  /** Landmarks of a log in an editor. */
  OUTLINE;

  /** Accepts the names of the events that one of these users wants, in any version's spelling. */
  public static Predicate<String> names(EventUser... users) {
    return name -> {
      Event event = Event.of(name);
      for (EventUser user : users) {
        if (event != null && event.isFor(user)) {
          return true;
        }
      }
      return false;
    };
  }
}
