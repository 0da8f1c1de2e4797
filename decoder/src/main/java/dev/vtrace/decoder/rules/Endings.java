// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.TraceEvent;
import java.util.List;

/** Tells the end of a process or of a connection that was meant from one that was not. */
final class Endings {
  private final boolean[] stopped;
  private final boolean completed;

  Endings(Run run, List<SaidLine> lines) {
    stopped = stopped(lines);
    boolean done = false;
    for (ProcessLog log : run.logs()) {
      boolean same = !lines.isEmpty() && log.participant().equals(lines.get(0).participant());
      done |= same && completed(log);
    }
    completed = done;
  }

  /** Whether a line that tells of an end tells of one that nobody has to look at. */
  boolean ordinary(Code code, int at) {
    return switch (code) {
      case QEMU_ENDED -> completed;
      case BACKEND_SAW_CLOSE -> stopped[at];
      default -> false;
    };
  }

  private static boolean completed(ProcessLog log) {
    for (TraceEvent event : log.events()) {
      if (event.name().equals("migrate_set_state") && event.text().endsWith(" completed")) {
        return true;
      }
    }
    for (LogLine line : log.lines()) {
      int at = line.text().indexOf("shutting down, reason=");
      if (at >= 0 && !line.text().endsWith("failed") && !line.text().endsWith("crashed")) {
        return true;
      }
    }
    return false;
  }

  /** Before it leaves, a front-end stops its rings with GET_VRING_BASE. */
  private static boolean[] stopped(List<SaidLine> lines) {
    boolean[] out = new boolean[lines.size()];
    boolean stopped = false;
    for (int i = 0; i < out.length; i++) {
      out[i] = stopped;
      String text = lines.get(i).utterance().body();
      stopped |= text.contains("VHOST_USER_GET_VRING_BASE");
      stopped &= !text.contains("VHOST_USER_SET_VRING_KICK");
    }
    return out;
  }
}
