// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.trace.EventAlias;
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
  private static final Set<String> ENDS = Set.of("vhost_dev_start_out", "vhost_dev_stop_out");

  boolean on(LiveLine line) {
    if (line.kind() == LiveLine.Kind.LOG) {
      return errors;
    }
    if (line.kind() != LiveLine.Kind.TRACE) {
      return false;
    }
    String text = line.text();
    String name = text.indexOf(' ') < 0 ? text : text.substring(0, text.indexOf(' '));
    String canonical = EventAlias.canonical(name);
    return names.contains(name)
        || names.contains(canonical)
        || names.stream().anyMatch(each -> canonical.equals(each + "_in"))
        || verdicts && ENDS.contains(canonical);
  }
}
