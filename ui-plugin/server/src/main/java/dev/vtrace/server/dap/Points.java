// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.server.dap.replay.Delta;
import dev.vtrace.server.dap.replay.MigrationReplay;
import dev.vtrace.server.dap.replay.Owner;
import dev.vtrace.server.dap.replay.ReplayStep;
import dev.vtrace.server.text.SourceTree;
import java.util.Set;
import org.eclipse.lsp4j.debug.Breakpoint;
import org.eclipse.lsp4j.debug.DataBreakpoint;
import org.eclipse.lsp4j.debug.FunctionBreakpoint;
import org.eclipse.lsp4j.debug.Source;
import org.eclipse.lsp4j.debug.SourceBreakpoint;
import org.eclipse.lsp4j.debug.StoppedEventArgumentsReason;
import org.jspecify.annotations.Nullable;

/** Makes the breakpoints that a client wants in a recording; one that cannot be is refused. */
record Points(LineNumbering lines, MigrationReplay replay, Sources sources) {
  private static final String IN = "_in";

  /** On a line of the evidence, or where QEMU's sources emit an event. */
  Point line(int id, Breakpoint told, Source source, SourceBreakpoint asked) {
    if (!sources.knows(source)) {
      return call(id, told, source, asked);
    }
    int line = sources.lineWithStep(source, lines.in(asked.getLine()));
    if (line == 0) {
      throw new DebugRefusal("there is no step at or after this line");
    }
    told.setSource(source);
    told.setLine(lines.out(line));
    Set<Integer> steps = Set.copyOf(sources.steps(source, line));
    return new Point(
        id,
        StoppedEventArgumentsReason.BREAKPOINT,
        "line " + line,
        step -> steps.contains(step.index()),
        asked.getCondition(),
        asked.getHitCondition(),
        asked.getLogMessage());
  }

  /** Where QEMU's sources emit an event. */
  private Point call(int id, Breakpoint told, Source source, SourceBreakpoint asked) {
    SourceTree.Call call = sources.call(source, lines.in(asked.getLine()) - 1);
    if (call == null) {
      throw new DebugRefusal(
          "this document is not part of the recording, and no event is emitted here");
    }
    told.setSource(source);
    told.setLine(lines.out(call.line() + 1));
    return named(
        id,
        StoppedEventArgumentsReason.BREAKPOINT,
        call.event(),
        asked.getCondition(),
        asked.getHitCondition(),
        asked.getLogMessage());
  }

  /** On what has a name. */
  Point function(int id, FunctionBreakpoint asked) {
    String name = asked.getName() == null ? "" : asked.getName().trim();
    return named(
        id,
        StoppedEventArgumentsReason.FUNCTION_BREAKPOINT,
        name,
        asked.getCondition(),
        asked.getHitCondition());
  }

  private Point named(int id, String reason, String name, @Nullable String... when) {
    if (replay.steps().stream().noneMatch(step -> isNamed(step, name))) {
      throw new DebugRefusal("no event, message, operation or section is named " + name);
    }
    return new Point(id, reason, name, step -> isNamed(step, name), when);
  }

  /** By any name that people know the step by. */
  private static boolean isNamed(ReplayStep step, String name) {
    return step.name().equals(name)
        || step.canonical().equals(name)
        || step.canonical().equals(name + IN)
        || step.verdict() != null
            && step.operation() != null
            && step.operation().name().equals(name);
  }

  /** On a value. */
  Point data(int id, DataBreakpoint asked) {
    DataId value = DataId.parse(asked.getDataId());
    return new Point(
        id,
        StoppedEventArgumentsReason.DATA_BREAKPOINT,
        value.path() + " changed",
        step -> touches(step, value.owner(), value.path()),
        asked.getCondition(),
        asked.getHitCondition());
  }

  private boolean touches(ReplayStep step, Owner owner, String path) {
    for (Delta delta : replay.deltas().get(step.index())) {
      if (delta.touches(owner, path)) {
        return true;
      }
    }
    return false;
  }

  /** On what an exception filter matches. */
  Point exception(int id, String name, @Nullable String condition) {
    ExceptionFilter filter = ExceptionFilter.of(name);
    if (filter == null) {
      throw new DebugRefusal("there is no exception filter " + name);
    }
    return new Point(
        id,
        StoppedEventArgumentsReason.EXCEPTION,
        filter.id,
        step -> filter.matches(replay, step),
        condition,
        null);
  }
}
