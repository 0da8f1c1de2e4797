// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.view;

import dev.vtrace.decoder.analysis.model.Operation;
import dev.vtrace.decoder.analysis.model.RingInterval;
import dev.vtrace.decoder.analysis.model.Transfer;
import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.analysis.model.Window;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.vhostuser.Effect;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.decoder.vhostuser.RingMachine;
import dev.vtrace.decoder.vhostuser.RingState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Follows the state of each ring through the windows of each process. */
public final class Rings {
  private final List<RingInterval> out = new ArrayList<>();
  private final Map<RingKey, RingInterval> open = new LinkedHashMap<>();
  private final Map<RingKey, RingMachine> machines = new HashMap<>();

  /** Rings that were handed over stopped, with the number of the migration. */
  private final Set<HandedOver> handedOver = new HashSet<>();

  private record RingKey(String participant, String device, int queue) {}

  private record HandedOver(int attempt, String device, int queue) {}

  private Rings() {}

  /**
   * The states of all rings.
   *
   * @param windows starts and stops, in the order of time
   * @param around other groups of messages, in the order of time; those without a time are left out
   * @param ended when processes ended, of those that are known to have ended; nothing lasts longer
   */
  public static List<RingInterval> of(
      List<Window> windows, List<Window> around, Map<String, Long> ended) {
    Rings rings = new Rings();
    int next = 0;
    for (Window window : windows) {
      while (next < around.size() && around.get(next).beginNs() < window.beginNs()) {
        rings.window(around.get(next++));
      }
      rings.window(window);
    }
    for (Window rest : around.subList(next, around.size())) {
      rings.window(rest);
    }
    for (RingInterval last : rings.open.values()) {
      long end = ended.getOrDefault(last.participant(), -1L);
      rings.out.add(end < last.beginNs() ? last : last.until(end));
    }
    return List.copyOf(rings.out);
  }

  /**
   * What an operation of a window makes of its ring, as its QEMU sees it: one that was done, or
   * that transfer left out.
   *
   * @param before the ring before it; {@link RingMachine#FRESH} where nothing tells
   */
  public static RingMachine after(RingMachine before, Window window, Operation operation) {
    Effect effect = effect(operation);
    boolean start = window.kind() == WindowKind.START;
    boolean stop = window.kind() == WindowKind.STOP;
    boolean known = start || stop || effect != Effect.RING_ENABLE;
    if (operation.verdict() == Verdict.EXECUTED) {
      return known ? before.after(effect, start) : before;
    }
    if (operation.verdict() == Verdict.UNKNOWN) {
      return before.perhapsAfter(effect);
    }
    if (operation.verdict() != Verdict.SKIPPED || window.transfer() != Transfer.YES) {
      return before;
    }
    return start ? before.takenOver(effect) : stop ? before.handedOver(effect) : before;
  }

  /** Whether an operation shows the state of its ring: it changed it, or asked for its index. */
  public static boolean shows(RingMachine before, RingMachine after, Operation operation) {
    boolean stopped = effect(operation) == Effect.RING_STOP;
    return after.state() != before.state() || stopped && operation.verdict() == Verdict.EXECUTED;
  }

  private static Effect effect(Operation operation) {
    return operation.queue() < 0 ? Effect.NONE : Effect.of(Request.named(operation.name()));
  }

  private void window(Window window) {
    Map<RingKey, RingState> left = new LinkedHashMap<>();
    for (Operation operation : window.operations()) {
      RingKey key = new RingKey(window.participant(), window.device(), operation.queue());
      RingMachine before = machines.getOrDefault(key, RingMachine.FRESH);
      if (window.kind() == WindowKind.START && handedOver.contains(passed(window, operation))) {
        before = before.after(Effect.RING_STOP, false);
      }
      RingMachine after = after(before, window, operation);
      if (window.kind() == WindowKind.STOP
          && window.transfer() == Transfer.YES
          && operation.verdict() == Verdict.SKIPPED
          && after.stopped()) {
        handedOver.add(passed(window, operation));
      }
      if (shows(before, after, operation)) {
        left.put(key, after.state());
        if (window.kind() != WindowKind.STOP) {
          change(key, after.state(), window.endNs());
        }
      }
      machines.put(key, after);
    }
    // A ring that a stop disables is asked for its index at once.
    left.forEach((key, state) -> change(key, state, window.endNs()));
  }

  private static HandedOver passed(Window window, Operation operation) {
    return new HandedOver(window.attempt(), window.device(), operation.queue());
  }

  private void change(RingKey key, RingState state, long timeNs) {
    RingInterval before = open.get(key);
    if (before == null || before.state() != state) {
      if (before != null) {
        out.add(interval(key, before.state(), before.beginNs(), timeNs));
      }
      open.put(key, interval(key, state, timeNs, -1));
    }
  }

  private static RingInterval interval(RingKey key, RingState state, long beginNs, long endNs) {
    return new RingInterval(key.participant, key.device, key.queue, state, beginNs, endNs);
  }
}
