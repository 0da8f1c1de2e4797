// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import java.util.HashMap;
import java.util.Map;

/**
 * Every request of the protocol, one row each. Sources: docs/interop/vhost-user.rst,
 * hw/virtio/vhost-user.c and subprojects/libvhost-user of QEMU 10.2.2 for the rows without a {@code
 * since}; for the others the changes to that document in QEMU 11.1 and after.
 *
 * <p>To add a request, add a row.
 */
public enum Request {
  GET_FEATURES(1, Payload.NONE, Payload.FEATURES, FdRule.NONE, ReplyRule.ALWAYS, ""),
  SET_FEATURES(2, Payload.FEATURES, Payload.ACK, FdRule.NONE, ReplyRule.ACK, ""),
  SET_OWNER(3, Payload.NONE, Payload.ACK, FdRule.NONE, ReplyRule.ACK, ""),
  RESET_OWNER(4, Payload.NONE, Payload.ACK, FdRule.NONE, ReplyRule.ACK, ""),
  SET_MEM_TABLE(5, Payload.MEM_TABLE, Payload.ACK, FdRule.PER_REGION, ReplyRule.IF_POSTCOPY, ""),
  SET_LOG_BASE(6, Payload.LOG, Payload.U64, FdRule.OPTIONAL, ReplyRule.IF_LOG_SHMFD, ""),
  SET_LOG_FD(7, Payload.NONE, Payload.ACK, FdRule.ONE, ReplyRule.ACK, ""),
  SET_VRING_NUM(8, Payload.VRING_STATE, Payload.ACK, FdRule.NONE, ReplyRule.ACK, ""),
  SET_VRING_ADDR(9, Payload.VRING_ADDR, Payload.ACK, FdRule.NONE, ReplyRule.ACK, ""),
  SET_VRING_BASE(10, Payload.VRING_BASE, Payload.ACK, FdRule.NONE, ReplyRule.ACK, ""),
  GET_VRING_BASE(11, Payload.VRING_STATE, Payload.VRING_BASE, FdRule.NONE, ReplyRule.ALWAYS, ""),
  SET_VRING_KICK(12, Payload.QUEUE_FD, Payload.ACK, FdRule.OPTIONAL, ReplyRule.ACK, ""),
  SET_VRING_CALL(13, Payload.QUEUE_FD, Payload.ACK, FdRule.OPTIONAL, ReplyRule.ACK, ""),
  SET_VRING_ERR(14, Payload.QUEUE_FD, Payload.ACK, FdRule.OPTIONAL, ReplyRule.ACK, ""),
  GET_PROTOCOL_FEATURES(
      15, Payload.NONE, Payload.PROTOCOL_FEATURES, FdRule.NONE, ReplyRule.ALWAYS, ""),
  SET_PROTOCOL_FEATURES(16, Payload.PROTOCOL_FEATURES, Payload.ACK, FdRule.NONE, ReplyRule.ACK, ""),
  GET_QUEUE_NUM(17, Payload.NONE, Payload.COUNT, FdRule.NONE, ReplyRule.ALWAYS, "MQ"),
  SET_VRING_ENABLE(
      18,
      Payload.VRING_ENABLE,
      Payload.ACK,
      FdRule.NONE,
      ReplyRule.ACK,
      "VHOST_USER_PROTOCOL_FEATURES"),
  SEND_RARP(19, Payload.MAC, Payload.ACK, FdRule.NONE, ReplyRule.ACK, "RARP"),
  NET_SET_MTU(20, Payload.COUNT, Payload.ACK, FdRule.NONE, ReplyRule.ACK, "NET_MTU"),
  SET_BACKEND_REQ_FD(
      21, Payload.NONE, Payload.ACK, FdRule.ONE, ReplyRule.ACK, "BACKEND_REQ", "SET_SLAVE_REQ_FD"),
  IOTLB_MSG(22, Payload.IOTLB, Payload.ACK, FdRule.NONE, ReplyRule.ALWAYS, "ACCESS_PLATFORM"),
  SET_VRING_ENDIAN(
      23, Payload.VRING_ENDIAN, Payload.ACK, FdRule.NONE, ReplyRule.ACK, "CROSS_ENDIAN"),
  GET_CONFIG(24, Payload.CONFIG, Payload.CONFIG, FdRule.NONE, ReplyRule.ALWAYS, "CONFIG"),
  SET_CONFIG(25, Payload.CONFIG, Payload.ACK, FdRule.NONE, ReplyRule.ACK, "CONFIG"),
  CREATE_CRYPTO_SESSION(
      26, Payload.CRYPTO, Payload.CRYPTO, FdRule.NONE, ReplyRule.ALWAYS, "CRYPTO_SESSION"),
  CLOSE_CRYPTO_SESSION(27, Payload.U64, Payload.ACK, FdRule.NONE, ReplyRule.ACK, "CRYPTO_SESSION"),
  POSTCOPY_ADVISE(
      28, Payload.NONE, Payload.NONE, FdRule.NONE, ReplyRule.ALWAYS, "PAGEFAULT", FdRule.ONE),
  POSTCOPY_LISTEN(29, Payload.NONE, Payload.ACK, FdRule.NONE, ReplyRule.ACK, "PAGEFAULT"),
  POSTCOPY_END(30, Payload.NONE, Payload.ACK, FdRule.NONE, ReplyRule.ALWAYS, "PAGEFAULT"),
  GET_INFLIGHT_FD(
      31,
      Payload.INFLIGHT,
      Payload.INFLIGHT,
      FdRule.NONE,
      ReplyRule.ALWAYS,
      "INFLIGHT_SHMFD",
      FdRule.ONE),
  SET_INFLIGHT_FD(32, Payload.INFLIGHT, Payload.ACK, FdRule.ONE, ReplyRule.ACK, "INFLIGHT_SHMFD"),
  GPU_SET_SOCKET(33, Payload.NONE, Payload.ACK, FdRule.ONE, ReplyRule.ACK, ""),
  RESET_DEVICE(34, Payload.NONE, Payload.ACK, FdRule.NONE, ReplyRule.ACK, "RESET_DEVICE"),
  VRING_KICK(
      35, Payload.VRING_STATE, Payload.ACK, FdRule.NONE, ReplyRule.ACK, "INBAND_NOTIFICATIONS"),
  GET_MAX_MEM_SLOTS(
      36, Payload.NONE, Payload.COUNT, FdRule.NONE, ReplyRule.ALWAYS, "CONFIGURE_MEM_SLOTS"),
  ADD_MEM_REG(
      37, Payload.MEM_REG, Payload.ACK, FdRule.ONE, ReplyRule.IF_POSTCOPY, "CONFIGURE_MEM_SLOTS"),
  REM_MEM_REG(
      38, Payload.MEM_REG, Payload.ACK, FdRule.OPTIONAL, ReplyRule.ACK, "CONFIGURE_MEM_SLOTS"),
  SET_STATUS(39, Payload.STATUS, Payload.ACK, FdRule.NONE, ReplyRule.ACK, "STATUS"),
  GET_STATUS(40, Payload.NONE, Payload.STATUS, FdRule.NONE, ReplyRule.ALWAYS, "STATUS"),
  GET_SHARED_OBJECT(
      41,
      Payload.SHARED,
      Payload.NONE,
      FdRule.NONE,
      ReplyRule.ALWAYS,
      "SHARED_OBJECT",
      FdRule.OPTIONAL),
  SET_DEVICE_STATE_FD(
      42,
      Payload.TRANSFER_STATE,
      Payload.DEVICE_STATE_REPLY,
      FdRule.ONE,
      ReplyRule.ALWAYS,
      "DEVICE_STATE",
      FdRule.OPTIONAL),
  CHECK_DEVICE_STATE(43, Payload.NONE, Payload.ACK, FdRule.NONE, ReplyRule.ALWAYS, "DEVICE_STATE"),
  GET_SHMEM_CONFIG(
      Channel.MAIN,
      44,
      Payload.NONE,
      Payload.SHMEM_CONFIG,
      FdRule.NONE,
      FdRule.NONE,
      ReplyRule.ALWAYS,
      "SHMEM",
      "11.1"),
  GET_VRING_BASE_SKIP_DRAIN(
      Channel.MAIN,
      45,
      Payload.VRING_STATE,
      Payload.VRING_BASE,
      FdRule.NONE,
      FdRule.NONE,
      ReplyRule.ALWAYS,
      "GET_VRING_BASE_SKIP_DRAIN",
      "after 11.1"),

  BACKEND_IOTLB_MSG(1, Payload.IOTLB, FdRule.NONE, "ACCESS_PLATFORM", "", "SLAVE_IOTLB_MSG"),
  BACKEND_CONFIG_CHANGE_MSG(2, Payload.NONE, FdRule.NONE, "CONFIG", "", "SLAVE_CONFIG_CHANGE_MSG"),
  BACKEND_VRING_HOST_NOTIFIER_MSG(
      3, Payload.VRING_AREA, FdRule.OPTIONAL, "HOST_NOTIFIER", "", "SLAVE_VRING_HOST_NOTIFIER_MSG"),
  BACKEND_VRING_CALL(
      4, Payload.VRING_STATE, FdRule.NONE, "INBAND_NOTIFICATIONS", "", "SLAVE_VRING_CALL"),
  BACKEND_VRING_ERR(
      5, Payload.VRING_STATE, FdRule.NONE, "INBAND_NOTIFICATIONS", "", "SLAVE_VRING_ERR"),
  BACKEND_SHARED_OBJECT_ADD(6, Payload.SHARED, FdRule.NONE, "SHARED_OBJECT", ""),
  BACKEND_SHARED_OBJECT_REMOVE(7, Payload.SHARED, FdRule.NONE, "SHARED_OBJECT", ""),
  BACKEND_SHARED_OBJECT_LOOKUP(
      Channel.BACKEND,
      8,
      Payload.SHARED,
      Payload.ACK,
      FdRule.NONE,
      FdRule.OPTIONAL,
      ReplyRule.ALWAYS,
      "SHARED_OBJECT",
      ""),
  BACKEND_SHMEM_MAP(9, Payload.MMAP, FdRule.ONE, "SHMEM", "11.1"),
  BACKEND_SHMEM_UNMAP(10, Payload.MMAP, FdRule.NONE, "SHMEM", "11.1"),
  /** Reserved: proposed with the shared memory messages, never merged. */
  BACKEND_MEM_READ(11, Payload.UNKNOWN, FdRule.NONE, "", "proposal", "MEM_READ"),
  /** Reserved: proposed with the shared memory messages, never merged. */
  BACKEND_MEM_WRITE(12, Payload.UNKNOWN, FdRule.NONE, "", "proposal", "MEM_WRITE");

  private static final Map<Integer, Request> MAIN = new HashMap<>();
  private static final Map<Integer, Request> BACKEND = new HashMap<>();
  private static final Map<String, Request> NAMES = new HashMap<>();

  static {
    for (Request row : values()) {
      (row.channel == Channel.MAIN ? MAIN : BACKEND).put(row.id, row);
      NAMES.put(row.name(), row);
      if (!row.alias.isEmpty()) {
        NAMES.put(row.alias, row);
      }
    }
  }

  private final Channel channel;
  private final int id;
  private final Payload request;
  private final Payload reply;
  private final FdRule requestFds;
  private final FdRule replyFds;
  private final ReplyRule rule;
  private final String needs;
  private final String since;
  private final String alias;

  Request(int id, Payload request, Payload reply, FdRule fds, ReplyRule rule, String needs) {
    this(Channel.MAIN, id, request, reply, fds, FdRule.NONE, rule, needs, "", "");
  }

  Request(
      int id,
      Payload request,
      Payload reply,
      FdRule fds,
      ReplyRule rule,
      String needs,
      String alias) {
    this(Channel.MAIN, id, request, reply, fds, FdRule.NONE, rule, needs, "", alias);
  }

  Request(
      int id,
      Payload request,
      Payload reply,
      FdRule fds,
      ReplyRule rule,
      String needs,
      FdRule replyFds) {
    this(Channel.MAIN, id, request, reply, fds, replyFds, rule, needs, "", "");
  }

  Request(int id, Payload request, FdRule fds, String needs, String since) {
    this(id, request, fds, needs, since, "");
  }

  Request(int id, Payload request, FdRule fds, String needs, String since, String alias) {
    this(
        Channel.BACKEND,
        id,
        request,
        Payload.ACK,
        fds,
        FdRule.NONE,
        ReplyRule.ACK,
        needs,
        since,
        alias);
  }

  Request(
      Channel channel,
      int id,
      Payload request,
      Payload reply,
      FdRule fds,
      FdRule replyFds,
      ReplyRule rule,
      String needs,
      String since) {
    this(channel, id, request, reply, fds, replyFds, rule, needs, since, "");
  }

  Request(
      Channel channel,
      int id,
      Payload request,
      Payload reply,
      FdRule requestFds,
      FdRule replyFds,
      ReplyRule rule,
      String needs,
      String since,
      String alias) {
    this.channel = channel;
    this.id = id;
    this.request = request;
    this.reply = reply;
    this.requestFds = requestFds;
    this.replyFds = replyFds;
    this.rule = rule;
    this.needs = needs;
    this.since = since;
    this.alias = alias;
  }

  /** The request with this id on a channel, or null. */
  public static Request of(Channel channel, int id) {
    return (channel == Channel.MAIN ? MAIN : BACKEND).get(id);
  }

  /**
   * The request with this name, present or former, with or without {@code VHOST_USER_}; or null.
   */
  public static Request named(String name) {
    return NAMES.get(name.startsWith("VHOST_USER_") ? name.substring(11) : name);
  }

  /** The channel that it travels on. */
  public Channel channel() {
    return channel;
  }

  /** The number on the wire. */
  public int id() {
    return id;
  }

  /** What the request carries. */
  public Payload request() {
    return request;
  }

  /** What the reply carries, if there is one. */
  public Payload reply() {
    return reply;
  }

  /** Descriptors with the request. */
  public FdRule requestFds() {
    return requestFds;
  }

  /** Descriptors with the reply. */
  public FdRule replyFds() {
    return replyFds;
  }

  /** When it is answered. */
  public ReplyRule rule() {
    return rule;
  }

  /**
   * The feature that must be negotiated first, empty if none: a protocol feature, or one of the
   * feature bits ACCESS_PLATFORM and VHOST_USER_PROTOCOL_FEATURES.
   */
  public String needs() {
    return needs;
  }

  /** The QEMU version that first had it; empty for 10.2 and before. */
  public String since() {
    return since;
  }

  /** The former name, or empty. */
  public String alias() {
    return alias;
  }

  /** Whether it names one queue in its payload. */
  public boolean perQueue() {
    return !request.rows().isEmpty() && request.rows().get(0).name().equals("index");
  }
}
