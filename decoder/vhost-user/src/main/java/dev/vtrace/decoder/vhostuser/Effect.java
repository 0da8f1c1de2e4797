// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import org.jspecify.annotations.Nullable;

/**
 * What a request does to one ring, to the device or to the connection. Two requests with the same
 * effect are alternatives of each other. Source: vhost-user specification, "Front-end message
 * types", "Ring states" and "Starting and stopping rings".
 */
public enum Effect {
  /** Nothing that is followed. */
  NONE(EffectTarget.CONNECTION),

  RING_SIZE(EffectTarget.SET_UP_RING),
  RING_INDEX(EffectTarget.SET_UP_RING),
  RING_ADDRESSES(EffectTarget.SET_UP_RING),
  /** Any other property that a ring is given before it is started. */
  RING_SETTING(EffectTarget.SET_UP_RING),
  /** Passes the descriptor that starts the ring. */
  RING_KICK(EffectTarget.SET_UP_RING),
  /** Stops the ring; the reply has its index. */
  RING_STOP(EffectTarget.SET_UP_RING),
  RING_CALL(EffectTarget.EACH_RING),
  RING_ERR(EffectTarget.EACH_RING),
  /** Enables or disables the ring. */
  RING_ENABLE(EffectTarget.EACH_RING),
  /** Kicks the ring in a message, which starts it too. */
  RING_NOTIFY(EffectTarget.RUNNING_RING),
  /** The back-end signals used buffers in a message. */
  RING_SIGNAL(EffectTarget.RUNNING_RING),

  FEATURES_OFFER(EffectTarget.CONNECTION),
  FEATURES_SET(EffectTarget.DEVICE),
  PROTOCOL_OFFER(EffectTarget.CONNECTION),
  PROTOCOL_SET(EffectTarget.CONNECTION),
  OWNER(EffectTarget.CONNECTION),
  /** Stops all rings. */
  RESET(EffectTarget.DEVICE),
  QUEUE_COUNT(EffectTarget.CONNECTION),
  SLOT_COUNT(EffectTarget.CONNECTION),
  /** Opens the channel of the back-end. */
  CHANNEL(EffectTarget.CONNECTION),
  MEMORY_TABLE(EffectTarget.DEVICE),
  MEMORY_ADD(EffectTarget.DEVICE),
  MEMORY_REMOVE(EffectTarget.DEVICE),
  LOG_BASE(EffectTarget.DEVICE),
  /** The back-end makes the in-flight region. */
  INFLIGHT_MAKE(EffectTarget.DEVICE),
  INFLIGHT_SET(EffectTarget.DEVICE),
  CONFIG_READ(EffectTarget.DEVICE),
  CONFIG_WRITE(EffectTarget.DEVICE),
  STATUS_SET(EffectTarget.DEVICE),
  STATUS_READ(EffectTarget.DEVICE),
  /** Saves or loads the state that the back-end itself has. */
  STATE_PASS(EffectTarget.DEVICE),
  POSTCOPY_BEGIN(EffectTarget.DEVICE),
  POSTCOPY_END(EffectTarget.DEVICE);

  /** What a request refers to. */
  private enum EffectTarget {
    CONNECTION,
    DEVICE,
    SET_UP_RING,
    EACH_RING,
    RUNNING_RING
  }

  private final EffectTarget target;

  Effect(EffectTarget target) {
    this.target = target;
  }

  /** What a request does; nothing where it is null, which is an unknown one. */
  public static Effect of(@Nullable Request request) {
    return request == null ? NONE : request.effect();
  }

  /** Whether a start or a stop sends it to the rings that the guest has set up, and no others. */
  public boolean toSetUpRings() {
    return target == EffectTarget.SET_UP_RING;
  }

  /** Whether a start or a stop sends it to every ring of the device. */
  public boolean toEachRing() {
    return target == EffectTarget.EACH_RING;
  }

  /** Whether it changes what is known of a ring. */
  boolean changesRing() {
    return target == EffectTarget.SET_UP_RING
        || target == EffectTarget.EACH_RING
        || this == RING_NOTIFY;
  }

  /** Whether it gives a ring what it needs before it runs: everything but switching it on. */
  public boolean preparesRing() {
    return target == EffectTarget.SET_UP_RING && this != RING_STOP || this == RING_CALL;
  }

  /** Whether it makes a ring start. */
  public boolean startsRing() {
    return this == RING_KICK || this == RING_NOTIFY;
  }

  /** Whether it must not change while a ring runs. */
  public boolean fixedWhileStarted() {
    return this == RING_SIZE || this == RING_INDEX;
  }

  /**
   * Whether it passes, in its queue's payload, a descriptor or the statement that there is none.
   */
  public boolean passesRingDescriptor() {
    return this == RING_KICK || this == RING_CALL || this == RING_ERR;
  }

  /** Whether a front-end may say it first of all on a new connection. */
  boolean opensConnection() {
    return this == FEATURES_OFFER || this == PROTOCOL_OFFER || this == OWNER;
  }

  /** Whether all requests with this effect are alternatives of one another. */
  boolean tellsApart() {
    return this != NONE && this != RING_SETTING;
  }
}
