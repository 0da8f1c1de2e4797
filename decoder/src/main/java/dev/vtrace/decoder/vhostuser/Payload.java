// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import static dev.vtrace.decoder.vhostuser.Row.bits32;
import static dev.vtrace.decoder.vhostuser.Row.bits64;
import static dev.vtrace.decoder.vhostuser.Row.u16;
import static dev.vtrace.decoder.vhostuser.Row.u32;
import static dev.vtrace.decoder.vhostuser.Row.u64;
import static dev.vtrace.decoder.vhostuser.Row.u8;

import java.util.List;

/**
 * What a message carries behind its header: the fields with their places, in the byte order of the
 * machine that both ends run on. Source: vhost-user specification, "Message payload", and the
 * structures of QEMU 10.2 and 11.1 (hw/virtio/vhost-user.c).
 *
 * <p>Kinds whose layout depends on their data have the fixed part here and the rest in {@link
 * MessageCodec}.
 */
public enum Payload {
  NONE("none", 0),
  U64("u64", 8, u64(0, "value", Show.HEX)),
  COUNT("u64", 8, u64(0, "value", Show.DECIMAL)),
  ACK("u64", 8, u64(0, "value", Show.ACK)),
  FEATURES("u64", 8, u64(0, "features", Show.FEATURES)),
  PROTOCOL_FEATURES("u64", 8, u64(0, "protocol_features", Show.PROTOCOL_FEATURES)),
  STATUS(
      "u64",
      8,
      bits64(0, 0, 8, "status", Show.STATUS),
      bits64(0, 8, 56, "reserved", Show.RESERVED)),
  MAC("u64", 8, bits64(0, 0, 48, "mac", Show.HEX), bits64(0, 48, 16, "reserved", Show.RESERVED)),
  /** A queue with a descriptor, or the statement that there is none. */
  QUEUE_FD(
      "u64",
      8,
      bits64(0, 0, 8, "index", Show.DECIMAL),
      bits64(0, 8, 1, "no_fd", Show.YES_NO),
      bits64(0, 9, 55, "reserved", Show.RESERVED)),
  DEVICE_STATE_REPLY(
      "u64",
      8,
      bits64(0, 0, 8, "error", Show.ACK),
      bits64(0, 8, 1, "no_fd", Show.YES_NO),
      bits64(0, 9, 55, "reserved", Show.RESERVED)),
  VRING_STATE("vring_state", 8, u32(0, "index", Show.DECIMAL), u32(4, "num", Show.DECIMAL)),
  VRING_ENABLE("vring_state", 8, u32(0, "index", Show.DECIMAL), u32(4, "enable", Show.YES_NO)),
  VRING_ENDIAN("vring_state", 8, u32(0, "index", Show.DECIMAL), u32(4, "endian", Show.ENDIAN)),
  /** {@link #VRING_BASE_PACKED} where RING_PACKED is negotiated. */
  VRING_BASE(
      "vring_base",
      8,
      u32(0, "index", Show.DECIMAL),
      bits32(4, 0, 16, "last_avail", Show.DECIMAL),
      bits32(4, 16, 16, "reserved", Show.RESERVED)),
  VRING_BASE_PACKED(
      "vring_base",
      8,
      u32(0, "index", Show.DECIMAL),
      bits32(4, 0, 15, "last_avail", Show.DECIMAL),
      bits32(4, 15, 1, "avail_wrap", Show.DECIMAL),
      bits32(4, 16, 15, "last_used", Show.DECIMAL),
      bits32(4, 31, 1, "used_wrap", Show.DECIMAL)),
  VRING_ADDR(
      "vring_addr",
      40,
      u32(0, "index", Show.DECIMAL),
      bits32(4, 0, 1, "log", Show.YES_NO),
      bits32(4, 1, 31, "reserved", Show.RESERVED),
      u64(8, "desc", Show.HEX),
      u64(16, "used", Show.HEX),
      u64(24, "avail", Show.HEX),
      u64(32, "log_addr", Show.HEX)),
  MEM_REGION(
      "mem_region",
      32,
      u64(0, "guest_phys", Show.HEX),
      u64(8, "size", Show.HEX),
      u64(16, "user_addr", Show.HEX),
      u64(24, "mmap_offset", Show.HEX)),
  MEM_REGION_XEN(
      "mem_region",
      40,
      u64(0, "guest_phys", Show.HEX),
      u64(8, "size", Show.HEX),
      u64(16, "user_addr", Show.HEX),
      u64(24, "mmap_offset", Show.HEX),
      u32(32, "xen_flags", Show.HEX),
      u32(36, "xen_domid", Show.DECIMAL)),
  /** Followed by that many regions. */
  MEM_TABLE("mem_table", 8, u32(0, "nregions", Show.DECIMAL), u32(4, "padding", Show.RESERVED)),
  /** Followed by one region. */
  MEM_REG("mem_reg", 8, u64(0, "padding", Show.RESERVED)),
  /** SET_LOG_BASE; also accepted as a bare u64, as the specification writes it. */
  LOG("log", 16, u64(0, "mmap_size", Show.HEX), u64(8, "mmap_offset", Show.HEX)),
  IOTLB(
      "iotlb",
      32,
      u64(0, "iova", Show.HEX),
      u64(8, "size", Show.HEX),
      u64(16, "uaddr", Show.HEX),
      u8(24, "perm", Show.ACCESS),
      u8(25, "type", Show.IOTLB)),
  /** Followed by the bytes. */
  CONFIG(
      "config",
      12,
      u32(0, "offset", Show.DECIMAL),
      u32(4, "size", Show.DECIMAL),
      u32(8, "flags", Show.CONFIG_FLAGS)),
  VRING_AREA(
      "vring_area",
      24,
      bits64(0, 0, 8, "index", Show.DECIMAL),
      bits64(0, 8, 1, "no_fd", Show.YES_NO),
      bits64(0, 9, 55, "reserved", Show.RESERVED),
      u64(8, "size", Show.HEX),
      u64(16, "offset", Show.HEX)),
  /** 20 bytes by the specification; C structures send 24. */
  INFLIGHT(
      "inflight",
      20,
      u64(0, "mmap_size", Show.DECIMAL),
      u64(8, "mmap_offset", Show.HEX),
      u16(16, "num_queues", Show.DECIMAL),
      u16(18, "queue_size", Show.DECIMAL)),
  SHARED("uuid", 16),
  TRANSFER_STATE(
      "transfer_state", 8, u32(0, "direction", Show.TRANSFER), u32(4, "phase", Show.PHASE)),
  /** Session parameters with keys between the operation and the session id. */
  CRYPTO("crypto", 16, u64(0, "op_code", Show.DECIMAL)),
  MMAP(
      "mmap",
      40,
      u8(0, "shmid", Show.DECIMAL),
      u8(1, "padding[0]", Show.RESERVED),
      u16(2, "padding[1]", Show.RESERVED),
      u32(4, "padding[2]", Show.RESERVED),
      u64(8, "fd_offset", Show.HEX),
      u64(16, "shm_offset", Show.HEX),
      u64(24, "len", Show.HEX),
      bits64(32, 0, 1, "writable", Show.YES_NO),
      bits64(32, 1, 63, "reserved", Show.RESERVED)),
  /** Followed by 256 sizes; the index is the shmid, the count is of those that are not zero. */
  SHMEM_CONFIG(
      "shmem config", 8, u32(0, "nregions", Show.DECIMAL), u32(4, "padding", Show.RESERVED)),
  /** A proposal that was never merged, or an id of somebody's own: bytes only. */
  UNKNOWN("unknown", 0);

  private final String label;
  private final int size;
  private final List<Row> rows;

  Payload(String label, int size, Row... rows) {
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

  List<Row> rows() {
    return rows;
  }
}
