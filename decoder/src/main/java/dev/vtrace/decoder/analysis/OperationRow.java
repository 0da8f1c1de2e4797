// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.analysis.Operation.Step;
import dev.vtrace.decoder.analysis.Window.Kind;
import dev.vtrace.decoder.vhostuser.Request;

/**
 * Every operation of a migration that backend transfer leaves out, in the order in which QEMU does
 * them, with the function that leaves it out: what the source does, then what the destination does.
 * Ledger, stream decoder and reports count by this table. Sources: order and counts of recorded
 * migrations; patches 19 to 24 of "vhost-user-blk: live-backend local migration" v2.
 *
 * <p>To add an operation, add a row.
 */
enum OperationRow {
  LOG_START_BASE(
      Kind.STOP,
      Step.LOGGING,
      Request.SET_LOG_BASE,
      Scope.DEVICE,
      Due.MIGRATION,
      "LOG_SHMFD",
      "the source"),
  LOG_START_FEATURES(
      Kind.STOP, Step.LOGGING, Request.SET_FEATURES, Scope.DEVICE, Due.MIGRATION, "", "the source"),
  LOG_START_ADDR(
      Kind.STOP,
      Step.LOGGING,
      Request.SET_VRING_ADDR,
      Scope.SET_UP,
      Due.MIGRATION,
      "",
      "the source"),
  DISABLE(
      Kind.STOP,
      Step.VHOST,
      Request.SET_VRING_ENABLE,
      Scope.ALL,
      Due.VRINGS,
      "",
      "do_vhost_dev_stop"),
  GET_BASE(
      Kind.STOP,
      Step.VHOST,
      Request.GET_VRING_BASE,
      Scope.SET_UP,
      Due.ALWAYS,
      "",
      "do_vhost_virtqueue_stop"),
  STOP_STATUS(
      Kind.STOP,
      Step.VHOST,
      Request.SET_STATUS,
      Scope.DEVICE,
      Due.OPTIONAL,
      "STATUS",
      "do_vhost_dev_stop"),
  HOST_NOTIFIER("host_notifier_cleanup", "vhost_dev_disable_notifiers_nvqs"),
  ERROR_NOTIFIER("error_notifier_cleanup", "vhost_virtqueue_cleanup"),
  MASKED_NOTIFIER("masked_notifier_cleanup", "vhost_virtqueue_cleanup"),

  CONNECT_OFFER(Step.CONNECT, Request.GET_FEATURES, Scope.DEVICE, ""),
  CONNECT_PROTOCOL_OFFER(Step.CONNECT, Request.GET_PROTOCOL_FEATURES, Scope.DEVICE, ""),
  CONNECT_PROTOCOL(Step.CONNECT, Request.SET_PROTOCOL_FEATURES, Scope.DEVICE, ""),
  CONNECT_QUEUES(Step.CONNECT, Request.GET_QUEUE_NUM, Scope.DEVICE, "MQ"),
  CONNECT_SLOTS(Step.CONNECT, Request.GET_MAX_MEM_SLOTS, Scope.DEVICE, "CONFIGURE_MEM_SLOTS"),
  CONNECT_CHANNEL(Step.CONNECT, Request.SET_BACKEND_REQ_FD, Scope.DEVICE, "BACKEND_REQ"),
  CONNECT_OWNER(Step.CONNECT, Request.SET_OWNER, Scope.DEVICE, ""),
  CONNECT_FEATURES(Step.CONNECT, Request.GET_FEATURES, Scope.DEVICE, ""),
  CONNECT_CALL(Step.CONNECT, Request.SET_VRING_CALL, Scope.ALL, ""),
  CONNECT_ERR(Step.CONNECT, Request.SET_VRING_ERR, Scope.ALL, ""),
  CONNECT_CONFIG(Step.CONNECT, Request.GET_CONFIG, Scope.DEVICE, "CONFIG"),

  DEVICE_FEATURES(
      Kind.START,
      Step.DEVICE,
      Request.SET_FEATURES,
      Scope.DEVICE,
      Due.TRANSFER,
      "",
      "vhost_user_blk_start"),
  GET_INFLIGHT(
      Kind.START,
      Step.DEVICE,
      Request.GET_INFLIGHT_FD,
      Scope.DEVICE,
      Due.FRESH,
      "INFLIGHT_SHMFD",
      "vhost_user_blk_start"),
  SET_INFLIGHT(
      Kind.START,
      Step.DEVICE,
      Request.SET_INFLIGHT_FD,
      Scope.DEVICE,
      Due.TRANSFER,
      "INFLIGHT_SHMFD",
      "vhost_user_blk_start"),
  CALL(
      Kind.START,
      Step.DEVICE,
      Request.SET_VRING_CALL,
      Scope.ALL,
      Due.TRANSFER,
      "",
      "vhost_user_blk_start"),
  FEATURES(
      Kind.START,
      Step.VHOST,
      Request.SET_FEATURES,
      Scope.DEVICE,
      Due.ALWAYS,
      "",
      "vhost_dev_start"),
  MEM_REG(
      Kind.START,
      Step.VHOST,
      Request.ADD_MEM_REG,
      Scope.REGION,
      Due.FRESH,
      "CONFIGURE_MEM_SLOTS",
      "vhost_dev_start"),
  MEM_TABLE(
      Kind.START,
      Step.VHOST,
      Request.SET_MEM_TABLE,
      Scope.DEVICE,
      Due.ALWAYS,
      "!CONFIGURE_MEM_SLOTS",
      "vhost_dev_start"),
  NUM(
      Kind.START,
      Step.VHOST,
      Request.SET_VRING_NUM,
      Scope.SET_UP,
      Due.ALWAYS,
      "",
      "vhost_virtqueue_start"),
  BASE(
      Kind.START,
      Step.VHOST,
      Request.SET_VRING_BASE,
      Scope.SET_UP,
      Due.ALWAYS,
      "",
      "vhost_virtqueue_start"),
  ADDR(
      Kind.START,
      Step.VHOST,
      Request.SET_VRING_ADDR,
      Scope.SET_UP,
      Due.ALWAYS,
      "",
      "vhost_virtqueue_start"),
  KICK(
      Kind.START,
      Step.VHOST,
      Request.SET_VRING_KICK,
      Scope.SET_UP,
      Due.ALWAYS,
      "",
      "vhost_virtqueue_start"),
  LOG_BASE(
      Kind.START,
      Step.VHOST,
      Request.SET_LOG_BASE,
      Scope.DEVICE,
      Due.LOGGING,
      "",
      "vhost_dev_start"),
  ENABLE(
      Kind.START,
      Step.VHOST,
      Request.SET_VRING_ENABLE,
      Scope.ALL,
      Due.VRINGS,
      "",
      "vhost_dev_start"),
  START_STATUS(
      Kind.START,
      Step.VHOST,
      Request.SET_STATUS,
      Scope.DEVICE,
      Due.OPTIONAL,
      "STATUS",
      "vhost_dev_start");

  /** What an operation is done for. */
  enum Scope {
    DEVICE,
    /** Each region of guest memory. */
    REGION,
    /** Each queue. */
    ALL,
    /** Each queue that the guest set up. */
    SET_UP
  }

  /** When it is due. */
  enum Due {
    ALWAYS,
    /** Where the process or the session is new: the back-end does not have it yet. */
    FRESH,
    /** Where transfer is what left it out; otherwise devices differ in whether they do it. */
    TRANSFER,
    /** While writes to guest memory are logged. */
    LOGGING,
    /** Where vhost_dev_start and vhost_dev_stop switch rings on and off themselves. */
    VRINGS,
    OPTIONAL,
    /** Where descriptors are handed over and so must not be closed. */
    HANDED_OVER,
    /** Once in each migration, before the windows that hand the device over. */
    MIGRATION
  }

  final Kind kind;
  final Step step;
  final Request request;
  final Scope scope;
  final Due due;

  /** The protocol feature that it needs, after {@code !} that it must not have; or empty. */
  final String needs;

  private final String name;
  private final String gate;

  OperationRow(
      Kind kind, Step step, Request request, Scope scope, Due due, String needs, String gate) {
    this.kind = kind;
    this.step = step;
    this.request = request;
    this.scope = scope;
    this.due = due;
    this.needs = needs;
    this.name = request.name();
    this.gate = gate;
  }

  /** What the destination does when it connects. */
  OperationRow(Step step, Request request, Scope scope, String needs) {
    this(Kind.START, step, request, scope, Due.MIGRATION, needs, "the destination");
  }

  /** What the source has no message for. */
  OperationRow(String name, String gate) {
    this.kind = Kind.STOP;
    this.step = Step.DEVICE;
    this.request = null;
    this.scope = Scope.ALL;
    this.due = Due.HANDED_OVER;
    this.needs = "";
    this.name = name;
    this.gate = gate;
  }

  /** The name in the ledger. */
  String label() {
    return name;
  }

  /** The function in which the series leaves it out; what only one device does, for any other. */
  String gate(boolean blk) {
    return blk || !gate.contains("_user_blk_") ? gate : "the device";
  }

  /** The field of the stream that has the descriptor, for what has no message. */
  String field() {
    return name.substring(0, name.indexOf("_cleanup"));
  }
}
