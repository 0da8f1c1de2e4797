// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis;

import dev.vtrace.decoder.devices.VhostDevice;
import java.util.ArrayList;
import java.util.List;

/**
 * The vhost-user requests of an ordinary migration that backend transfer leaves out, in the order
 * in which an ordinary migration sends them. Source: patches 19 to 24 of the series
 * "vhost-user-blk: live-backend local migration" v2, and message counts of recorded migrations of
 * both kinds.
 */
public enum TransferOperation {
  LOG_BASE(Side.SOURCE, "SET_LOG_BASE", Scope.DEVICE, 1, "LOG_SHMFD"),
  LOG_FEATURES(Side.SOURCE, "SET_FEATURES", Scope.DEVICE, 1, ""),
  LOG_ADDR(Side.SOURCE, "SET_VRING_ADDR", Scope.SET_UP, 1, ""),
  DISABLE(Side.SOURCE, "SET_VRING_ENABLE", Scope.ALL, 1, ""),
  GET_BASE(Side.SOURCE, "GET_VRING_BASE", Scope.SET_UP, 1, ""),

  GET_FEATURES(Side.DESTINATION, "GET_FEATURES", Scope.DEVICE, 2, ""),
  GET_PROTOCOL(Side.DESTINATION, "GET_PROTOCOL_FEATURES", Scope.DEVICE, 1, ""),
  SET_PROTOCOL(Side.DESTINATION, "SET_PROTOCOL_FEATURES", Scope.DEVICE, 1, ""),
  QUEUE_NUM(Side.DESTINATION, "GET_QUEUE_NUM", Scope.DEVICE, 1, "MQ"),
  MEM_SLOTS(Side.DESTINATION, "GET_MAX_MEM_SLOTS", Scope.DEVICE, 1, "CONFIGURE_MEM_SLOTS"),
  BACKEND_REQ(Side.DESTINATION, "SET_BACKEND_REQ_FD", Scope.DEVICE, 1, "BACKEND_REQ"),
  OWNER(Side.DESTINATION, "SET_OWNER", Scope.DEVICE, 1, ""),
  GET_CONFIG(Side.DESTINATION, "GET_CONFIG", Scope.DEVICE, 1, "CONFIG"),
  ERR(Side.DESTINATION, "SET_VRING_ERR", Scope.ALL, 1, ""),
  SET_FEATURES(Side.DESTINATION, "SET_FEATURES", Scope.DEVICE, 2, ""),
  GET_INFLIGHT(Side.DESTINATION, "GET_INFLIGHT_FD", Scope.DEVICE, 1, "INFLIGHT_SHMFD"),
  SET_INFLIGHT(Side.DESTINATION, "SET_INFLIGHT_FD", Scope.DEVICE, 1, "INFLIGHT_SHMFD"),
  CALL(Side.DESTINATION, "SET_VRING_CALL", Scope.ALL, 2, ""),
  MEM_REG(Side.DESTINATION, "ADD_MEM_REG", Scope.REGION, 1, "CONFIGURE_MEM_SLOTS"),
  MEM_TABLE(Side.DESTINATION, "SET_MEM_TABLE", Scope.DEVICE, 1, "!CONFIGURE_MEM_SLOTS"),
  NUM(Side.DESTINATION, "SET_VRING_NUM", Scope.SET_UP, 1, ""),
  BASE(Side.DESTINATION, "SET_VRING_BASE", Scope.SET_UP, 1, ""),
  ADDR(Side.DESTINATION, "SET_VRING_ADDR", Scope.SET_UP, 1, ""),
  KICK(Side.DESTINATION, "SET_VRING_KICK", Scope.SET_UP, 1, ""),
  ENABLE(Side.DESTINATION, "SET_VRING_ENABLE", Scope.ALL, 1, "");

  /** The QEMU that would have sent the request. */
  public enum Side {
    SOURCE,
    DESTINATION
  }

  /** How often an ordinary migration sends a request. */
  public enum Scope {
    /** So often for the device. */
    DEVICE,
    /** For each queue. */
    ALL,
    /** For each queue that the guest set up. */
    SET_UP,
    /** For each region of guest memory. */
    REGION
  }

  /** An operation that a device was spared, with the queues that it would have been sent for. */
  public record Skipped(TransferOperation operation, List<Integer> queues, int messages) {}

  private final Side side;
  private final String request;
  private final Scope scope;
  private final int times;
  private final String needs;

  TransferOperation(Side side, String request, Scope scope, int times, String needs) {
    this.side = side;
    this.request = request;
    this.scope = scope;
    this.times = times;
    this.needs = needs;
  }

  /** Name of the vhost-user request. */
  public String request() {
    return request;
  }

  /** How often an ordinary migration sends it. */
  public Scope scope() {
    return scope;
  }

  /** What a device that was handed over was spared on one side. */
  public static List<Skipped> skipped(VhostDevice device, Side side) {
    List<Skipped> out = new ArrayList<>();
    for (TransferOperation row : values()) {
      if (row.side != side || !row.due(device)) {
        continue;
      }
      List<Integer> queues = new ArrayList<>();
      if (row.scope == Scope.ALL || row.scope == Scope.SET_UP) {
        for (VhostDevice.Ring ring : device.rings()) {
          if (row.scope == Scope.ALL || ring.desc() != 0) {
            queues.add(ring.index());
          }
        }
        if (queues.isEmpty()) {
          continue;
        }
      }
      int messages = row.times * Math.max(1, queues.size());
      out.add(new Skipped(row, queues, messages));
    }
    return out;
  }

  private boolean due(VhostDevice device) {
    if (needs.startsWith("!")) {
      return !device.hasProtocolFeature(needs.substring(1));
    }
    return needs.isEmpty() || device.hasProtocolFeature(needs);
  }
}
