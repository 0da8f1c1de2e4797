// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.rundiff;

import dev.vtrace.decoder.analysis.model.Attempt;
import dev.vtrace.decoder.analysis.model.Descriptor;
import dev.vtrace.decoder.analysis.model.Device;
import dev.vtrace.decoder.analysis.model.Downtime;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.Operation.OperationStep;
import dev.vtrace.decoder.analysis.model.Participant;
import dev.vtrace.decoder.analysis.model.Phase;
import dev.vtrace.decoder.analysis.model.Role;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.WireMark;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares two runs. Operations are compared in the windows that hand devices over, since how often
 * a guest starts and stops its devices otherwise is its own affair.
 */
public final class RunComparison {
  private final Migration before;
  private final Migration after;

  /** What the devices of the second run are called in the first. */
  private final Map<String, String> names = new HashMap<>();

  private RunComparison(Migration before, Migration after) {
    this.before = before;
    this.after = after;
    pairDevices();
  }

  /** What two runs differ in, with what rules say of each. */
  public static RunDiff of(
      Migration before, CheckResult saidBefore, Migration after, CheckResult saidAfter) {
    return new RunComparison(before, after).compare(saidBefore, saidAfter);
  }

  private RunDiff compare(CheckResult saidBefore, CheckResult saidAfter) {
    Map<RunDiff.OperationPlace, LedgerEntry> old = operations(before, Map.of());
    Map<RunDiff.OperationPlace, LedgerEntry> now = operations(after, names);
    Set<RunDiff.OperationPlace> places = new LinkedHashSet<>(old.keySet());
    places.addAll(now.keySet());
    List<RunDiff.Changed> changed = new ArrayList<>();
    for (RunDiff.OperationPlace place : places) {
      LedgerEntry one = old.get(place);
      LedgerEntry two = now.get(place);
      Verdict from = one == null ? null : one.operation().verdict();
      Verdict to = two == null ? null : two.operation().verdict();
      LedgerEntry latest = two == null ? one : two;
      if (latest != null && from != to) {
        String why = latest.operation().why();
        RunDiff.LedgerPlace in = one == null ? null : one.in();
        RunDiff.LedgerPlace inOther = two == null ? null : two.in();
        changed.add(new RunDiff.Changed(place, from, to, why, in, inOther));
      }
    }
    return new RunDiff(
        face(before),
        face(after),
        places.size(),
        changed,
        counts(messages(before), messages(after)),
        counts(descriptors(before), descriptors(after)),
        said(saidBefore, saidAfter));
  }

  /** Names are kept where both runs have them; otherwise the order tells. */
  private void pairDevices() {
    Set<String> gone = new LinkedHashSet<>();
    before.devices().forEach(device -> gone.add(device.name()));
    List<String> left = new ArrayList<>();
    for (Device device : after.devices()) {
      if (!gone.remove(device.name())) {
        left.add(device.name());
      }
    }
    List<String> old = List.copyOf(gone);
    for (int i = 0; i < left.size() && i < old.size(); i++) {
      names.put(left.get(i), old.get(i));
    }
  }

  /** An operation, and where it stands in the ledger of its run. */
  private record LedgerEntry(Operation operation, RunDiff.LedgerPlace in) {
    static LedgerEntry of(Window window, int index) {
      return new LedgerEntry(
          window.operations().get(index), new RunDiff.LedgerPlace(window.id(), index));
    }
  }

  private static Map<RunDiff.OperationPlace, LedgerEntry> operations(
      Migration migration, Map<String, String> names) {
    Map<Group, List<Window>> groups = new HashMap<>();
    for (Window around : migration.around()) {
      groups.computeIfAbsent(Group.of(around, around.kind()), g -> new ArrayList<>()).add(around);
    }
    Map<RunDiff.OperationPlace, LedgerEntry> out = new LinkedHashMap<>();
    Map<RunDiff.OperationPlace, Integer> numbers = new HashMap<>();
    for (Window window : migration.windows()) {
      if (window.phase() != Phase.ORDINARY) {
        for (Window before : prepared(groups, window)) {
          OperationStep step =
              before.kind() == Window.WindowKind.CONNECT
                  ? OperationStep.CONNECT
                  : OperationStep.LOGGING;
          for (int i = 0; i < before.operations().size(); i++) {
            LedgerEntry entry = LedgerEntry.of(before, i);
            out.put(place(numbers, names, window, entry.operation(), step), entry);
          }
        }
        for (int i = 0; i < window.operations().size(); i++) {
          LedgerEntry entry = LedgerEntry.of(window, i);
          Operation operation = entry.operation();
          out.put(place(numbers, names, window, operation, operation.step()), entry);
        }
      }
    }
    return out;
  }

  /** Which groups of messages prepare for a window; what connects does so for all migrations. */
  private record Group(Window.WindowKind kind, String participant, String device, int attempt) {
    static Group of(Window window, Window.WindowKind kind) {
      int attempt = kind == Window.WindowKind.CONNECT ? -1 : window.attempt();
      return new Group(kind, window.participant(), window.device(), attempt);
    }
  }

  /** What an ordinary migration does outside of the window that hands a device over. */
  private static List<Window> prepared(Map<Group, List<Window>> groups, Window window) {
    if (window.phase() != Phase.SWITCHOVER) {
      return List.of();
    }
    Window.WindowKind kind =
        window.kind() == Window.WindowKind.STOP
            ? Window.WindowKind.LOG_START
            : Window.WindowKind.CONNECT;
    return groups.getOrDefault(Group.of(window, kind), List.of());
  }

  private static RunDiff.OperationPlace place(
      Map<RunDiff.OperationPlace, Integer> numbers,
      Map<String, String> names,
      Window window,
      Operation operation,
      OperationStep step) {
    RunDiff.OperationPlace first = place(names, window, operation, step, 0);
    int number = numbers.merge(first, 1, Integer::sum) - 1;
    return number == 0 ? first : place(names, window, operation, step, number);
  }

  private static RunDiff.OperationPlace place(
      Map<String, String> names,
      Window window,
      Operation operation,
      OperationStep step,
      int number) {
    return new RunDiff.OperationPlace(
        window.attempt(),
        window.role(),
        window.phase(),
        window.kind(),
        names.getOrDefault(window.device(), window.device()),
        operation.name(),
        operation.queue(),
        step,
        number);
  }

  private static RunDiff.RunTotals face(Migration migration) {
    List<String> outcomes = new ArrayList<>();
    for (Attempt attempt : migration.attempts()) {
      outcomes.add(attempt.outcome().label());
    }
    Map<Downtime.DowntimePart, Long> downtime = new EnumMap<>(Downtime.DowntimePart.class);
    for (Downtime each : migration.downtimes()) {
      each.parts().forEach((part, length) -> downtime.merge(part, length, Long::sum));
    }
    return new RunDiff.RunTotals(migration.name(), List.copyOf(outcomes), downtime);
  }

  private static Map<List<String>, Integer> messages(Migration migration) {
    Map<String, String> sides = new HashMap<>();
    for (Participant each : migration.participants()) {
      if (each.role() != Role.OTHER) {
        sides.putIfAbsent(each.name(), each.role().label());
      }
    }
    Map<List<String>, Integer> out = new LinkedHashMap<>();
    for (WireMark message : migration.messages()) {
      String who = message.participant();
      String side = sides.getOrDefault(who, who.isEmpty() ? "unknown" : who);
      out.merge(List.of(side, message.request()), 1, Integer::sum);
    }
    return out;
  }

  private static Map<List<String>, Integer> descriptors(Migration migration) {
    Map<List<String>, Integer> out = new LinkedHashMap<>();
    for (Descriptor each : migration.descriptors()) {
      String kind = sort(each.kind());
      out.merge(
          List.of(each.channel().label(), kind + " " + each.state().label()), 1, Integer::sum);
    }
    return out;
  }

  /** Recorders differ in how they call a sort, and each file has a name of its own. */
  private static String sort(String kind) {
    for (String known : List.of("eventfd", "memfd", "socket")) {
      if (kind.contains(known)) {
        return known;
      }
    }
    return kind.isEmpty() ? "descriptor" : kind.startsWith("/") ? "file" : kind;
  }

  private static List<RunDiff.OccurrenceCount> counts(
      Map<List<String>, Integer> before, Map<List<String>, Integer> after) {
    Set<List<String>> keys = new LinkedHashSet<>(before.keySet());
    keys.addAll(after.keySet());
    List<RunDiff.OccurrenceCount> out = new ArrayList<>();
    for (List<String> key : keys) {
      int old = before.getOrDefault(key, 0);
      int now = after.getOrDefault(key, 0);
      if (old != now) {
        out.add(new RunDiff.OccurrenceCount(key.get(0), key.get(1), old, now));
      }
    }
    Map<String, Integer> sides = new HashMap<>();
    out.forEach(count -> sides.putIfAbsent(count.side(), sides.size()));
    out.sort(Comparator.comparingInt(count -> sides.get(count.side())));
    return out;
  }

  private static List<RunDiff.FindingCount> said(CheckResult before, CheckResult after) {
    Map<String, List<Problem>> old = byCode(before);
    Map<String, List<Problem>> now = byCode(after);
    Set<String> codes = new LinkedHashSet<>(old.keySet());
    codes.addAll(now.keySet());
    List<RunDiff.FindingCount> out = new ArrayList<>();
    for (String code : codes) {
      List<Problem> one = old.getOrDefault(code, List.of());
      List<Problem> two = now.getOrDefault(code, List.of());
      if (one.size() != two.size()) {
        Problem first = (two.size() > one.size() ? two : one).get(0);
        out.add(
            new RunDiff.FindingCount(
                code, first.severity(), first.message(), one.size(), two.size()));
      }
    }
    return out;
  }

  private static Map<String, List<Problem>> byCode(CheckResult result) {
    Map<String, List<Problem>> out = new LinkedHashMap<>();
    for (Problem problem : result.problems()) {
      out.computeIfAbsent(problem.code().code(), c -> new ArrayList<>()).add(problem);
    }
    return out;
  }
}
