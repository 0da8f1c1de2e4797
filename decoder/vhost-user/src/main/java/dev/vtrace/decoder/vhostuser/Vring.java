// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import org.jspecify.annotations.Nullable;

/**
 * What the messages so far say about one ring.
 *
 * @param num entries, 0 before it got a size
 * @param base index word that it was last given, or that its stop was last answered with; -1 before
 * @param desc address of the descriptor table, as {@code used} and {@code avail} as the front-end
 *     gave it; 0 before it got addresses
 * @param log whether writes to the used ring are logged
 * @param stoppedBy what stopped it, null once it has got an index or has started again
 */
public record Vring(
    int index,
    int num,
    long base,
    long desc,
    long used,
    long avail,
    boolean log,
    FdState kick,
    FdState call,
    FdState err,
    RingMachine machine,
    @Nullable Request stoppedBy) {
  /** A ring that no message mentioned. */
  static Vring untouched(int index, boolean enabled) {
    RingMachine machine = enabled ? RingMachine.FRESH_ENABLED : RingMachine.FRESH;
    FdState fd = FdState.UNSET;
    return new Vring(index, 0, -1, 0, 0, 0, false, fd, fd, fd, machine, null);
  }

  /** Whether it runs or waits for being enabled. */
  public boolean started() {
    return machine.started();
  }

  /** Whether the back-end may process it once it is started. */
  public boolean enabled() {
    return machine.enabled();
  }

  /** The state in words: {@code stopped}, {@code started}, {@code enabled} or {@code running}. */
  public String state() {
    if (started()) {
      return enabled() ? "running" : "started";
    }
    return enabled() ? "enabled" : "stopped";
  }

  /** Whether size, base and addresses are there. */
  public boolean configured() {
    return num != 0 && base >= 0 && desc != 0;
  }

  /** What a request does to its state. */
  Vring after(Request request, boolean on) {
    Effect effect = request.effect();
    Request stopped = stoppedBy;
    if (effect == Effect.RING_STOP) {
      stopped = request;
    } else if (effect == Effect.RING_INDEX || effect.startsRing()) {
      stopped = null;
    }
    return with(machine.after(effect, on), stopped);
  }

  /** Of a connection on which no message enables a ring. */
  Vring alwaysEnabled() {
    return with(machine.withEnabled(), stoppedBy);
  }

  private Vring with(RingMachine now, @Nullable Request stopped) {
    return new Vring(index, num, base, desc, used, avail, log, kick, call, err, now, stopped);
  }

  Vring withNum(int value) {
    return new Vring(
        index, value, base, desc, used, avail, log, kick, call, err, machine, stoppedBy);
  }

  Vring withBase(long value) {
    return new Vring(
        index, num, value, desc, used, avail, log, kick, call, err, machine, stoppedBy);
  }

  Vring withAddresses(long newDesc, long newUsed, long newAvail, boolean newLog) {
    return new Vring(
        index, num, base, newDesc, newUsed, newAvail, newLog, kick, call, err, machine, stoppedBy);
  }

  Vring withKick(FdState fd) {
    return new Vring(index, num, base, desc, used, avail, log, fd, call, err, machine, stoppedBy);
  }

  Vring withCall(FdState fd) {
    return new Vring(index, num, base, desc, used, avail, log, kick, fd, err, machine, stoppedBy);
  }

  Vring withErr(FdState fd) {
    return new Vring(index, num, base, desc, used, avail, log, kick, call, fd, machine, stoppedBy);
  }
}
