// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.RingInterval.State;
import dev.vtrace.decoder.analysis.Window.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows the state of each ring through the windows of each process. */
final class Rings {
  private final List<RingInterval> out = new ArrayList<>();
  private final Map<String, RingInterval> open = new LinkedHashMap<>();

  private Rings() {}

  /**
   * @param windows in the order of time
   */
  static List<RingInterval> of(List<Window> windows) {
    Rings rings = new Rings();
    for (Window window : windows) {
      rings.window(window);
    }
    rings.out.addAll(rings.open.values());
    return List.copyOf(rings.out);
  }

  private void window(Window window) {
    boolean handed = window.transfer() == Transfer.YES;
    for (Operation operation : window.operations()) {
      State state = state(window.kind(), handed, operation);
      if (state != null && operation.queue() >= 0) {
        change(window, operation.queue(), state, window.endNs());
      }
    }
  }

  private static State state(Kind kind, boolean handed, Operation operation) {
    boolean done = operation.verdict() == Verdict.EXECUTED;
    boolean skipped = operation.verdict() == Verdict.SKIPPED;
    if (!done && !(handed && skipped)) {
      return null;
    }
    switch (operation.name()) {
      case "SET_VRING_ADDR":
        return done ? State.CONFIGURED : null;
      case "SET_VRING_KICK":
        return State.STARTED;
      case "SET_VRING_ENABLE":
        return kind == Kind.START ? State.ENABLED : null;
      case "GET_VRING_BASE":
        return done ? State.OFF : kind == Kind.STOP ? State.TRANSFERRED : null;
      default:
        return null;
    }
  }

  private void change(Window window, int queue, State state, long timeNs) {
    String key = window.participant() + " " + window.device() + " " + queue;
    RingInterval before = open.get(key);
    // SET_VRING_ENABLE goes to all rings, also to those that are not started.
    boolean running = before != null && before.state() != State.OFF;
    if (state == State.ENABLED && !running) {
      return;
    }
    if (before != null) {
      out.add(
          new RingInterval(
              before.participant(),
              before.device(),
              queue,
              before.state(),
              before.beginNs(),
              timeNs));
    }
    open.put(
        key, new RingInterval(window.participant(), window.device(), queue, state, timeNs, -1));
  }
}
