// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.trace.event.EventName;
import dev.vtrace.decoder.trace.event.EventPurpose;
import dev.vtrace.tracer.attach.LiveLine;
import java.util.Set;

/**
 * Lines of a running QEMU that a breakpoint may stop at. Whether it does is known when the run so
 * far has been read.
 *
 * @param names of function breakpoints
 * @param errors whether to look at what is in the log and is no event
 * @param verdicts whether to look where a device has started or stopped, and verdicts can be given
 */
record Triggers(Set<String> names, boolean errors, boolean verdicts) {
  static final Triggers NONE = new Triggers(Set.of(), false, false);

  boolean on(LiveLine line) {
    if (line.kind() == LiveLine.LiveLineKind.LOG) {
      return errors;
    }
    if (line.event() == null) {
      return false;
    }
    EventName event = line.event().event();
    return names.contains(event.written())
        || names.contains(event.canonical())
        || event.begins() && names.contains(event.subject())
        || verdicts && event.known() != null && event.known().purpose() == EventPurpose.WINDOW_END;
  }
}
