// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/**
 * What the messages so far say about one ring.
 *
 * @param num entries, 0 before SET_VRING_NUM
 * @param base index word of the last SET_VRING_BASE or GET_VRING_BASE reply; -1 before
 * @param desc address of the descriptor table, as {@code used} and {@code avail} as the front-end
 *     gave it; 0 before SET_VRING_ADDR
 * @param log whether writes to the used ring are logged
 * @param started between a kick descriptor (or in-band kick) and GET_VRING_BASE
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
    boolean started,
    boolean enabled) {
  /** A ring that no message spoke of. */
  static Vring untouched(int index, boolean enabled) {
    return new Vring(
        index, 0, -1, 0, 0, 0, false, FdState.UNSET, FdState.UNSET, FdState.UNSET, false, enabled);
  }

  /** The state in words: {@code stopped}, {@code started}, {@code enabled} or {@code running}. */
  public String state() {
    if (started) {
      return enabled ? "running" : "started";
    }
    return enabled ? "enabled" : "stopped";
  }

  /** Whether size, base and addresses are there. */
  public boolean configured() {
    return num != 0 && base >= 0 && desc != 0;
  }

  Vring withNum(int value) {
    return new Vring(index, value, base, desc, used, avail, log, kick, call, err, started, enabled);
  }

  Vring withBase(long value) {
    return new Vring(index, num, value, desc, used, avail, log, kick, call, err, started, enabled);
  }

  Vring withAddresses(long newDesc, long newUsed, long newAvail, boolean newLog) {
    return new Vring(
        index, num, base, newDesc, newUsed, newAvail, newLog, kick, call, err, started, enabled);
  }

  Vring withKick(FdState fd) {
    return new Vring(index, num, base, desc, used, avail, log, fd, call, err, true, enabled);
  }

  Vring withCall(FdState fd) {
    return new Vring(index, num, base, desc, used, avail, log, kick, fd, err, started, enabled);
  }

  Vring withErr(FdState fd) {
    return new Vring(index, num, base, desc, used, avail, log, kick, call, fd, started, enabled);
  }

  Vring withStarted(boolean value) {
    return new Vring(index, num, base, desc, used, avail, log, kick, call, err, value, enabled);
  }

  Vring withEnabled(boolean value) {
    return new Vring(index, num, base, desc, used, avail, log, kick, call, err, started, value);
  }
}
