// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

import dev.vtrace.decoder.trace.event.Arguments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What conditions about a run may name, to be offered to whoever writes one.
 *
 * @param names of everything that a step or the state has
 * @param values what some of them are in this run, by name; not those that are numbers
 */
public record ConditionNames(List<String> names, Map<String, List<String>> values) {
  /** Values of one name that are offered; nobody reads more. */
  private static final int MOST = 200;

  public ConditionNames {
    names = List.copyOf(names);
    values = Map.copyOf(values);
  }

  /**
   * Collects them.
   *
   * @param goOn called at each step; it may throw to end it all
   */
  public static ConditionNames of(MigrationReplay replay, Runnable goOn) {
    TreeSet<String> names = new TreeSet<>();
    Map<String, TreeSet<String>> values = new LinkedHashMap<>();
    for (ReplayStep step : replay.steps()) {
      goOn.run();
      add(values, "kind", step.kind().label());
      add(values, step.kind() == ReplayStep.StepKind.EVENT ? "event" : "name", step.name());
      add(values, "device", step.device());
      add(values, "thread", replay.track(step).name());
      add(values, "operation", step.operation() == null ? "" : step.operation().name());
      add(values, "verdict", step.verdict() == null ? "" : step.verdict().label());
      if (step.detail() instanceof Detail.EventDetail event && names.size() < MOST) {
        Arguments arguments = event.event().arguments();
        for (int i = 0; i < arguments.count(); i++) {
          names.add("arg." + arguments.name(i));
        }
      }
    }
    if (!replay.steps().isEmpty()) {
      names.addAll(state(replay));
    }
    names.addAll(values.keySet());
    Map<String, List<String>> lists = new LinkedHashMap<>();
    values.forEach((name, all) -> lists.put(name, List.copyOf(all)));
    return new ConditionNames(new ArrayList<>(names), lists);
  }

  /** What the last step has, and the state that the run ends with. */
  private static List<String> state(MigrationReplay replay) {
    ReplayStep last = replay.steps().get(replay.steps().size() - 1);
    ReplayCursor cursor = new ReplayCursor(replay);
    cursor.moveTo(last.index());
    return new Names(replay, cursor, last).known();
  }

  private static void add(Map<String, TreeSet<String>> values, String name, String value) {
    TreeSet<String> all = values.computeIfAbsent(name, each -> new TreeSet<>());
    if (!value.isEmpty() && all.size() < MOST) {
      all.add(value);
    }
  }
}
