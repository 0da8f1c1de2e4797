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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows the state of each ring through the windows of each process. */
public final class Rings {
  private final List<RingInterval> out = new ArrayList<>();
  private final Map<RingKey, RingInterval> open = new LinkedHashMap<>();
  private final Map<RingKey, RingMachine> machines = new HashMap<>();

  private record RingKey(String participant, String device, int queue) {}

  private Rings() {}

  /**
   * @param windows in the order of time
   */
  public static List<RingInterval> of(List<Window> windows) {
    Rings rings = new Rings();
    windows.forEach(rings::window);
    rings.out.addAll(rings.open.values());
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
      RingMachine after = after(before, window, operation);
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
