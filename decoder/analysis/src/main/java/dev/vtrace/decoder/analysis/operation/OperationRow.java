// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.operation;

import dev.vtrace.decoder.analysis.model.Operation.OperationStep;
import dev.vtrace.decoder.analysis.model.Window.WindowKind;
import dev.vtrace.decoder.vhostuser.Request;
import org.jspecify.annotations.Nullable;

/**
 * Every operation of a migration that backend transfer leaves out, in the order in which QEMU does
 * them, with the function that leaves it out: what the source does, then what the destination does.
 * Ledger, stream decoder and reports count by this table. Sources: order and counts of recorded
 * migrations; patches 19 to 24 of "vhost-user-blk: live-backend local migration" v2.
 *
 * <p>To add an operation, add a row.
 */
public enum OperationRow {
  LOG_START_BASE(
      WindowKind.STOP,
      OperationStep.LOGGING,
      Request.SET_LOG_BASE,
      Scope.DEVICE,
      Due.MIGRATION,
      "LOG_SHMFD",
      "the source"),
  LOG_START_FEATURES(
      WindowKind.STOP,
      OperationStep.LOGGING,
      Request.SET_FEATURES,
      Scope.DEVICE,
      Due.MIGRATION,
      "",
      "the source"),
  LOG_START_ADDR(
      WindowKind.STOP,
      OperationStep.LOGGING,
      Request.SET_VRING_ADDR,
      Scope.SET_UP,
      Due.MIGRATION,
      "",
      "the source"),
  DISABLE(
      WindowKind.STOP,
      OperationStep.VHOST,
      Request.SET_VRING_ENABLE,
      Scope.ALL,
      Due.VRINGS,
      "",
      "do_vhost_dev_stop"),
  GET_BASE(
      WindowKind.STOP,
      OperationStep.VHOST,
      Request.GET_VRING_BASE,
      Scope.SET_UP,
      Due.ALWAYS,
      "",
      "do_vhost_virtqueue_stop"),
  STOP_STATUS(
      WindowKind.STOP,
      OperationStep.VHOST,
      Request.SET_STATUS,
      Scope.DEVICE,
      Due.OPTIONAL,
      "STATUS",
      "do_vhost_dev_stop"),
  HOST_NOTIFIER("host_notifier_cleanup", "vhost_dev_disable_notifiers_nvqs"),
  ERROR_NOTIFIER("error_notifier_cleanup", "vhost_virtqueue_cleanup"),
  MASKED_NOTIFIER("masked_notifier_cleanup", "vhost_virtqueue_cleanup"),

  CONNECT_OFFER(OperationStep.CONNECT, Request.GET_FEATURES, Scope.DEVICE, ""),
  CONNECT_PROTOCOL_OFFER(OperationStep.CONNECT, Request.GET_PROTOCOL_FEATURES, Scope.DEVICE, ""),
  CONNECT_PROTOCOL(OperationStep.CONNECT, Request.SET_PROTOCOL_FEATURES, Scope.DEVICE, ""),
  CONNECT_QUEUES(OperationStep.CONNECT, Request.GET_QUEUE_NUM, Scope.DEVICE, "MQ"),
  CONNECT_SLOTS(
      OperationStep.CONNECT, Request.GET_MAX_MEM_SLOTS, Scope.DEVICE, "CONFIGURE_MEM_SLOTS"),
  CONNECT_CHANNEL(OperationStep.CONNECT, Request.SET_BACKEND_REQ_FD, Scope.DEVICE, "BACKEND_REQ"),
  CONNECT_OWNER(OperationStep.CONNECT, Request.SET_OWNER, Scope.DEVICE, ""),
  CONNECT_FEATURES(OperationStep.CONNECT, Request.GET_FEATURES, Scope.DEVICE, ""),
  CONNECT_CALL(OperationStep.CONNECT, Request.SET_VRING_CALL, Scope.ALL, ""),
  CONNECT_ERR(OperationStep.CONNECT, Request.SET_VRING_ERR, Scope.ALL, ""),
  CONNECT_CONFIG(OperationStep.CONNECT, Request.GET_CONFIG, Scope.DEVICE, "CONFIG"),

  DEVICE_FEATURES(
      WindowKind.START,
      OperationStep.DEVICE,
      Request.SET_FEATURES,
      Scope.DEVICE,
      Due.TRANSFER,
      "",
      "vhost_user_blk_start"),
  GET_INFLIGHT(
      WindowKind.START,
      OperationStep.DEVICE,
      Request.GET_INFLIGHT_FD,
      Scope.DEVICE,
      Due.FRESH,
      "INFLIGHT_SHMFD",
      "vhost_user_blk_start"),
  SET_INFLIGHT(
      WindowKind.START,
      OperationStep.DEVICE,
      Request.SET_INFLIGHT_FD,
      Scope.DEVICE,
      Due.TRANSFER,
      "INFLIGHT_SHMFD",
      "vhost_user_blk_start"),
  CALL(
      WindowKind.START,
      OperationStep.DEVICE,
      Request.SET_VRING_CALL,
      Scope.ALL,
      Due.TRANSFER,
      "",
      "vhost_user_blk_start"),
  FEATURES(
      WindowKind.START,
      OperationStep.VHOST,
      Request.SET_FEATURES,
      Scope.DEVICE,
      Due.ALWAYS,
      "",
      "vhost_dev_start"),
  MEM_REG(
      WindowKind.START,
      OperationStep.VHOST,
      Request.ADD_MEM_REG,
      Scope.REGION,
      Due.FRESH,
      "CONFIGURE_MEM_SLOTS",
      "vhost_dev_start"),
  MEM_TABLE(
      WindowKind.START,
      OperationStep.VHOST,
      Request.SET_MEM_TABLE,
      Scope.DEVICE,
      Due.ALWAYS,
      "!CONFIGURE_MEM_SLOTS",
      "vhost_dev_start"),
  NUM(
      WindowKind.START,
      OperationStep.VHOST,
      Request.SET_VRING_NUM,
      Scope.SET_UP,
      Due.ALWAYS,
      "",
      "vhost_virtqueue_start"),
  BASE(
      WindowKind.START,
      OperationStep.VHOST,
      Request.SET_VRING_BASE,
      Scope.SET_UP,
      Due.ALWAYS,
      "",
      "vhost_virtqueue_start"),
  ADDR(
      WindowKind.START,
      OperationStep.VHOST,
      Request.SET_VRING_ADDR,
      Scope.SET_UP,
      Due.ALWAYS,
      "",
      "vhost_virtqueue_start"),
  KICK(
      WindowKind.START,
      OperationStep.VHOST,
      Request.SET_VRING_KICK,
      Scope.SET_UP,
      Due.ALWAYS,
      "",
      "vhost_virtqueue_start"),
  LOG_BASE(
      WindowKind.START,
      OperationStep.VHOST,
      Request.SET_LOG_BASE,
      Scope.DEVICE,
      Due.LOGGING,
      "",
      "vhost_dev_start"),
  ENABLE(
      WindowKind.START,
      OperationStep.VHOST,
      Request.SET_VRING_ENABLE,
      Scope.ALL,
      Due.VRINGS,
      "",
      "vhost_dev_start"),
  START_STATUS(
      WindowKind.START,
      OperationStep.VHOST,
      Request.SET_STATUS,
      Scope.DEVICE,
      Due.OPTIONAL,
      "STATUS",
      "vhost_dev_start");

  /** What an operation is done for. */
  public enum Scope {
    DEVICE,
    /** Each region of guest memory. */
    REGION,
    /** Each queue. */
    ALL,
    /** Each queue that the guest set up. */
    SET_UP
  }

  /** When it is due. */
  public enum Due {
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

  public final WindowKind kind;
  public final OperationStep step;
  public final @Nullable Request request;
  public final Scope scope;
  public final Due due;

  /** The protocol feature that it needs, after {@code !} that it must not have; or empty. */
  public final String needs;

  private final String name;
  private final String gate;

  OperationRow(
      WindowKind kind,
      OperationStep step,
      Request request,
      Scope scope,
      Due due,
      String needs,
      String gate) {
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
  OperationRow(OperationStep step, Request request, Scope scope, String needs) {
    this(WindowKind.START, step, request, scope, Due.MIGRATION, needs, "the destination");
  }

  /** What the source has no message for. */
  OperationRow(String name, String gate) {
    this.kind = WindowKind.STOP;
    this.step = OperationStep.DEVICE;
    this.request = null;
    this.scope = Scope.ALL;
    this.due = Due.HANDED_OVER;
    this.needs = "";
    this.name = name;
    this.gate = gate;
  }

  /** The name in the ledger. */
  public String label() {
    return name;
  }

  /** The function in which the series leaves it out; what only one device does, for any other. */
  public String gate(boolean blk) {
    return blk || !gate.contains("_user_blk_") ? gate : "the device";
  }

  /** Whether a device with several pairs of queues does it for the first pair only. */
  public boolean oncePerConnection() {
    return scope == Scope.REGION
        || request == Request.SET_MEM_TABLE
        || request == Request.SET_LOG_BASE
        || request == Request.SET_STATUS;
  }

  /** The field of the stream that has the descriptor, for what has no message. */
  public String field() {
    return name.substring(0, name.indexOf("_cleanup"));
  }
}
