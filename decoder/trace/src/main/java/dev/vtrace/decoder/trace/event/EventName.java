// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

import org.jspecify.annotations.Nullable;

/**
 * The name of a trace event. There is one object a name and file, not one a line.
 *
 * @param written as the trace has it
 * @param canonical the newest name of the same event
 * @param known its row in the table of events, null where vtrace makes nothing of it
 */
public record EventName(String written, String canonical, @Nullable Event known) {
  private static final String IN = "_in";
  private static final String OUT = "_out";

  /** The name with its newest form and its row. */
  public static EventName of(String written) {
    Event known = Event.of(written);
    String canonical = known == null || known.isGroup() ? written : known.canonical();
    return new EventName(written, canonical, known);
  }

  /** Whether it is this event, whatever the version calls it. */
  public boolean is(Event event) {
    return known == event;
  }

  /** Whether newer versions call it otherwise. */
  public boolean isFormer() {
    return !written.equals(canonical);
  }

  /** Whether something begins that an event of its own ends. */
  public boolean begins() {
    return known != null && known.purpose().begins();
  }

  /** Whether something ends. */
  public boolean ends() {
    return known != null && known.purpose().ends();
  }

  /** What begins or ends, the same for both ends; else the newest name. */
  public String subject() {
    if (begins() && canonical.endsWith(IN)) {
      return canonical.substring(0, canonical.length() - IN.length());
    }
    return ends() && canonical.endsWith(OUT)
        ? canonical.substring(0, canonical.length() - OUT.length())
        : canonical;
  }

  /** Whether versions with this name trace the other end, too. */
  public boolean paired() {
    return known == null || known.isPaired(written);
  }
}
