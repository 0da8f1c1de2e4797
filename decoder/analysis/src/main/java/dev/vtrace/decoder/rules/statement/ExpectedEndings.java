// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rules.statement;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells the end of a process or of a connection that was meant from one that was not. */
final class ExpectedEndings {
  private final List<LogStatement> lines;
  private final boolean[] stopped;
  private final boolean completed;

  /**
   * @param done whose migrations were completed, by {@link #completed(Run)}
   */
  ExpectedEndings(Set<String> done, List<LogStatement> lines) {
    this.lines = lines;
    stopped = stopped(lines);
    completed = !lines.isEmpty() && done.contains(lines.get(0).participant());
  }

  /** The processes that completed a migration. */
  static Set<String> completed(CheckedRun run) {
    Set<String> done = new HashSet<>();
    for (ProcessLog log : run.logs()) {
      if (completed(log)) {
        done.add(log.participant());
      }
    }
    return done;
  }

  private static boolean streamEnded(LogStatement line) {
    return line.matches().stream()
        .anyMatch(one -> one.row().code() == Code.CHANNEL_ERROR && !one.value("footer").isEmpty());
  }

  /** Whether a line reports nothing that has to be looked at, by what else is known. */
  boolean ordinary(Code code, int at) {
    return switch (code) {
      case QEMU_ENDED -> completed;
      case BACKEND_SAW_CLOSE -> stopped[at];
      // Where the stream ended, nothing is known of the size of the section.
      case SECTION_MISREAD -> at > 0 && streamEnded(lines.get(at - 1));
      default -> false;
    };
  }

  private static boolean completed(ProcessLog log) {
    for (TraceEvent event : log.events()) {
      if (event.is(Event.MIGRATION_STATE) && event.string("new_state").equals("completed")) {
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

  /** Before it leaves, a front-end stops its rings. */
  private static boolean[] stopped(List<LogStatement> lines) {
    boolean[] out = new boolean[lines.size()];
    boolean stopped = false;
    for (int i = 0; i < out.length; i++) {
      out[i] = stopped;
      Request request = lines.get(i).request();
      Effect effect = request == null ? Effect.NONE : request.effect();
      stopped |= effect == Effect.RING_STOP;
      stopped &= effect != Effect.RING_KICK;
    }
    return out;
  }
}
