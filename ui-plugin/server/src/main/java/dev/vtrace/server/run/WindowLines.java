// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.run;

import dev.vtrace.decoder.analysis.model.Clock;
import dev.vtrace.decoder.analysis.model.Evidence;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.ProcessLog;
import dev.vtrace.decoder.trace.TraceEvent;
import dev.vtrace.decoder.trace.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where each start and stop begins in the trace of its process: the {@code vhost_dev_start_in} or
 * {@code vhost_dev_stop_in} event with its time, or the one before its first message.
 */
final class WindowLines {
  private record Core(TraceEvent event, Window.WindowKind kind, long outerNs) {}

  private WindowLines() {}

  /** The event of each window that has one, by the window's id. */
  static Map<String, Evidence> of(Migration migration, CheckedRun run) {
    Map<String, Evidence> out = new LinkedHashMap<>();
    Map<String, List<Window>> windows = new HashMap<>();
    for (Window window : migration.windows()) {
      windows.computeIfAbsent(window.participant(), p -> new ArrayList<>()).add(window);
    }
    for (ProcessLog log : run.logs()) {
      long offset = offset(migration, log.participant());
      List<Core> cores = cores(log);
      for (Window window : windows.getOrDefault(log.participant(), List.of())) {
        Core core = match(window, cores, offset);
        if (core != null) {
          cores.remove(core);
          var span = core.event().span();
          String text = core.event().line();
          out.put(window.id(), new Evidence(span.file(), span.line(), span.offset(), text));
        }
      }
    }
    return out;
  }

  private static List<Core> cores(ProcessLog log) {
    List<Core> out = new ArrayList<>();
    long outer = -1;
    for (TraceEvent event : log.events()) {
      if (event.is(Event.DEV_START_IN)) {
        out.add(new Core(event, Window.WindowKind.START, outer));
      } else if (event.is(Event.DEV_STOP_IN)) {
        out.add(new Core(event, Window.WindowKind.STOP, outer));
      } else if (event.is(Event.DEVICE_START_IN) || event.is(Event.DEVICE_STOP_IN)) {
        outer = event.timeNs();
      }
    }
    return out;
  }

  private static @Nullable Core match(Window window, List<Core> cores, long offset) {
    long first = firstLine(window, cores);
    Core before = null;
    for (Core core : cores) {
      if (core.kind() != window.kind()) {
        continue;
      }
      boolean timed = core.event().timeNs() >= 0 && window.beginNs() >= 0;
      if (timed
          && (core.event().timeNs() + offset == window.beginNs()
              || core.outerNs() >= 0 && core.outerNs() + offset == window.beginNs())) {
        return core;
      }
      if (!timed && (first < 0 || core.event().span().line() <= first)) {
        before = first < 0 && before != null ? before : core;
      }
    }
    return before;
  }

  /** The first line of the log about an operation of vhost_dev_start or _stop itself. */
  private static long firstLine(Window window, List<Core> cores) {
    long first = -1;
    for (Operation operation : window.operations()) {
      for (Evidence evidence : operation.evidence()) {
        boolean here =
            !cores.isEmpty()
                && operation.step() == Operation.OperationStep.VHOST
                && evidence.line() >= 0
                && evidence.file().equals(cores.get(0).event().span().file());
        first = here && (first < 0 || evidence.line() < first) ? evidence.line() : first;
      }
    }
    return first;
  }

  private static long offset(Migration migration, String participant) {
    for (Participant each : migration.participants()) {
      if (each.name().equals(participant)) {
        Clock clock = each.clock();
        return clock.offsetNs();
      }
    }
    return 0;
  }
}
