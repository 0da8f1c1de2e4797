// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.decoder.timeline.TimeWords;
import dev.vtrace.server.dap.replay.ReplayStep;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.debug.BreakpointLocation;
import org.eclipse.lsp4j.debug.BreakpointLocationsArguments;
import org.eclipse.lsp4j.debug.BreakpointLocationsResponse;
import org.eclipse.lsp4j.debug.GotoTarget;
import org.eclipse.lsp4j.debug.GotoTargetsArguments;
import org.eclipse.lsp4j.debug.GotoTargetsResponse;

/** Where a client can set a breakpoint, and where it can jump. */
final class BreakpointLocations {
  /** More locations than an editor asks for at once. */
  private static final int MOST = 10_000;

  private BreakpointLocations() {}

  static BreakpointLocationsResponse locations(
      DebugSession session, BreakpointLocationsArguments asked) {
    LineNumbering lines = session.lines;
    int from = lines.in(asked.getLine());
    int to = asked.getEndLine() == null ? from : lines.in(asked.getEndLine());
    BreakpointLocationsResponse out = new BreakpointLocationsResponse();
    out.setBreakpoints(
        session.sources.lines(asked.getSource(), from, to).stream()
            .limit(MOST)
            .map(line -> location(lines.out(line)))
            .toArray(BreakpointLocation[]::new));
    return out;
  }

  private static BreakpointLocation location(int line) {
    BreakpointLocation out = new BreakpointLocation();
    out.setLine(line);
    return out;
  }

  /** The steps of a line; a target's id is the number of its step, from 1. */
  static GotoTargetsResponse targets(DebugSession session, GotoTargetsArguments asked) {
    int line = session.sources.lineWithStep(asked.getSource(), session.lines.in(asked.getLine()));
    List<GotoTarget> targets = new ArrayList<>();
    for (int index :
        line == 0 ? List.<Integer>of() : session.sources.steps(asked.getSource(), line)) {
      ReplayStep step = session.replay.steps().get(index);
      String time = step.timeNs() < 0 ? "" : TimeWords.clock(step.timeNs()) + " ";
      GotoTarget target = new GotoTarget();
      target.setId(index + 1);
      target.setLabel(time + step.text());
      target.setLine(session.lines.out(line));
      targets.add(target);
    }
    GotoTargetsResponse out = new GotoTargetsResponse();
    out.setTargets(targets.toArray(GotoTarget[]::new));
    return out;
  }

  /** The step of a target. */
  static int step(DebugSession session, int target) {
    if (target < 1 || target > session.replay.steps().size()) {
      throw new DebugRefusal("there is no target " + target);
    }
    return target - 1;
  }
}
