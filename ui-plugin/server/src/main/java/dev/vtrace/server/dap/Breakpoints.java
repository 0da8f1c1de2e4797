// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap;

import dev.vtrace.server.dap.replay.MigrationReplay;
import dev.vtrace.server.dap.replay.Names;
import dev.vtrace.server.dap.replay.ReplayStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.eclipse.lsp4j.debug.Breakpoint;
import org.eclipse.lsp4j.debug.BreakpointNotVerifiedReason;
import org.eclipse.lsp4j.debug.DataBreakpoint;
import org.eclipse.lsp4j.debug.ExceptionFilterOptions;
import org.eclipse.lsp4j.debug.FunctionBreakpoint;
import org.eclipse.lsp4j.debug.SetBreakpointsArguments;
import org.eclipse.lsp4j.debug.SetExceptionBreakpointsArguments;
import org.eclipse.lsp4j.debug.Source;
import org.eclipse.lsp4j.debug.SourceBreakpoint;
import org.jspecify.annotations.Nullable;

/** All breakpoints of a session. */
final class Breakpoints {
  private static final String EXCEPTIONS = "exceptions";

  private final LineNumbering lines;
  private final Map<String, List<Wish>> wishes = new LinkedHashMap<>();
  private @Nullable Points points;

  /** What stops, exceptions first; replaced as a whole, since a run may be under way. */
  private volatile List<Point> exceptions = List.of();

  private volatile List<Point> others = List.of();
  private volatile Triggers triggers = Triggers.NONE;
  private int nextId;

  /** A breakpoint that a client wants; there can be one before there is a recording. */
  private static final class Wish {
    final int id;
    final BreakpointMaker maker;
    @Nullable Point point;

    Wish(int id, BreakpointMaker maker) {
      this.id = id;
      this.maker = maker;
    }
  }

  /** Makes the breakpoint that was wished for, and says where it is; or refuses. */
  private interface BreakpointMaker {
    Point make(Points points, int id, Breakpoint told);
  }

  /** A stop at a step, by an exception filter or by breakpoints. */
  record BreakpointHit(String reason, String title, List<Integer> ids) {}

  Breakpoints(LineNumbering lines) {
    this.lines = lines;
  }

  /** There is a recording now, or another one: all breakpoints, as they are from now on. */
  List<Breakpoint> bind(MigrationReplay recording, Sources documents) {
    points = new Points(lines, recording, documents);
    List<Breakpoint> out = new ArrayList<>();
    wishes.values().forEach(list -> list.forEach(wish -> out.add(resolve(wish))));
    gather();
    return out;
  }

  /** Whether to stop at a step; messages of log points go to the sink. */
  @Nullable BreakpointHit test(ReplayStep step, Names names, BiConsumer<ReplayStep, String> log) {
    for (Point point : exceptions) {
      if (point.stops(step, names)) {
        return new BreakpointHit(point.reason, point.title, List.of(point.id));
      }
    }
    Point first = null;
    List<Integer> ids = new ArrayList<>();
    for (Point point : others) {
      if (point.stops(step, names)) {
        if (point.log != null) {
          log.accept(step, point.log.text(names));
        } else {
          first = first == null ? point : first;
          ids.add(point.id);
        }
      }
    }
    return first == null ? null : new BreakpointHit(first.reason, first.title, ids);
  }

  /** Where a running QEMU may be stopped. */
  Triggers triggers() {
    return triggers;
  }

  /** Hits are counted from the beginning again. */
  void reset() {
    others.forEach(Point::reset);
    exceptions.forEach(Point::reset);
  }

  private Breakpoint[] set(String group, List<BreakpointMaker> makers) {
    List<Wish> list = new ArrayList<>();
    makers.forEach(maker -> list.add(new Wish(++nextId, maker)));
    wishes.put(group, list);
    Breakpoint[] out = list.stream().map(this::resolve).toArray(Breakpoint[]::new);
    gather();
    return out;
  }

  /** What cannot be is told to the client in its place, the others stay. */
  private Breakpoint resolve(Wish wish) {
    Breakpoint out = new Breakpoint();
    out.setId(wish.id);
    wish.point = null;
    if (points == null) {
      out.setReason(BreakpointNotVerifiedReason.PENDING);
      out.setMessage("waits for the recording");
      return out;
    }
    try {
      wish.point = wish.maker.make(points, wish.id, out);
      out.setVerified(true);
    } catch (DebugRefusal e) {
      out.setReason(BreakpointNotVerifiedReason.FAILED);
      out.setMessage(e.getMessage());
    }
    return out;
  }

  private void gather() {
    List<Point> left = new ArrayList<>();
    List<Point> thrown = new ArrayList<>();
    wishes.forEach(
        (group, list) -> {
          for (Wish wish : list) {
            if (wish.point != null) {
              (group.equals(EXCEPTIONS) ? thrown : left).add(wish.point);
            }
          }
        });
    others = left;
    exceptions = thrown;
  }

  Breakpoint[] set(SetBreakpointsArguments asked) {
    Source source = asked.getSource();
    List<BreakpointMaker> makers = new ArrayList<>();
    SourceBreakpoint[] wanted =
        asked.getBreakpoints() == null ? new SourceBreakpoint[0] : asked.getBreakpoints();
    for (SourceBreakpoint each : wanted) {
      makers.add((points, id, told) -> points.line(id, told, source, each));
    }
    return set("source " + source.getSourceReference() + " " + source.getPath(), makers);
  }

  Breakpoint[] set(FunctionBreakpoint[] asked) {
    List<BreakpointMaker> makers = new ArrayList<>();
    for (FunctionBreakpoint each : asked) {
      makers.add((points, id, told) -> points.function(id, each));
    }
    Set<String> names =
        Arrays.stream(asked)
            .map(each -> each.getName() == null ? "" : each.getName().trim())
            .collect(Collectors.toUnmodifiableSet());
    triggers = new Triggers(names, triggers.errors(), triggers.verdicts());
    return set("functions", makers);
  }

  Breakpoint[] set(DataBreakpoint[] asked) {
    List<BreakpointMaker> makers = new ArrayList<>();
    for (DataBreakpoint each : asked) {
      makers.add((points, id, told) -> points.data(id, each));
    }
    return set("data", makers);
  }

  Breakpoint[] set(SetExceptionBreakpointsArguments asked) {
    List<BreakpointMaker> makers = new ArrayList<>();
    Set<String> filters = new HashSet<>();
    if (asked.getFilters() != null) {
      for (String filter : asked.getFilters()) {
        filters.add(filter);
        makers.add((points, id, told) -> points.exception(id, filter, null));
      }
    }
    if (asked.getFilterOptions() != null) {
      for (ExceptionFilterOptions each : asked.getFilterOptions()) {
        filters.add(each.getFilterId());
        makers.add(
            (points, id, told) -> points.exception(id, each.getFilterId(), each.getCondition()));
      }
    }
    boolean errors = filters.contains(ExceptionFilter.ERROR.id);
    triggers = new Triggers(triggers.names(), errors, !filters.isEmpty());
    return set(EXCEPTIONS, makers);
  }
}
