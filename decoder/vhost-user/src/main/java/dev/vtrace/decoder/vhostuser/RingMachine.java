// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/**
 * The state machine of a ring. A ring that is enabled before it is started, as those of network
 * devices are, stays so. Source: vhost-user specification, "Ring states" and "Starting and stopping
 * rings"; the hand-over: "vhost-user-blk: live-backend local migration" v2, patches 19 to 24.
 *
 * @param placed whether the back-end has addresses for its next start
 * @param started between what starts it and what asks for its index
 * @param enabled whether the back-end may process it
 * @param handedOver whether it runs on for another front-end
 * @param stopped whether it was asked for its index and not started since: as long as nothing
 *     starts it, no front-end can hand it over running
 */
public record RingMachine(
    boolean placed, boolean started, boolean enabled, boolean handedOver, boolean stopped) {
  /** A ring of a new connection. */
  public static final RingMachine FRESH = new RingMachine(false, false, false, false, false);

  /** A ring of a connection without VHOST_USER_F_PROTOCOL_FEATURES, where nothing enables it. */
  static final RingMachine FRESH_ENABLED = new RingMachine(false, false, true, false, false);

  /**
   * After a request that was done.
   *
   * @param on whether it enables the ring, for what does one or the other
   */
  public RingMachine after(Effect effect, boolean on) {
    return switch (effect) {
      case RING_ADDRESSES -> new RingMachine(true, started, enabled, handedOver, stopped);
      case RING_KICK, RING_NOTIFY -> new RingMachine(placed, true, enabled, false, false);
      case RING_ENABLE -> new RingMachine(placed, started, on, handedOver, stopped);
      case RING_STOP -> new RingMachine(false, false, enabled, false, true);
      case RESET -> new RingMachine(placed, false, false, false, stopped);
      default -> this;
    };
  }

  /**
   * After a request that a front-end left out since the ring is handed over while it runs. Who
   * takes it over enables it again, as far as that one knows.
   */
  public RingMachine handedOver(Effect effect) {
    // Rings that never ran are not disabled either.
    boolean runs = effect == Effect.RING_STOP || effect == Effect.RING_ENABLE && started;
    return runs && !stopped ? new RingMachine(placed, true, false, true, false) : this;
  }

  /** After a request that a front-end left out since it took over a ring that runs. */
  public RingMachine takenOver(Effect effect) {
    return switch (effect) {
      case RING_KICK -> stopped ? this : new RingMachine(true, true, enabled, false, false);
      case RING_ENABLE -> new RingMachine(placed, started, true, handedOver, stopped);
      default -> this;
    };
  }

  /** Where it stands. */
  public RingState state() {
    if (handedOver) {
      return RingState.TRANSFERRED;
    }
    if (started) {
      return enabled ? RingState.ENABLED : RingState.STARTED;
    }
    return placed ? RingState.CONFIGURED : RingState.OFF;
  }

  /** After a request that may or may not have been done: a ring that it starts may run again. */
  public RingMachine perhapsAfter(Effect effect) {
    boolean starts = effect == Effect.RING_KICK || effect == Effect.RING_NOTIFY;
    return starts ? new RingMachine(placed, started, enabled, handedOver, false) : this;
  }

  RingMachine withEnabled() {
    return new RingMachine(placed, started, true, handedOver, stopped);
  }
}
