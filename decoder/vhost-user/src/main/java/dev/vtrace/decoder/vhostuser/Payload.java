// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import static dev.vtrace.decoder.vhostuser.PayloadRow.bits32;
import static dev.vtrace.decoder.vhostuser.PayloadRow.bits64;
import static dev.vtrace.decoder.vhostuser.PayloadRow.u16;
import static dev.vtrace.decoder.vhostuser.PayloadRow.u32;
import static dev.vtrace.decoder.vhostuser.PayloadRow.u64;
import static dev.vtrace.decoder.vhostuser.PayloadRow.u8;

import java.util.List;

/**
 * What a message carries after its header: the fields with their places, in the byte order of the
 * machine that both ends run on. Source: vhost-user specification, "Message payload", and the
 * structures of QEMU 10.2 and 11.1 (hw/virtio/vhost-user.c).
 *
 * <p>Kinds whose layout depends on their data have the fixed part here and the rest in {@link
 * MessageCodec}.
 */
public enum Payload {
  NONE("none", 0),
  U64("u64", 8, u64(0, "value", ValueFormat.HEX)),
  COUNT("u64", 8, u64(0, "value", ValueFormat.DECIMAL)),
  ACK("u64", 8, u64(0, "value", ValueFormat.ACK)),
  FEATURES("u64", 8, u64(0, "features", ValueFormat.FEATURES)),
  PROTOCOL_FEATURES("u64", 8, u64(0, "protocol_features", ValueFormat.PROTOCOL_FEATURES)),
  STATUS(
      "u64",
      8,
      bits64(0, 0, 8, "status", ValueFormat.STATUS),
      bits64(0, 8, 56, "reserved", ValueFormat.RESERVED)),
  MAC(
      "u64",
      8,
      bits64(0, 0, 48, "mac", ValueFormat.HEX),
      bits64(0, 48, 16, "reserved", ValueFormat.RESERVED)),
  /** A queue with a descriptor, or the statement that there is none. */
  QUEUE_FD(
      "u64",
      8,
      bits64(0, 0, 8, "index", ValueFormat.DECIMAL),
      bits64(0, 8, 1, "no_fd", ValueFormat.YES_NO),
      bits64(0, 9, 55, "reserved", ValueFormat.RESERVED)),
  DEVICE_STATE_REPLY(
      "u64",
      8,
      bits64(0, 0, 8, "error", ValueFormat.ACK),
      bits64(0, 8, 1, "no_fd", ValueFormat.YES_NO),
      bits64(0, 9, 55, "reserved", ValueFormat.RESERVED)),
  VRING_STATE(
      "vring_state", 8, u32(0, "index", ValueFormat.DECIMAL), u32(4, "num", ValueFormat.DECIMAL)),
  VRING_ENABLE(
      "vring_state", 8, u32(0, "index", ValueFormat.DECIMAL), u32(4, "enable", ValueFormat.YES_NO)),
  VRING_ENDIAN(
      "vring_state", 8, u32(0, "index", ValueFormat.DECIMAL), u32(4, "endian", ValueFormat.ENDIAN)),
  /** {@link #VRING_BASE_PACKED} where RING_PACKED is negotiated. */
  VRING_BASE(
      "vring_base",
      8,
      u32(0, "index", ValueFormat.DECIMAL),
      bits32(4, 0, 16, "last_avail", ValueFormat.DECIMAL),
      bits32(4, 16, 16, "reserved", ValueFormat.RESERVED)),
  VRING_BASE_PACKED(
      "vring_base",
      8,
      u32(0, "index", ValueFormat.DECIMAL),
      bits32(4, 0, 15, "last_avail", ValueFormat.DECIMAL),
      bits32(4, 15, 1, "avail_wrap", ValueFormat.DECIMAL),
      bits32(4, 16, 15, "last_used", ValueFormat.DECIMAL),
      bits32(4, 31, 1, "used_wrap", ValueFormat.DECIMAL)),
  VRING_ADDR(
      "vring_addr",
      40,
      u32(0, "index", ValueFormat.DECIMAL),
      bits32(4, 0, 1, "log", ValueFormat.YES_NO),
      bits32(4, 1, 31, "reserved", ValueFormat.RESERVED),
      u64(8, "desc", ValueFormat.HEX),
      u64(16, "used", ValueFormat.HEX),
      u64(24, "avail", ValueFormat.HEX),
      u64(32, "log_addr", ValueFormat.HEX)),
  MEM_REGION(
      "mem_region",
      32,
      u64(0, "guest_phys", ValueFormat.HEX),
      u64(8, "size", ValueFormat.HEX),
      u64(16, "user_addr", ValueFormat.HEX),
      u64(24, "mmap_offset", ValueFormat.HEX)),
  MEM_REGION_XEN(
      "mem_region",
      40,
      u64(0, "guest_phys", ValueFormat.HEX),
      u64(8, "size", ValueFormat.HEX),
      u64(16, "user_addr", ValueFormat.HEX),
      u64(24, "mmap_offset", ValueFormat.HEX),
      u32(32, "xen_flags", ValueFormat.HEX),
      u32(36, "xen_domid", ValueFormat.DECIMAL)),
  /** Followed by that many regions. */
  MEM_TABLE(
      "mem_table",
      8,
      u32(0, "nregions", ValueFormat.DECIMAL),
      u32(4, "padding", ValueFormat.RESERVED)),
  /** Followed by one region. */
  MEM_REG("mem_reg", 8, u64(0, "padding", ValueFormat.RESERVED)),
  /** SET_LOG_BASE; also accepted as a bare u64, as the specification writes it. */
  LOG("log", 16, u64(0, "mmap_size", ValueFormat.HEX), u64(8, "mmap_offset", ValueFormat.HEX)),
  IOTLB(
      "iotlb",
      32,
      u64(0, "iova", ValueFormat.HEX),
      u64(8, "size", ValueFormat.HEX),
      u64(16, "uaddr", ValueFormat.HEX),
      u8(24, "perm", ValueFormat.ACCESS),
      u8(25, "type", ValueFormat.IOTLB)),
  /** Followed by the bytes. */
  CONFIG(
      "config",
      12,
      u32(0, "offset", ValueFormat.DECIMAL),
      u32(4, "size", ValueFormat.DECIMAL),
      u32(8, "flags", ValueFormat.CONFIG_FLAGS)),
  VRING_AREA(
      "vring_area",
      24,
      bits64(0, 0, 8, "index", ValueFormat.DECIMAL),
      bits64(0, 8, 1, "no_fd", ValueFormat.YES_NO),
      bits64(0, 9, 55, "reserved", ValueFormat.RESERVED),
      u64(8, "size", ValueFormat.HEX),
      u64(16, "offset", ValueFormat.HEX)),
  /** 20 bytes by the specification; C structures send 24. */
  INFLIGHT(
      "inflight",
      20,
      u64(0, "mmap_size", ValueFormat.DECIMAL),
      u64(8, "mmap_offset", ValueFormat.HEX),
      u16(16, "num_queues", ValueFormat.DECIMAL),
      u16(18, "queue_size", ValueFormat.DECIMAL)),
  SHARED("uuid", 16),
  TRANSFER_STATE(
      "transfer_state",
      8,
      u32(0, "direction", ValueFormat.TRANSFER),
      u32(4, "phase", ValueFormat.PHASE)),
  /** Session parameters with keys between the operation and the session id. */
  CRYPTO("crypto", 16, u64(0, "op_code", ValueFormat.DECIMAL)),
  MMAP(
      "mmap",
      40,
      u8(0, "shmid", ValueFormat.DECIMAL),
      u8(1, "padding[0]", ValueFormat.RESERVED),
      u16(2, "padding[1]", ValueFormat.RESERVED),
      u32(4, "padding[2]", ValueFormat.RESERVED),
      u64(8, "fd_offset", ValueFormat.HEX),
      u64(16, "shm_offset", ValueFormat.HEX),
      u64(24, "len", ValueFormat.HEX),
      bits64(32, 0, 1, "writable", ValueFormat.YES_NO),
      bits64(32, 1, 63, "reserved", ValueFormat.RESERVED)),
  /** Followed by 256 sizes; the index is the shmid, the count is of those that are not zero. */
  SHMEM_CONFIG(
      "shmem config",
      8,
      u32(0, "nregions", ValueFormat.DECIMAL),
      u32(4, "padding", ValueFormat.RESERVED)),
  /** A proposal that was never merged, or an id of somebody's own: bytes only. */
  UNKNOWN("unknown", 0);

  private final String label;
  private final int size;
  private final List<PayloadRow> rows;

  Payload(String label, int size, PayloadRow... rows) {
    this.label = label;
    this.size = size;
    this.rows = List.of(rows);
  }

  /** The kind's name in the tables of the specification. */
  public String label() {
    return label;
  }

  /** Bytes of the fixed part. */
  public int size() {
    return size;
  }

  /** The fields of the fixed part, in the order of their places. */
  public List<PayloadRow> rows() {
    return rows;
  }
}
