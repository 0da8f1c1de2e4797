// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import static dev.vtrace.decoder.vhostuser.RequestRow.asks;
import static dev.vtrace.decoder.vhostuser.RequestRow.backend;
import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every request of the protocol, one row each, with all that is known of its meaning. Sources:
 * docs/interop/vhost-user.rst, hw/virtio/vhost-user.c and subprojects/libvhost-user of QEMU 10.2.2
 * for the rows without a {@code since}; for the others the changes to that document in QEMU 11.1
 * and after. Stages: message order of recorded runs.
 *
 * <p>To add a request, add a row. Nothing else in vtrace decides by a request's name what it does:
 * a row with an {@link Effect} is followed, ordered, numbered and checked like the others that have
 * it.
 */
public enum Request {
  GET_FEATURES(
      1,
      asks(Payload.NONE)
          .answered(Payload.FEATURES)
          .does(Effect.FEATURES_OFFER)
          .at(RequestStage.CONNECT, RequestStage.START)),
  SET_FEATURES(
      2,
      asks(Payload.FEATURES)
          .does(Effect.FEATURES_SET)
          .at(RequestStage.START, RequestStage.LOGGING)
          .awaited()),
  SET_OWNER(3, asks(Payload.NONE).does(Effect.OWNER).at(RequestStage.CONNECT)),
  RESET_OWNER(
      4,
      asks(Payload.NONE)
          .does(Effect.RESET)
          .at(RequestStage.CONFIGURATION, RequestStage.START, RequestStage.STOP)
          .outdated()),
  SET_MEM_TABLE(
      5,
      asks(Payload.MEM_TABLE)
          .answered(ReplyRule.IF_POSTCOPY, Payload.ACK)
          .fds(FdRule.PER_REGION, FdKind.MEMORY)
          .does(Effect.MEMORY_TABLE)
          .at(RequestStage.CONFIGURATION, RequestStage.START)
          .awaited()),
  SET_LOG_BASE(
      6,
      asks(Payload.LOG)
          .answered(ReplyRule.IF_LOG_SHMFD, Payload.U64)
          .fds(FdRule.OPTIONAL, FdKind.MEMORY)
          .does(Effect.LOG_BASE)
          .at(RequestStage.LOGGING, RequestStage.START)),
  SET_LOG_FD(7, asks(Payload.NONE).fds(FdRule.ONE, FdKind.EVENT)),
  SET_VRING_NUM(8, asks(Payload.VRING_STATE).does(Effect.RING_SIZE).at(RequestStage.START)),
  SET_VRING_ADDR(
      9,
      asks(Payload.VRING_ADDR)
          .does(Effect.RING_ADDRESSES)
          .at(RequestStage.START, RequestStage.LOGGING)
          .awaited()),
  SET_VRING_BASE(10, asks(Payload.VRING_BASE).does(Effect.RING_INDEX).at(RequestStage.START)),
  GET_VRING_BASE(
      11,
      asks(Payload.VRING_STATE)
          .answered(Payload.VRING_BASE)
          .does(Effect.RING_STOP)
          .at(RequestStage.STOP)
          .drains()),
  SET_VRING_KICK(
      12,
      asks(Payload.QUEUE_FD)
          .fds(FdRule.OPTIONAL, FdKind.EVENT)
          .does(Effect.RING_KICK)
          .at(RequestStage.START)),
  SET_VRING_CALL(
      13,
      asks(Payload.QUEUE_FD)
          .fds(FdRule.OPTIONAL, FdKind.EVENT)
          .does(Effect.RING_CALL)
          .at(RequestStage.CONFIGURATION, RequestStage.CONNECT, RequestStage.START)),
  SET_VRING_ERR(
      14,
      asks(Payload.QUEUE_FD)
          .fds(FdRule.OPTIONAL, FdKind.EVENT)
          .does(Effect.RING_ERR)
          .at(RequestStage.CONNECT)),
  GET_PROTOCOL_FEATURES(
      15,
      asks(Payload.NONE)
          .answered(Payload.PROTOCOL_FEATURES)
          .does(Effect.PROTOCOL_OFFER)
          .at(RequestStage.CONNECT)),
  SET_PROTOCOL_FEATURES(
      16, asks(Payload.PROTOCOL_FEATURES).does(Effect.PROTOCOL_SET).at(RequestStage.CONNECT)),
  GET_QUEUE_NUM(
      17,
      asks(Payload.NONE)
          .answered(Payload.COUNT)
          .does(Effect.QUEUE_COUNT)
          .at(RequestStage.CONNECT)
          .needs("MQ")),
  SET_VRING_ENABLE(
      18,
      asks(Payload.VRING_ENABLE)
          .does(Effect.RING_ENABLE)
          .at(RequestStage.CONFIGURATION, RequestStage.START, RequestStage.STOP)
          .awaited()
          .needs("VHOST_USER_PROTOCOL_FEATURES")),
  SEND_RARP(19, asks(Payload.MAC).needs("RARP")),
  NET_SET_MTU(20, asks(Payload.COUNT).needs("NET_MTU")),
  SET_BACKEND_REQ_FD(
      21,
      asks(Payload.NONE)
          .fds(FdRule.ONE, FdKind.SOCKET)
          .does(Effect.CHANNEL)
          .at(RequestStage.CONNECT)
          .needs("BACKEND_REQ")
          .formerly("SET_SLAVE_REQ_FD")),
  IOTLB_MSG(
      22, asks(Payload.IOTLB).answered(Payload.ACK).alwaysNeedsReply().needs("ACCESS_PLATFORM")),
  SET_VRING_ENDIAN(
      23,
      asks(Payload.VRING_ENDIAN)
          .does(Effect.RING_SETTING)
          .at(RequestStage.START)
          .needs("CROSS_ENDIAN")),
  GET_CONFIG(
      24,
      asks(Payload.CONFIG)
          .answered(Payload.CONFIG)
          .does(Effect.CONFIG_READ)
          .at(RequestStage.CONNECT)
          .needs("CONFIG")),
  SET_CONFIG(
      25,
      asks(Payload.CONFIG)
          .does(Effect.CONFIG_WRITE)
          .at(RequestStage.CONFIGURATION)
          .needs("CONFIG")),
  CREATE_CRYPTO_SESSION(26, asks(Payload.CRYPTO).answered(Payload.CRYPTO).needs("CRYPTO_SESSION")),
  CLOSE_CRYPTO_SESSION(27, asks(Payload.U64).needs("CRYPTO_SESSION")),
  POSTCOPY_ADVISE(
      28,
      asks(Payload.NONE)
          .answered(Payload.NONE)
          .replyFds(FdRule.ONE, FdKind.ANY)
          .needs("PAGEFAULT")),
  POSTCOPY_LISTEN(
      29, asks(Payload.NONE).does(Effect.POSTCOPY_BEGIN).alwaysNeedsReply().needs("PAGEFAULT")),
  POSTCOPY_END(
      30,
      asks(Payload.NONE)
          .answered(Payload.ACK)
          .does(Effect.POSTCOPY_END)
          .alwaysNeedsReply()
          .needs("PAGEFAULT")),
  GET_INFLIGHT_FD(
      31,
      asks(Payload.INFLIGHT)
          .answered(Payload.INFLIGHT)
          .replyFds(FdRule.ONE, FdKind.MEMORY)
          .does(Effect.INFLIGHT_MAKE)
          .at(RequestStage.START)
          .needs("INFLIGHT_SHMFD")),
  SET_INFLIGHT_FD(
      32,
      asks(Payload.INFLIGHT)
          .fds(FdRule.ONE, FdKind.MEMORY)
          .does(Effect.INFLIGHT_SET)
          .at(RequestStage.START)
          .needs("INFLIGHT_SHMFD")),
  GPU_SET_SOCKET(33, asks(Payload.NONE).fds(FdRule.ONE, FdKind.SOCKET)),
  RESET_DEVICE(
      34,
      asks(Payload.NONE)
          .does(Effect.RESET)
          .at(RequestStage.CONFIGURATION, RequestStage.START, RequestStage.STOP)
          .needs("RESET_DEVICE")),
  VRING_KICK(35, asks(Payload.VRING_STATE).does(Effect.RING_NOTIFY).needs("INBAND_NOTIFICATIONS")),
  GET_MAX_MEM_SLOTS(
      36,
      asks(Payload.NONE)
          .answered(Payload.COUNT)
          .does(Effect.SLOT_COUNT)
          .at(RequestStage.CONNECT)
          .needs("CONFIGURE_MEM_SLOTS")),
  ADD_MEM_REG(
      37,
      asks(Payload.MEM_REG)
          .answered(ReplyRule.IF_POSTCOPY, Payload.ACK)
          .fds(FdRule.ONE, FdKind.MEMORY)
          .does(Effect.MEMORY_ADD)
          .at(RequestStage.CONFIGURATION, RequestStage.START)
          .awaited()
          .needs("CONFIGURE_MEM_SLOTS")),
  REM_MEM_REG(
      38,
      asks(Payload.MEM_REG)
          .fds(FdRule.OPTIONAL, FdKind.ANY)
          .does(Effect.MEMORY_REMOVE)
          .at(RequestStage.CONFIGURATION, RequestStage.START)
          .awaited()
          .needs("CONFIGURE_MEM_SLOTS")),
  SET_STATUS(
      39,
      asks(Payload.STATUS)
          .does(Effect.STATUS_SET)
          .at(RequestStage.CONFIGURATION, RequestStage.START, RequestStage.STOP)
          .needs("STATUS")),
  GET_STATUS(
      40,
      asks(Payload.NONE)
          .answered(Payload.STATUS)
          .does(Effect.STATUS_READ)
          .at(RequestStage.CONFIGURATION, RequestStage.START, RequestStage.STOP)
          .needs("STATUS")),
  GET_SHARED_OBJECT(
      41,
      asks(Payload.SHARED)
          .answered(Payload.NONE)
          .replyFds(FdRule.OPTIONAL, FdKind.ANY)
          .needs("SHARED_OBJECT")),
  SET_DEVICE_STATE_FD(
      42,
      asks(Payload.TRANSFER_STATE)
          .answered(Payload.DEVICE_STATE_REPLY)
          .fds(FdRule.ONE, FdKind.ANY)
          .replyFds(FdRule.OPTIONAL, FdKind.ANY)
          .does(Effect.STATE_PASS)
          .needs("DEVICE_STATE")),
  CHECK_DEVICE_STATE(43, asks(Payload.NONE).answered(Payload.ACK).needs("DEVICE_STATE")),
  GET_SHMEM_CONFIG(
      44, asks(Payload.NONE).answered(Payload.SHMEM_CONFIG).needs("SHMEM").since("11.1")),
  GET_VRING_BASE_SKIP_DRAIN(
      45,
      asks(Payload.VRING_STATE)
          .answered(Payload.VRING_BASE)
          .does(Effect.RING_STOP)
          .at(RequestStage.STOP)
          .needs("GET_VRING_BASE_SKIP_DRAIN")
          .since("after 11.1")),

  BACKEND_IOTLB_MSG(1, backend(Payload.IOTLB).needs("ACCESS_PLATFORM").formerly("SLAVE_IOTLB_MSG")),
  BACKEND_CONFIG_CHANGE_MSG(
      2, backend(Payload.NONE).needs("CONFIG").formerly("SLAVE_CONFIG_CHANGE_MSG")),
  BACKEND_VRING_HOST_NOTIFIER_MSG(
      3,
      backend(Payload.VRING_AREA)
          .fds(FdRule.OPTIONAL, FdKind.MEMORY)
          .needs("HOST_NOTIFIER")
          .formerly("SLAVE_VRING_HOST_NOTIFIER_MSG")),
  BACKEND_VRING_CALL(
      4,
      backend(Payload.VRING_STATE)
          .does(Effect.RING_SIGNAL)
          .needs("INBAND_NOTIFICATIONS")
          .formerly("SLAVE_VRING_CALL")),
  BACKEND_VRING_ERR(
      5, backend(Payload.VRING_STATE).needs("INBAND_NOTIFICATIONS").formerly("SLAVE_VRING_ERR")),
  BACKEND_SHARED_OBJECT_ADD(6, backend(Payload.SHARED).needs("SHARED_OBJECT")),
  BACKEND_SHARED_OBJECT_REMOVE(7, backend(Payload.SHARED).needs("SHARED_OBJECT")),
  BACKEND_SHARED_OBJECT_LOOKUP(
      8,
      backend(Payload.SHARED)
          .answered(Payload.ACK)
          .replyFds(FdRule.OPTIONAL, FdKind.ANY)
          .needs("SHARED_OBJECT")),
  BACKEND_SHMEM_MAP(
      9, backend(Payload.MMAP).fds(FdRule.ONE, FdKind.MEMORY).needs("SHMEM").since("11.1")),
  BACKEND_SHMEM_UNMAP(10, backend(Payload.MMAP).needs("SHMEM").since("11.1")),
  /** Reserved: proposed with the shared memory messages, never merged. */
  BACKEND_MEM_READ(11, backend(Payload.UNKNOWN).since("proposal").formerly("MEM_READ")),
  /** Reserved: proposed with the shared memory messages, never merged. */
  BACKEND_MEM_WRITE(12, backend(Payload.UNKNOWN).since("proposal").formerly("MEM_WRITE"));

  private static final Map<Integer, Request> MAIN = new HashMap<>();
  private static final Map<Integer, Request> BACKEND = new HashMap<>();
  private static final Map<String, Request> NAMES = new HashMap<>();
  private static final Map<Effect, Request> FIRST = new EnumMap<>(Effect.class);

  static {
    for (Request each : values()) {
      (each.row.channel == Channel.MAIN ? MAIN : BACKEND).put(each.id, each);
      NAMES.put(each.name(), each);
      if (!each.row.alias.isEmpty()) {
        NAMES.put(each.row.alias, each);
      }
      if (each.row.effect.tellsApart()) {
        FIRST.putIfAbsent(each.row.effect, each);
      }
    }
  }

  private final int id;
  private final RequestRow row;

  Request(int id, RequestRow row) {
    this.id = id;
    this.row = row;
  }

  /** The request with this id on a channel, or null. */
  public static @Nullable Request of(Channel channel, int id) {
    return (channel == Channel.MAIN ? MAIN : BACKEND).get(id);
  }

  /**
   * The request with this name, present or former, with or without {@code VHOST_USER_}; or null.
   */
  public static @Nullable Request named(String name) {
    return NAMES.get(name.startsWith("VHOST_USER_") ? name.substring(11) : name);
  }

  /** The channel that it travels on. */
  public Channel channel() {
    return row.channel;
  }

  /** The number on the wire. */
  public int id() {
    return id;
  }

  /** What the request carries. */
  public Payload request() {
    return row.request;
  }

  /** What the reply carries, if there is one. */
  public Payload reply() {
    return row.reply;
  }

  /** Descriptors with the request. */
  public FdRule requestFds() {
    return row.requestFds;
  }

  /** What kind of object they must be. */
  public FdKind requestFdKind() {
    return row.requestKind;
  }

  /** Descriptors with the reply. */
  public FdRule replyFds() {
    return row.replyFds;
  }

  /** What kind of object they must be. */
  public FdKind replyFdKind() {
    return row.replyKind;
  }

  /** When it is answered. */
  public ReplyRule rule() {
    return row.rule;
  }

  /**
   * The feature that must be negotiated first, empty if none: a protocol feature, or one of the
   * feature bits ACCESS_PLATFORM and VHOST_USER_PROTOCOL_FEATURES.
   */
  public String needs() {
    return row.needs;
  }

  /** The QEMU version that first had it; empty for 10.2 and before. */
  public String since() {
    return row.since;
  }

  /** The former name, or empty. */
  public String alias() {
    return row.alias;
  }

  /** What it does. */
  public Effect effect() {
    return row.effect;
  }

  /** What it is sent for where nothing else tells. */
  public RequestStage stage() {
    return row.home;
  }

  /** Whether it may be part of a stage. */
  public boolean isPartOf(RequestStage stage) {
    return row.stages.contains(stage);
  }

  /** Whether QEMU waits until it is done: without REPLY_ACK by a GET_FEATURES after it. */
  public boolean awaited() {
    return row.awaited;
  }

  /** Whether the reply comes when what the ring has in flight is done. */
  public boolean drains() {
    return row.drains;
  }

  /** Whether QEMU 10.2.2 sets need_reply on it whatever was negotiated. */
  public boolean alwaysNeedsReply() {
    return row.alwaysNeedsReply;
  }

  /** Whether the specification says that it is deprecated. */
  public boolean outdated() {
    return row.outdated;
  }

  /** Whether it names one queue in its payload. */
  public boolean perQueue() {
    return !row.request.rows().isEmpty() && row.request.rows().get(0).name().equals("index");
  }

  /** The first row with an effect. */
  public static Request first(Effect effect) {
    return requireNonNull(FIRST.get(effect));
  }

  /**
   * The first row with the same effect, which stands for all of them; itself where the effect does
   * not tell requests apart.
   */
  public Request original() {
    return FIRST.getOrDefault(row.effect, this);
  }

  /** Whether it is an alternative of another request, or that request. */
  public boolean doesSameAs(Request other) {
    return other != null && original() == other.original();
  }
}
