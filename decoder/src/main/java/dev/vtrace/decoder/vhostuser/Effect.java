// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/**
 * What a request does to one ring, to the device or to the connection. Two requests with the same
 * effect are alternatives of each other. Source: vhost-user specification, "Front-end message
 * types", "Ring states" and "Starting and stopping rings".
 */
public enum Effect {
  /** Nothing that is followed. */
  NONE(Target.CONNECTION),

  RING_SIZE(Target.SET_UP_RING),
  RING_INDEX(Target.SET_UP_RING),
  RING_ADDRESSES(Target.SET_UP_RING),
  /** Any other property that a ring is given before it is started. */
  RING_SETTING(Target.SET_UP_RING),
  /** Passes the descriptor that starts the ring. */
  RING_KICK(Target.SET_UP_RING),
  /** Stops the ring; the reply has its index. */
  RING_STOP(Target.SET_UP_RING),
  RING_CALL(Target.EACH_RING),
  RING_ERR(Target.EACH_RING),
  /** Enables or disables the ring. */
  RING_ENABLE(Target.EACH_RING),
  /** Kicks the ring in a message, which starts it too. */
  RING_NOTIFY(Target.RUNNING_RING),
  /** The back-end signals used buffers in a message. */
  RING_SIGNAL(Target.RUNNING_RING),

  FEATURES_OFFER(Target.CONNECTION),
  FEATURES_SET(Target.DEVICE),
  PROTOCOL_OFFER(Target.CONNECTION),
  PROTOCOL_SET(Target.CONNECTION),
  OWNER(Target.CONNECTION),
  /** Stops all rings. */
  RESET(Target.DEVICE),
  QUEUE_COUNT(Target.CONNECTION),
  SLOT_COUNT(Target.CONNECTION),
  /** Opens the channel of the back-end. */
  CHANNEL(Target.CONNECTION),
  MEMORY_TABLE(Target.DEVICE),
  MEMORY_ADD(Target.DEVICE),
  MEMORY_REMOVE(Target.DEVICE),
  LOG_BASE(Target.DEVICE),
  /** The back-end makes the in-flight region. */
  INFLIGHT_MAKE(Target.DEVICE),
  INFLIGHT_SET(Target.DEVICE),
  CONFIG_READ(Target.DEVICE),
  CONFIG_WRITE(Target.DEVICE),
  STATUS_SET(Target.DEVICE),
  STATUS_READ(Target.DEVICE),
  /** Saves or loads the state that the back-end itself has. */
  STATE_PASS(Target.DEVICE),
  POSTCOPY_BEGIN(Target.DEVICE),
  POSTCOPY_END(Target.DEVICE);

  /** What a request speaks of. */
  private enum Target {
    CONNECTION,
    DEVICE,
    SET_UP_RING,
    EACH_RING,
    RUNNING_RING
  }

  private final Target target;

  Effect(Target target) {
    this.target = target;
  }

  /** What a request does; nothing where it is null, which is an unknown one. */
  public static Effect of(Request request) {
    return request == null ? NONE : request.effect();
  }

  /** Whether a start or a stop sends it to the rings that the guest has set up, and no others. */
  public boolean toSetUpRings() {
    return target == Target.SET_UP_RING;
  }

  /** Whether a start or a stop sends it to every ring of the device. */
  public boolean toEachRing() {
    return target == Target.EACH_RING;
  }

  /** Whether it changes what is known of a ring. */
  boolean changesRing() {
    return target == Target.SET_UP_RING || target == Target.EACH_RING || this == RING_NOTIFY;
  }

  /** Whether it gives a ring what it needs before it runs: everything but switching it on. */
  public boolean preparesRing() {
    return target == Target.SET_UP_RING && this != RING_STOP || this == RING_CALL;
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
