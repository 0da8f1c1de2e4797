-- SPDX-License-Identifier: Apache-2.0
-- vhost-user and migration streams for Wireshark 3.6 and later. Written by
-- 'vtrace export --to wireshark-dissector'; do not change it by hand.

local REQUESTS = {
  [0] = {
    [1] = { name = "GET_FEATURES", request = "NONE", reply = "FEATURES", rule = "ALWAYS", effect = "FEATURES_OFFER" },
    [2] = { name = "SET_FEATURES", request = "FEATURES", reply = "ACK", rule = "ACK", effect = "FEATURES_SET" },
    [3] = { name = "SET_OWNER", request = "NONE", reply = "ACK", rule = "ACK", effect = "OWNER" },
    [4] = { name = "RESET_OWNER", request = "NONE", reply = "ACK", rule = "ACK", effect = "RESET" },
    [5] = { name = "SET_MEM_TABLE", request = "MEM_TABLE", reply = "ACK", rule = "IF_POSTCOPY", effect = "MEMORY_TABLE" },
    [6] = { name = "SET_LOG_BASE", request = "LOG", reply = "U64", rule = "IF_LOG_SHMFD", effect = "LOG_BASE" },
    [7] = { name = "SET_LOG_FD", request = "NONE", reply = "ACK", rule = "ACK", effect = "NONE" },
    [8] = { name = "SET_VRING_NUM", request = "VRING_STATE", reply = "ACK", rule = "ACK", effect = "RING_SIZE" },
    [9] = { name = "SET_VRING_ADDR", request = "VRING_ADDR", reply = "ACK", rule = "ACK", effect = "RING_ADDRESSES" },
    [10] = { name = "SET_VRING_BASE", request = "VRING_BASE", reply = "ACK", rule = "ACK", effect = "RING_INDEX" },
    [11] = { name = "GET_VRING_BASE", request = "VRING_STATE", reply = "VRING_BASE", rule = "ALWAYS", effect = "RING_STOP" },
    [12] = { name = "SET_VRING_KICK", request = "QUEUE_FD", reply = "ACK", rule = "ACK", effect = "RING_KICK" },
    [13] = { name = "SET_VRING_CALL", request = "QUEUE_FD", reply = "ACK", rule = "ACK", effect = "RING_CALL" },
    [14] = { name = "SET_VRING_ERR", request = "QUEUE_FD", reply = "ACK", rule = "ACK", effect = "RING_ERR" },
    [15] = { name = "GET_PROTOCOL_FEATURES", request = "NONE", reply = "PROTOCOL_FEATURES", rule = "ALWAYS", effect = "PROTOCOL_OFFER" },
    [16] = { name = "SET_PROTOCOL_FEATURES", request = "PROTOCOL_FEATURES", reply = "ACK", rule = "ACK", effect = "PROTOCOL_SET" },
    [17] = { name = "GET_QUEUE_NUM", request = "NONE", reply = "COUNT", rule = "ALWAYS", effect = "QUEUE_COUNT" },
    [18] = { name = "SET_VRING_ENABLE", request = "VRING_ENABLE", reply = "ACK", rule = "ACK", effect = "RING_ENABLE" },
    [19] = { name = "SEND_RARP", request = "MAC", reply = "ACK", rule = "ACK", effect = "NONE" },
    [20] = { name = "NET_SET_MTU", request = "COUNT", reply = "ACK", rule = "ACK", effect = "NONE" },
    [21] = { name = "SET_BACKEND_REQ_FD", request = "NONE", reply = "ACK", rule = "ACK", effect = "CHANNEL" },
    [22] = { name = "IOTLB_MSG", request = "IOTLB", reply = "ACK", rule = "ALWAYS", effect = "NONE" },
    [23] = { name = "SET_VRING_ENDIAN", request = "VRING_ENDIAN", reply = "ACK", rule = "ACK", effect = "RING_SETTING" },
    [24] = { name = "GET_CONFIG", request = "CONFIG", reply = "CONFIG", rule = "ALWAYS", effect = "CONFIG_READ" },
    [25] = { name = "SET_CONFIG", request = "CONFIG", reply = "ACK", rule = "ACK", effect = "CONFIG_WRITE" },
    [26] = { name = "CREATE_CRYPTO_SESSION", request = "CRYPTO", reply = "CRYPTO", rule = "ALWAYS", effect = "NONE" },
    [27] = { name = "CLOSE_CRYPTO_SESSION", request = "U64", reply = "ACK", rule = "ACK", effect = "NONE" },
    [28] = { name = "POSTCOPY_ADVISE", request = "NONE", reply = "NONE", rule = "ALWAYS", effect = "NONE" },
    [29] = { name = "POSTCOPY_LISTEN", request = "NONE", reply = "ACK", rule = "ACK", effect = "POSTCOPY_BEGIN" },
    [30] = { name = "POSTCOPY_END", request = "NONE", reply = "ACK", rule = "ALWAYS", effect = "POSTCOPY_END" },
    [31] = { name = "GET_INFLIGHT_FD", request = "INFLIGHT", reply = "INFLIGHT", rule = "ALWAYS", effect = "INFLIGHT_MAKE" },
    [32] = { name = "SET_INFLIGHT_FD", request = "INFLIGHT", reply = "ACK", rule = "ACK", effect = "INFLIGHT_SET" },
    [33] = { name = "GPU_SET_SOCKET", request = "NONE", reply = "ACK", rule = "ACK", effect = "NONE" },
    [34] = { name = "RESET_DEVICE", request = "NONE", reply = "ACK", rule = "ACK", effect = "RESET" },
    [35] = { name = "VRING_KICK", request = "VRING_STATE", reply = "ACK", rule = "ACK", effect = "RING_NOTIFY" },
    [36] = { name = "GET_MAX_MEM_SLOTS", request = "NONE", reply = "COUNT", rule = "ALWAYS", effect = "SLOT_COUNT" },
    [37] = { name = "ADD_MEM_REG", request = "MEM_REG", reply = "ACK", rule = "IF_POSTCOPY", effect = "MEMORY_ADD" },
    [38] = { name = "REM_MEM_REG", request = "MEM_REG", reply = "ACK", rule = "ACK", effect = "MEMORY_REMOVE" },
    [39] = { name = "SET_STATUS", request = "STATUS", reply = "ACK", rule = "ACK", effect = "STATUS_SET" },
    [40] = { name = "GET_STATUS", request = "NONE", reply = "STATUS", rule = "ALWAYS", effect = "STATUS_READ" },
    [41] = { name = "GET_SHARED_OBJECT", request = "SHARED", reply = "NONE", rule = "ALWAYS", effect = "NONE" },
    [42] = { name = "SET_DEVICE_STATE_FD", request = "TRANSFER_STATE", reply = "DEVICE_STATE_REPLY", rule = "ALWAYS", effect = "STATE_PASS" },
    [43] = { name = "CHECK_DEVICE_STATE", request = "NONE", reply = "ACK", rule = "ALWAYS", effect = "NONE" },
    [44] = { name = "GET_SHMEM_CONFIG", request = "NONE", reply = "SHMEM_CONFIG", rule = "ALWAYS", effect = "NONE" },
    [45] = { name = "GET_VRING_BASE_SKIP_DRAIN", request = "VRING_STATE", reply = "VRING_BASE", rule = "ALWAYS", effect = "RING_STOP" },
  },
  [1] = {
    [1] = { name = "BACKEND_IOTLB_MSG", request = "IOTLB", reply = "ACK", rule = "ACK", effect = "NONE" },
    [2] = { name = "BACKEND_CONFIG_CHANGE_MSG", request = "NONE", reply = "ACK", rule = "ACK", effect = "NONE" },
    [3] = { name = "BACKEND_VRING_HOST_NOTIFIER_MSG", request = "VRING_AREA", reply = "ACK", rule = "ACK", effect = "NONE" },
    [4] = { name = "BACKEND_VRING_CALL", request = "VRING_STATE", reply = "ACK", rule = "ACK", effect = "RING_SIGNAL" },
    [5] = { name = "BACKEND_VRING_ERR", request = "VRING_STATE", reply = "ACK", rule = "ACK", effect = "NONE" },
    [6] = { name = "BACKEND_SHARED_OBJECT_ADD", request = "SHARED", reply = "ACK", rule = "ACK", effect = "NONE" },
    [7] = { name = "BACKEND_SHARED_OBJECT_REMOVE", request = "SHARED", reply = "ACK", rule = "ACK", effect = "NONE" },
    [8] = { name = "BACKEND_SHARED_OBJECT_LOOKUP", request = "SHARED", reply = "ACK", rule = "ALWAYS", effect = "NONE" },
    [9] = { name = "BACKEND_SHMEM_MAP", request = "MMAP", reply = "ACK", rule = "ACK", effect = "NONE" },
    [10] = { name = "BACKEND_SHMEM_UNMAP", request = "MMAP", reply = "ACK", rule = "ACK", effect = "NONE" },
    [11] = { name = "BACKEND_MEM_READ", request = "UNKNOWN", reply = "ACK", rule = "ACK", effect = "NONE" },
    [12] = { name = "BACKEND_MEM_WRITE", request = "UNKNOWN", reply = "ACK", rule = "ACK", effect = "NONE" },
  },
}
-- Of each row: offset, bytes, lowest bit, bits, filter, form, name.
local PAYLOADS = {
  NONE = { label = "none",
    size = 0, rows = {
    } },
  U64 = { label = "u64",
    size = 8, rows = {
      { 0, 8, 0, 64, "vhost_user.value", "HEX", "value" },
    } },
  COUNT = { label = "u64",
    size = 8, rows = {
      { 0, 8, 0, 64, "vhost_user.value", "DECIMAL", "value" },
    } },
  ACK = { label = "u64",
    size = 8, rows = {
      { 0, 8, 0, 64, "vhost_user.ack.value", "ACK", "value" },
    } },
  FEATURES = { label = "u64",
    size = 8, rows = {
      { 0, 8, 0, 64, "vhost_user.features", "FEATURES", "features" },
    } },
  PROTOCOL_FEATURES = { label = "u64",
    size = 8, rows = {
      { 0, 8, 0, 64, "vhost_user.protocol_features", "PROTOCOL_FEATURES", "protocol_features" },
    } },
  STATUS = { label = "u64",
    size = 8, rows = {
      { 0, 8, 0, 8, "vhost_user.status", "STATUS", "status" },
      { 0, 8, 8, 56, "vhost_user.reserved", "RESERVED", "reserved" },
    } },
  MAC = { label = "u64",
    size = 8, rows = {
      { 0, 8, 0, 48, "vhost_user.mac", "HEX", "mac" },
      { 0, 8, 48, 16, "vhost_user.reserved", "RESERVED", "reserved" },
    } },
  QUEUE_FD = { label = "u64",
    size = 8, rows = {
      { 0, 8, 0, 8, "vhost_user.vring.index", "DECIMAL", "index" },
      { 0, 8, 8, 1, "vhost_user.vring.no_fd", "YES_NO", "no_fd" },
      { 0, 8, 9, 55, "vhost_user.reserved", "RESERVED", "reserved" },
    } },
  DEVICE_STATE_REPLY = { label = "u64",
    size = 8, rows = {
      { 0, 8, 0, 8, "vhost_user.device_state.error", "ACK", "error" },
      { 0, 8, 8, 1, "vhost_user.device_state.no_fd", "YES_NO", "no_fd" },
      { 0, 8, 9, 55, "vhost_user.reserved", "RESERVED", "reserved" },
    } },
  VRING_STATE = { label = "vring_state",
    size = 8, rows = {
      { 0, 4, 0, 32, "vhost_user.vring.index", "DECIMAL", "index" },
      { 4, 4, 0, 32, "vhost_user.vring.num", "DECIMAL", "num" },
    } },
  VRING_ENABLE = { label = "vring_state",
    size = 8, rows = {
      { 0, 4, 0, 32, "vhost_user.vring.index", "DECIMAL", "index" },
      { 4, 4, 0, 32, "vhost_user.vring.enable", "YES_NO", "enable" },
    } },
  VRING_ENDIAN = { label = "vring_state",
    size = 8, rows = {
      { 0, 4, 0, 32, "vhost_user.vring.index", "DECIMAL", "index" },
      { 4, 4, 0, 32, "vhost_user.vring.endian", "ENDIAN", "endian" },
    } },
  VRING_BASE = { label = "vring_base",
    size = 8, rows = {
      { 0, 4, 0, 32, "vhost_user.vring.index", "DECIMAL", "index" },
      { 4, 4, 0, 16, "vhost_user.vring.last_avail", "DECIMAL", "last_avail" },
      { 4, 4, 16, 16, "vhost_user.reserved", "RESERVED", "reserved" },
    } },
  VRING_BASE_PACKED = { label = "vring_base",
    size = 8, rows = {
      { 0, 4, 0, 32, "vhost_user.vring.index", "DECIMAL", "index" },
      { 4, 4, 0, 15, "vhost_user.vring.last_avail", "DECIMAL", "last_avail" },
      { 4, 4, 15, 1, "vhost_user.vring.avail_wrap", "DECIMAL", "avail_wrap" },
      { 4, 4, 16, 15, "vhost_user.vring.last_used", "DECIMAL", "last_used" },
      { 4, 4, 31, 1, "vhost_user.vring.used_wrap", "DECIMAL", "used_wrap" },
    } },
  VRING_ADDR = { label = "vring_addr",
    size = 40, rows = {
      { 0, 4, 0, 32, "vhost_user.vring.index", "DECIMAL", "index" },
      { 4, 4, 0, 1, "vhost_user.vring.log", "YES_NO", "log" },
      { 4, 4, 1, 31, "vhost_user.reserved", "RESERVED", "reserved" },
      { 8, 8, 0, 64, "vhost_user.vring.desc", "HEX", "desc" },
      { 16, 8, 0, 64, "vhost_user.vring.used", "HEX", "used" },
      { 24, 8, 0, 64, "vhost_user.vring.avail", "HEX", "avail" },
      { 32, 8, 0, 64, "vhost_user.vring.log_addr", "HEX", "log_addr" },
    } },
  MEM_REGION = { label = "mem_region",
    size = 32, rows = {
      { 0, 8, 0, 64, "vhost_user.region.guest_phys", "HEX", "guest_phys" },
      { 8, 8, 0, 64, "vhost_user.region.size", "HEX", "size" },
      { 16, 8, 0, 64, "vhost_user.region.user_addr", "HEX", "user_addr" },
      { 24, 8, 0, 64, "vhost_user.region.mmap_offset", "HEX", "mmap_offset" },
    } },
  MEM_REGION_XEN = { label = "mem_region",
    size = 40, rows = {
      { 0, 8, 0, 64, "vhost_user.region.guest_phys", "HEX", "guest_phys" },
      { 8, 8, 0, 64, "vhost_user.region.size", "HEX", "size" },
      { 16, 8, 0, 64, "vhost_user.region.user_addr", "HEX", "user_addr" },
      { 24, 8, 0, 64, "vhost_user.region.mmap_offset", "HEX", "mmap_offset" },
      { 32, 4, 0, 32, "vhost_user.region.xen_flags", "HEX", "xen_flags" },
      { 36, 4, 0, 32, "vhost_user.region.xen_domid", "DECIMAL", "xen_domid" },
    } },
  MEM_TABLE = { label = "mem_table",
    size = 8, rows = {
      { 0, 4, 0, 32, "vhost_user.mem_table.nregions", "DECIMAL", "nregions" },
      { 4, 4, 0, 32, "vhost_user.reserved", "RESERVED", "padding" },
    } },
  MEM_REG = { label = "mem_reg",
    size = 8, rows = {
      { 0, 8, 0, 64, "vhost_user.reserved", "RESERVED", "padding" },
    } },
  LOG = { label = "log",
    size = 16, rows = {
      { 0, 8, 0, 64, "vhost_user.log.mmap_size", "HEX", "mmap_size" },
      { 8, 8, 0, 64, "vhost_user.log.mmap_offset", "HEX", "mmap_offset" },
    } },
  IOTLB = { label = "iotlb",
    size = 32, rows = {
      { 0, 8, 0, 64, "vhost_user.iotlb.iova", "HEX", "iova" },
      { 8, 8, 0, 64, "vhost_user.iotlb.size", "HEX", "size" },
      { 16, 8, 0, 64, "vhost_user.iotlb.uaddr", "HEX", "uaddr" },
      { 24, 1, 0, 8, "vhost_user.iotlb.perm", "ACCESS", "perm" },
      { 25, 1, 0, 8, "vhost_user.iotlb.type", "IOTLB", "type" },
    } },
  CONFIG = { label = "config",
    size = 12, rows = {
      { 0, 4, 0, 32, "vhost_user.config.offset", "DECIMAL", "offset" },
      { 4, 4, 0, 32, "vhost_user.config.size", "DECIMAL", "size" },
      { 8, 4, 0, 32, "vhost_user.config.flags", "CONFIG_FLAGS", "flags" },
    } },
  VRING_AREA = { label = "vring_area",
    size = 24, rows = {
      { 0, 8, 0, 8, "vhost_user.vring.index", "DECIMAL", "index" },
      { 0, 8, 8, 1, "vhost_user.vring_area.no_fd", "YES_NO", "no_fd" },
      { 0, 8, 9, 55, "vhost_user.reserved", "RESERVED", "reserved" },
      { 8, 8, 0, 64, "vhost_user.vring_area.size", "HEX", "size" },
      { 16, 8, 0, 64, "vhost_user.vring_area.offset", "HEX", "offset" },
    } },
  INFLIGHT = { label = "inflight",
    size = 20, rows = {
      { 0, 8, 0, 64, "vhost_user.inflight.mmap_size", "DECIMAL", "mmap_size" },
      { 8, 8, 0, 64, "vhost_user.inflight.mmap_offset", "HEX", "mmap_offset" },
      { 16, 2, 0, 16, "vhost_user.inflight.num_queues", "DECIMAL", "num_queues" },
      { 18, 2, 0, 16, "vhost_user.inflight.queue_size", "DECIMAL", "queue_size" },
    } },
  SHARED = { label = "uuid",
    size = 16, rows = {
    } },
  TRANSFER_STATE = { label = "transfer_state",
    size = 8, rows = {
      { 0, 4, 0, 32, "vhost_user.transfer_state.direction", "TRANSFER", "direction" },
      { 4, 4, 0, 32, "vhost_user.transfer_state.phase", "PHASE", "phase" },
    } },
  CRYPTO = { label = "crypto",
    size = 16, rows = {
      { 0, 8, 0, 64, "vhost_user.crypto.op_code", "DECIMAL", "op_code" },
    } },
  MMAP = { label = "mmap",
    size = 40, rows = {
      { 0, 1, 0, 8, "vhost_user.mmap.shmid", "DECIMAL", "shmid" },
      { 1, 1, 0, 8, "vhost_user.reserved", "RESERVED", "padding[0]" },
      { 2, 2, 0, 16, "vhost_user.reserved", "RESERVED", "padding[1]" },
      { 4, 4, 0, 32, "vhost_user.reserved", "RESERVED", "padding[2]" },
      { 8, 8, 0, 64, "vhost_user.mmap.fd_offset", "HEX", "fd_offset" },
      { 16, 8, 0, 64, "vhost_user.mmap.shm_offset", "HEX", "shm_offset" },
      { 24, 8, 0, 64, "vhost_user.mmap.len", "HEX", "len" },
      { 32, 8, 0, 1, "vhost_user.mmap.writable", "YES_NO", "writable" },
      { 32, 8, 1, 63, "vhost_user.reserved", "RESERVED", "reserved" },
    } },
  SHMEM_CONFIG = { label = "shmem config",
    size = 8, rows = {
      { 0, 4, 0, 32, "vhost_user.shmem_config.nregions", "DECIMAL", "nregions" },
      { 4, 4, 0, 32, "vhost_user.reserved", "RESERVED", "padding" },
    } },
  UNKNOWN = { label = "unknown",
    size = 0, rows = {
    } },
}
-- Of each field: filter, bytes, form, names of values.
local FIELDS = {
  { "vhost_user.value", 8, "HEX" },
  { "vhost_user.ack.value", 8, "DEC" },
  { "vhost_user.features", 8, "HEX" },
  { "vhost_user.protocol_features", 8, "HEX" },
  { "vhost_user.status", 4, "HEX" },
  { "vhost_user.reserved", 8, "HEX" },
  { "vhost_user.mac", 8, "HEX" },
  { "vhost_user.vring.index", 4, "DEC" },
  { "vhost_user.vring.no_fd", 4, "DEC", { [0] = "no", [1] = "yes", } },
  { "vhost_user.device_state.error", 4, "DEC" },
  { "vhost_user.device_state.no_fd", 4, "DEC", { [0] = "no", [1] = "yes", } },
  { "vhost_user.vring.num", 4, "DEC" },
  { "vhost_user.vring.enable", 4, "DEC", { [0] = "no", [1] = "yes", } },
  { "vhost_user.vring.endian", 4, "DEC", { [0] = "little", [1] = "big", } },
  { "vhost_user.vring.last_avail", 4, "DEC" },
  { "vhost_user.vring.avail_wrap", 4, "DEC" },
  { "vhost_user.vring.last_used", 4, "DEC" },
  { "vhost_user.vring.used_wrap", 4, "DEC" },
  { "vhost_user.vring.log", 4, "DEC", { [0] = "no", [1] = "yes", } },
  { "vhost_user.vring.desc", 8, "HEX" },
  { "vhost_user.vring.used", 8, "HEX" },
  { "vhost_user.vring.avail", 8, "HEX" },
  { "vhost_user.vring.log_addr", 8, "HEX" },
  { "vhost_user.region.guest_phys", 8, "HEX" },
  { "vhost_user.region.size", 8, "HEX" },
  { "vhost_user.region.user_addr", 8, "HEX" },
  { "vhost_user.region.mmap_offset", 8, "HEX" },
  { "vhost_user.region.xen_flags", 4, "HEX" },
  { "vhost_user.region.xen_domid", 4, "DEC" },
  { "vhost_user.mem_table.nregions", 4, "DEC" },
  { "vhost_user.log.mmap_size", 8, "HEX" },
  { "vhost_user.log.mmap_offset", 8, "HEX" },
  { "vhost_user.iotlb.iova", 8, "HEX" },
  { "vhost_user.iotlb.size", 8, "HEX" },
  { "vhost_user.iotlb.uaddr", 8, "HEX" },
  { "vhost_user.iotlb.perm", 4, "DEC", { [0] = "none", [1] = "read", [2] = "write", [3] = "read-write", } },
  { "vhost_user.iotlb.type", 4, "DEC", { [0] = "0", [1] = "miss", [2] = "update", [3] = "invalidate", [4] = "access fail", } },
  { "vhost_user.config.offset", 4, "DEC" },
  { "vhost_user.config.size", 4, "DEC" },
  { "vhost_user.config.flags", 4, "DEC", { [0] = "writable", [1] = "live migration", } },
  { "vhost_user.vring_area.no_fd", 4, "DEC", { [0] = "no", [1] = "yes", } },
  { "vhost_user.vring_area.size", 8, "HEX" },
  { "vhost_user.vring_area.offset", 8, "HEX" },
  { "vhost_user.inflight.mmap_size", 8, "DEC" },
  { "vhost_user.inflight.mmap_offset", 8, "HEX" },
  { "vhost_user.inflight.num_queues", 4, "DEC" },
  { "vhost_user.inflight.queue_size", 4, "DEC" },
  { "vhost_user.transfer_state.direction", 4, "DEC", { [0] = "save", [1] = "load", } },
  { "vhost_user.transfer_state.phase", 4, "DEC", { [0] = "stopped", } },
  { "vhost_user.crypto.op_code", 8, "DEC" },
  { "vhost_user.mmap.shmid", 4, "DEC" },
  { "vhost_user.mmap.fd_offset", 8, "HEX" },
  { "vhost_user.mmap.shm_offset", 8, "HEX" },
  { "vhost_user.mmap.len", 8, "HEX" },
  { "vhost_user.mmap.writable", 4, "DEC", { [0] = "no", [1] = "yes", } },
  { "vhost_user.shmem_config.nregions", 4, "DEC" },
  { "vhost_user.shmem_config.sizes", 8, "HEX" },
  { "vhost_user.crypto.session_id", 8, "HEX" },
}
local FIELD_BYTES = {}
for _, row in ipairs(FIELDS) do FIELD_BYTES[row[1]] = row[2] end
local BITS = {
  FEATURES = { [24] = "NOTIFY_ON_EMPTY", [26] = "VHOST_LOG_ALL", [27] = "ANY_LAYOUT", [28] = "RING_INDIRECT_DESC", [29] = "RING_EVENT_IDX", [30] = "VHOST_USER_PROTOCOL_FEATURES", [32] = "VERSION_1", [33] = "ACCESS_PLATFORM", [34] = "RING_PACKED", [35] = "IN_ORDER", [36] = "ORDER_PLATFORM", [37] = "SR_IOV", [38] = "NOTIFICATION_DATA", [39] = "NOTIF_CONFIG_DATA", [40] = "RING_RESET", [41] = "ADMIN_VQ", },
  PROTOCOL_FEATURES = { [0] = "MQ", [1] = "LOG_SHMFD", [2] = "RARP", [3] = "REPLY_ACK", [4] = "NET_MTU", [5] = "BACKEND_REQ", [6] = "CROSS_ENDIAN", [7] = "CRYPTO_SESSION", [8] = "PAGEFAULT", [9] = "CONFIG", [10] = "BACKEND_SEND_FD", [11] = "HOST_NOTIFIER", [12] = "INFLIGHT_SHMFD", [13] = "RESET_DEVICE", [14] = "INBAND_NOTIFICATIONS", [15] = "CONFIGURE_MEM_SLOTS", [16] = "STATUS", [17] = "XEN_MMAP", [18] = "SHARED_OBJECT", [19] = "DEVICE_STATE", [20] = "GET_VRING_BASE_INFLIGHT", [21] = "GPA_ADDRESSES", [22] = "SHMEM", [23] = "GET_VRING_BASE_SKIP_DRAIN", },
}
local REGION = 32
local REGION_XEN = 40
local RING_PACKED = 34
local REPLY_ACK = 3
local LOG_SHMFD = 1

-- How the file begins that vtrace records: one packet a message, with a header of the recorder.
local HEADER = 12
local RECORDER = 16
local EVENTS = {
  [0] = "message to the back-end", [1] = "message to the front-end", [2] = "opened",
  [3] = "closed", [4] = "not recorded", [5] = "front-end's socket",
  [6] = "process that spoke last", [7] = "bytes of no message",
}
local CHANNELS = { [0] = "main", [1] = "back-end's" }

local proto = Proto("vhost_user", "vhost-user")

-- Fields ------------------------------------------------------------------------------------

local recorder = {
  event = ProtoField.uint8("vhost_user.event", "What", base.DEC, EVENTS),
  channel = ProtoField.uint8("vhost_user.channel", "Channel", base.DEC, CHANNELS),
  sender = ProtoField.uint32("vhost_user.sender", "Process of the sender", base.DEC),
  connection = ProtoField.string("vhost_user.connection", "Connection"),
  fd_count = ProtoField.uint16("vhost_user.fd.count", "Descriptors", base.DEC),
  fd_kind = ProtoField.string("vhost_user.fd.kind", "Descriptor"),
  told = ProtoField.string("vhost_user.event.text", "Recorder"),
}
local header = {
  request = ProtoField.uint32("vhost_user.request", "Request", base.DEC),
  name = ProtoField.string("vhost_user.request_name", "Request name"),
  flags = ProtoField.uint32("vhost_user.flags", "Flags", base.HEX),
  version = ProtoField.uint32("vhost_user.flags.version", "Version", base.DEC),
  reply = ProtoField.bool("vhost_user.flags.reply", "Reply"),
  need_reply = ProtoField.bool("vhost_user.flags.need_reply", "Needs reply"),
  size = ProtoField.uint32("vhost_user.size", "Payload size", base.DEC),
  bytes = ProtoField.bytes("vhost_user.bytes", "Bytes"),
  withheld = ProtoField.string("vhost_user.withheld", "Withheld"),
  uuid = ProtoField.bytes("vhost_user.uuid", "UUID"),
  config = ProtoField.bytes("vhost_user.config.data", "Configuration data"),
  names = ProtoField.string("vhost_user.bits", "Bits"),
  reply_to = ProtoField.framenum("vhost_user.reply_to", "Reply to", base.NONE, frametype.REQUEST),
  reply_in = ProtoField.framenum("vhost_user.reply_in", "Reply in", base.NONE, frametype.RESPONSE),
  verdict = ProtoField.string("vhost_user.verdict", "Verdict"),
  verdict_why = ProtoField.string("vhost_user.verdict.why", "Why"),
  verdict_window = ProtoField.string("vhost_user.verdict.window", "Window"),
  finding = ProtoField.string("vhost_user.finding", "Finding"),
}
local expert_cut = ProtoExpert.new("vhost_user.expert.cut", "The packet ends early",
  expert.group.MALFORMED, expert.severity.WARN)
local expert_unknown = ProtoExpert.new("vhost_user.expert.unknown_request",
  "This request is not in the table", expert.group.UNDECODED, expert.severity.WARN)
local expert_stray = ProtoExpert.new("vhost_user.expert.stray_reply",
  "No request waits for this reply", expert.group.SEQUENCE, expert.severity.WARN)
local expert_flags = ProtoExpert.new("vhost_user.expert.flags", "Odd flags",
  expert.group.PROTOCOL, expert.severity.WARN)
local expert_rest = ProtoExpert.new("vhost_user.expert.odd_size",
  "The size does not fit the payload", expert.group.PROTOCOL, expert.severity.WARN)
local expert_error = ProtoExpert.new("vhost_user.expert.error", "vtrace: error",
  expert.group.SEQUENCE, expert.severity.ERROR)
local expert_warning = ProtoExpert.new("vhost_user.expert.warning", "vtrace: warning",
  expert.group.SEQUENCE, expert.severity.WARN)
local expert_info = ProtoExpert.new("vhost_user.expert.info", "vtrace: note",
  expert.group.SEQUENCE, expert.severity.NOTE)
local BY_SEVERITY = { error = expert_error, warning = expert_warning, info = expert_info }

local payload_fields = {}
local all = {}
for _, row in ipairs(FIELDS) do
  local abbreviation, bytes, shown, names = row[1], row[2], row[3], row[4]
  local make = bytes > 4 and ProtoField.uint64 or ProtoField.uint32
  local as = shown == "HEX" and base.HEX or base.DEC
  local label = abbreviation:gsub("^vhost_user%.", ""):gsub("_", " ")
  payload_fields[abbreviation] = make(abbreviation, label, as, bytes <= 4 and names or nil)
  all[#all + 1] = payload_fields[abbreviation]
end
for _, group in ipairs({ recorder, header }) do
  for _, field in pairs(group) do
    all[#all + 1] = field
  end
end
proto.fields = all
proto.experts = { expert_cut, expert_unknown, expert_stray, expert_flags, expert_rest,
  expert_error, expert_warning, expert_info }

local comment_of = Field.new("frame.comment")

-- What was said before a packet ---------------------------------------------------------------

local connections = {}
local remembered = {}

function proto.init()
  connections = {}
  remembered = {}
end

local function connection_state(name)
  local state = connections[name]
  if state == nil then
    state = { packed = false, reply_ack = false, log = false, postcopy = false,
      waiting = { [0] = {}, [1] = {} }, latest = {}, go = {} }
    connections[name] = state
  end
  return state
end

local function bit_of(word, bit)
  return word:rshift(bit):band(UInt64.new(1, 0)):tonumber() == 1
end

local function awaits(state, message, row)
  local ack = message.need_reply and state.reply_ack
  if row == nil then
    return ack
  end
  return ack or row.rule == "ALWAYS" or row.rule == "IF_LOG_SHMFD" and state.log
    or row.rule == "IF_POSTCOPY" and state.postcopy
end

local function answered(request, message)
  message.memo.reply_to = request.number
  request.memo.reply_in = message.number
  request.answered = true
end

-- Replies come in order; a request that a later one overtakes never gets its reply.
local function match(state, message)
  local waiting = state.waiting[message.channel]
  local found = nil
  for at = 1, #waiting do
    if waiting[at].request == message.request then
      found = at
      break
    end
  end
  if found ~= nil then
    local request = waiting[found]
    local rest = {}
    for at = found + 1, #waiting do
      rest[#rest + 1] = waiting[at]
    end
    state.waiting[message.channel] = rest
    answered(request, message)
    return true
  end
  local latest = state.latest[message.channel]
  if latest ~= nil and latest.request == message.request and not latest.reply
    and not latest.answered and latest.direction ~= message.direction then
    answered(latest, message)
    return true
  end
  return false
end

local function follow(state, message, row, tvb, first_pass)
  if not first_pass then
    return
  end
  local forth = message.direction == message.channel
  message.memo.packed = state.packed
  if message.reply then
    if forth then
      message.memo.stray = not state.go[message.request]
      state.go[message.request] = nil
    else
      message.memo.stray = not match(state, message)
      local addresses = row ~= nil and row.rule == "IF_POSTCOPY" and message.there ~= 8
      if addresses and not message.memo.stray then
        state.go[message.request] = true
      end
    end
  elseif not forth then
    message.memo.stray = true
  else
    if awaits(state, message, row) then
      local waiting = state.waiting[message.channel]
      waiting[#waiting + 1] = message
    end
    if row ~= nil and message.there >= 8 then
      local word = message.big and tvb(0, 8):uint64() or tvb(0, 8):le_uint64()
      if row.effect == "FEATURES_SET" then
        state.packed = bit_of(word, RING_PACKED)
      elseif row.effect == "PROTOCOL_SET" then
        state.reply_ack = bit_of(word, REPLY_ACK)
        state.log = bit_of(word, LOG_SHMFD)
      end
    end
    if row ~= nil and row.effect == "POSTCOPY_BEGIN" then
      state.postcopy = true
    elseif row ~= nil and row.effect == "POSTCOPY_END" then
      state.postcopy = false
    end
  end
  state.latest[message.channel] = message
end

-- Payloads ------------------------------------------------------------------------------------

local function layout(message, row, memo)
  if row == nil then
    return nil
  end
  local size = message.there
  local name = row.request
  if message.reply then
    name = row.reply
    if message.direction == message.channel then
      name = size == 0 and "NONE" or "ACK"
    elseif row.rule == "IF_POSTCOPY" and size ~= 8 then
      name = row.request
    elseif row.request == "LOG" then
      name = size == 0 and "NONE" or size == 16 and "LOG" or name
    elseif row.reply == "CONFIG" and size == 0 then
      name = "NONE"
    end
  end
  if name == "LOG" and size == 8 then
    name = "U64"
  end
  if name == "VRING_BASE" and memo.packed then
    name = "VRING_BASE_PACKED"
  end
  return name
end

local function number_at(tvb, offset, bytes, big)
  local range = tvb(offset, bytes)
  if bytes == 8 then
    return big and range:uint64() or range:le_uint64()
  end
  return big and range:uint() or range:le_uint()
end

local function part_of(whole, bytes, low, width)
  if bytes == 8 then
    if width == 64 then
      return whole
    end
    local high = width > 32 and 2 ^ (width - 32) - 1 or 0
    local mask = UInt64.new(width >= 32 and 0xffffffff or 2 ^ width - 1, high)
    return whole:rshift(low):band(mask)
  end
  return math.floor(whole / 2 ^ low) % 2 ^ width
end

local function names_of(value, table_of_names)
  local names = {}
  for bit = 0, 63 do
    if bit_of(value, bit) then
      names[#names + 1] = table_of_names[bit] or ("bit " .. bit)
    end
  end
  return table.concat(names, " ")
end

-- Adds the rows that lie within the payload; returns where the last of them ends.
local function add_rows(tvb, tree, rows, at, big, values)
  local last = at
  for _, row in ipairs(rows) do
    local offset, bytes, low, width, abbreviation, shown = row[1], row[2], row[3], row[4], row[5], row[6]
    if at + offset + bytes > tvb:len() then
      return last
    end
    local value = part_of(number_at(tvb, at + offset, bytes, big), bytes, low, width)
    local field = payload_fields[abbreviation]
    if FIELD_BYTES[abbreviation] > 4 then
      if type(value) == "number" then
        value = UInt64.new(value, 0)
      end
    elseif type(value) ~= "number" then
      value = value:tonumber()
    end
    local item = tree:add(field, tvb(at + offset, bytes), value)
    if BITS[shown] ~= nil and type(value) ~= "number" then
      item:add(header.names, tvb(at + offset, bytes), names_of(value, BITS[shown]))
    end
    if values[row[7]] == nil then
      values[row[7]] = value
    end
    last = math.max(last, at + offset + bytes)
  end
  return last
end

local function as_number(value)
  if value == nil then
    return 0
  end
  return type(value) == "number" and value or value:tonumber()
end

local function add_regions(tvb, tree, at, count, big)
  local left = tvb:len() - at
  local each = count > 0 and left / count or 0
  if each ~= REGION and each ~= REGION_XEN then
    return at
  end
  local rows = PAYLOADS[each == REGION and "MEM_REGION" or "MEM_REGION_XEN"].rows
  for _ = 1, count do
    add_rows(tvb, tree, rows, at, big, {})
    at = at + each
  end
  return at
end

local function add_payload(tvb, tree, name, big, values)
  local length = tvb:len()
  local kind = PAYLOADS[name]
  if kind == nil or name == "UNKNOWN" then
    if length > 0 then
      tree:add(header.bytes, tvb(0, length))
    end
    return
  end
  local at = add_rows(tvb, tree, kind.rows, 0, big, values)
  if name == "MEM_TABLE" and length > 8 then
    at = add_regions(tvb, tree, 8, as_number(values.nregions), big)
  elseif name == "MEM_REG" and length > 8 then
    at = add_regions(tvb, tree, 8, 1, big)
  elseif name == "CONFIG" and at == kind.size and length > at then
    local size = math.min(as_number(values.size), length - at)
    if size > 0 then
      tree:add(header.config, tvb(at, size))
      at = at + size
    end
  elseif name == "SHMEM_CONFIG" then
    local count = 0
    while at + 8 <= length and count < 256 do
      tree:add(payload_fields["vhost_user.shmem_config.sizes"], tvb(at, 8),
        number_at(tvb, at, 8, big))
      at = at + 8
      count = count + 1
    end
  elseif name == "CRYPTO" and length >= 16 then
    if length > 16 then
      tree:add(header.withheld, tvb(8, length - 16), "session parameters and keys")
    end
    tree:add(payload_fields["vhost_user.crypto.session_id"], tvb(length - 8, 8),
      number_at(tvb, length - 8, 8, big))
    at = length
  elseif name == "SHARED" and length > 0 then
    at = math.min(length, kind.size)
    tree:add(header.uuid, tvb(0, at))
  elseif name == "IOTLB" and length == 32 or name == "INFLIGHT" and length == 24 then
    at = length
  end
  if at < length then
    tree:add(header.bytes, tvb(at, length - at))
    tree:add_proto_expert_info(expert_rest)
  end
end

-- What vtrace says of a packet, in its comment -------------------------------------------------

local function add_comments(tree, info, fields, experts)
  local order, counts = {}, {}
  local function say(what)
    if counts[what] == nil then
      order[#order + 1] = what
      counts[what] = 0
    end
    counts[what] = counts[what] + 1
  end
  for _, comment in ipairs({ comment_of() }) do
    for line in (tostring(comment.value) .. "\n"):gmatch("([^\n]*)\n") do
      local verdict, why, window = line:match("^verdict ([%l-]+): (.*) %(window (.-)%)$")
      local severity, code = line:match("^(%l+) (VT%d%d%d%d): ")
      if verdict ~= nil then
        tree:add(fields.verdict, verdict):set_generated()
        tree:add(fields.verdict_why, why):set_generated()
        tree:add(fields.verdict_window, window):set_generated()
        say(verdict)
      elseif experts[severity] ~= nil then
        local item = tree:add(fields.finding, line)
        item:set_generated()
        item:add_proto_expert_info(experts[severity], line)
        say(code)
      end
    end
  end
  if #order > 0 then
    for at, what in ipairs(order) do
      if counts[what] > 1 then
        order[at] = counts[what] .. " " .. what
      end
    end
    info[#info + 1] = "[" .. table.concat(order, ", ") .. "]"
  end
end

local function add_message(tvb, pinfo, tree, head, info)
  local message = tvb
  if message:len() < HEADER then
    tree:add_proto_expert_info(expert_cut)
    return
  end
  local big = head.big
  local request = number_at(message, 0, 4, big)
  local flags = number_at(message, 4, 4, big)
  local size = number_at(message, 8, 4, big)
  local this = {
    number = pinfo.number, request = request, channel = head.channel, big = big,
    direction = head.event, reply = part_of(flags, 4, 2, 1) == 1,
    need_reply = part_of(flags, 4, 3, 1) == 1,
    there = math.min(size, message:len() - HEADER),
  }
  local row = (REQUESTS[head.channel] or {})[request]
  local name = row ~= nil and row.name or ("request " .. request)
  local first_pass = remembered[pinfo.number] == nil
  if first_pass then
    remembered[pinfo.number] = {}
  end
  this.memo = remembered[pinfo.number]
  local payload = nil
  if this.there > 0 then
    payload = message(HEADER, this.there):tvb()
  end
  follow(connection_state(head.connection), this, row, payload, first_pass)

  tree:add(header.request, message(0, 4), request):append_text(" (" .. name .. ")")
  tree:add(header.name, message(0, 4), name):set_generated()
  local flag_tree = tree:add(header.flags, message(4, 4), flags)
  flag_tree:add(header.version, message(4, 4), flags % 4)
  flag_tree:add(header.reply, message(4, 4), this.reply)
  flag_tree:add(header.need_reply, message(4, 4), this.need_reply)
  if flags % 4 ~= 1 or flags >= 16 then
    flag_tree:add_proto_expert_info(expert_flags)
  end
  tree:add(header.size, message(8, 4), size)
  if row == nil then
    tree:add_proto_expert_info(expert_unknown)
  end
  if this.there < size then
    tree:add_proto_expert_info(expert_cut)
  end
  local memo = this.memo
  if memo.reply_to ~= nil then
    tree:add(header.reply_to, memo.reply_to):set_generated()
  elseif memo.reply_in ~= nil then
    tree:add(header.reply_in, memo.reply_in):set_generated()
  end
  if memo.stray then
    tree:add_proto_expert_info(expert_stray)
  end
  local values = {}
  if payload ~= nil then
    local kind = layout(this, row, memo) or "UNKNOWN"
    local label = PAYLOADS[kind] ~= nil and PAYLOADS[kind].label or "unknown"
    local payload_tree = tree:add(proto, message(HEADER, this.there), "Payload: " .. label)
    add_payload(payload, payload_tree, kind, big, values)
  end
  info[#info + 1] = name
  if this.reply then
    info[#info + 1] = "reply"
  end
  if values.index ~= nil then
    info[#info + 1] = "q" .. as_number(values.index)
  end
end

-- The header of the recorder; false if the packet is too short for it.
local function add_recorder(tvb, tree, head)
  local at = RECORDER
  local function text(field)
    if at + 2 > tvb:len() then
      return nil
    end
    local length = tvb(at, 2):uint()
    if at + 2 + length > tvb:len() then
      return nil
    end
    local value = length > 0 and tvb(at + 2, length):string(ENC_UTF_8) or ""
    tree:add(field, tvb(at, 2 + length), value)
    at = at + 2 + length
    return value
  end
  tree:add(recorder.event, tvb(1, 1))
  tree:add(recorder.channel, tvb(2, 1))
  tree:add(recorder.sender, tvb(4, 4))
  head.connection = text(recorder.connection)
  if head.connection == nil or at + 2 > tvb:len() then
    return nil
  end
  local count = tvb(at, 2):uint()
  tree:add(recorder.fd_count, tvb(at, 2))
  at = at + 2
  for _ = 1, count do
    if text(recorder.fd_kind) == nil then
      return nil
    end
  end
  return at
end

function proto.dissector(tvb, pinfo, tree)
  if tvb:len() < RECORDER or tvb(0, 1):uint() ~= 1 or tvb(1, 1):uint() > 7 then
    return 0
  end
  pinfo.cols.protocol = "vhost-user"
  local head = { event = tvb(1, 1):uint(), channel = tvb(2, 1):uint(), big = tvb(3, 1):uint() == 1 }
  local top = tree:add(proto, tvb())
  local at = add_recorder(tvb, top, head)
  local info = {}
  if at == nil then
    top:add_proto_expert_info(expert_cut)
  elseif head.event <= 1 then
    pinfo.cols.src = head.event == 0 and "front-end" or "back-end"
    pinfo.cols.dst = head.event == 0 and "back-end" or "front-end"
    if at < tvb:len() and head.channel <= 1 then
      add_message(tvb(at):tvb(), pinfo, top, head, info)
    else
      top:add_proto_expert_info(expert_cut)
    end
  else
    local told = EVENTS[head.event]
    if at < tvb:len() then
      local why = tvb(at):string(ENC_UTF_8)
      top:add(recorder.told, tvb(at), why)
      told = told .. ": " .. why
    end
    info[#info + 1] = told
  end
  add_comments(top, info, header, BY_SEVERITY)
  pinfo.cols.info = table.concat(info, " ")
  top:append_text(": " .. table.concat(info, " "))
  return tvb:len()
end

local encapsulations = wtap or wtap_encaps
DissectorTable.get("wtap_encap"):add(encapsulations.USER0, proto)

local KINDS = {
  [240] = "header",
  [0] = "eof",
  [1] = "start",
  [2] = "part",
  [3] = "end",
  [4] = "full",
  [6] = "vmdescription",
  [7] = "configuration",
  [8] = "command",
  [241] = "record",
  [242] = "unknown",
}
local COMMANDS = {
  [1] = "OPEN_RETURN_PATH",
  [2] = "PING",
  [3] = "POSTCOPY_ADVISE",
  [4] = "POSTCOPY_LISTEN",
  [5] = "POSTCOPY_RUN",
  [6] = "POSTCOPY_RAM_DISCARD",
  [7] = "PACKAGED",
  [8] = "ENABLE_COLO",
  [9] = "POSTCOPY_RESUME",
  [10] = "RECV_BITMAP",
  [11] = "SWITCHOVER_START",
}
-- Of each field of a back-end: structure, name, filter, bytes, whether bits.
local BACKEND_FIELDS = {
  { "virtqueue", "num", "migration.virtqueue.num", 4, false },
  { "virtqueue", "desc", "migration.virtqueue.desc", 8, false },
  { "virtqueue", "last_avail_idx", "migration.virtqueue.last_avail_idx", 2, false },
  { "virtqueue", "host_notifier", "migration.virtqueue.host_notifier", 1, false },
  { "virtqueue", "guest_notifier", "migration.virtqueue.guest_notifier", 1, false },
  { "virtqueue", "vector", "migration.virtqueue.vector", 2, false },
  { "backend-transfer-char", "fd", "migration.backend_transfer_char.fd", 1, false },
  { "vhost-inflight", "fd", "migration.vhost_inflight.fd", 1, false },
  { "vhost-inflight", "size", "migration.vhost_inflight.size", 8, false },
  { "vhost-inflight", "offset", "migration.vhost_inflight.offset", 8, false },
  { "vhost-inflight", "queue_size", "migration.vhost_inflight.queue_size", 2, false },
  { "vhost-user", "protocol_features", "migration.vhost_user.protocol_features", 8, true },
  { "vhost-user", "memory_slots", "migration.vhost_user.memory_slots", 4, false },
  { "vhost-user", "has_backend_channel", "migration.vhost_user.has_backend_channel", 1, false },
  { "vhost-user", "backend_fd", "migration.vhost_user.backend_fd", 1, false },
  { "vhost-dev", "_features", "migration.vhost_dev.features", 8, true },
  { "vhost-dev", "max_queues", "migration.vhost_dev.max_queues", 8, false },
  { "vhost-dev", "nvqs", "migration.vhost_dev.nvqs", 4, false },
  { "vhost-virtqueue", "error_notifier", "migration.vhost_virtqueue.error_notifier", 1, false },
  { "vhost-virtqueue", "masked_notifier", "migration.vhost_virtqueue.masked_notifier", 1, false },
}

do
local proto = Proto("migration", "QEMU migration stream")

-- The header that vtrace puts before each record, and the directory of its fields.
local FIXED = 24
local MOST_ITEMS = 60000
local DEEPEST = 48
local MOST_ELEMENTS = 256
local NONE, UNSIGNED, SIGNED, LITTLE, TRUTH, NOTE, BYTES, UNSIGNEDS, SIGNEDS, TRUTHS, DESCRIPTOR,
  TOLD = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
local START, PART, END_PART, FULL, VMDESCRIPTION, COMMAND = 1, 2, 3, 4, 6, 8
local HEADER_OF_STREAM = 240

local fields = {
  kind = ProtoField.uint8("migration.kind", "Record", base.DEC, KINDS),
  stream = ProtoField.string("migration.stream", "Stream"),
  offset = ProtoField.uint64("migration.offset", "Offset", base.DEC),
  length = ProtoField.uint64("migration.length", "Length", base.DEC),
  packaged = ProtoField.bool("migration.packaged", "In a package"),
  timed = ProtoField.bool("migration.time_known", "Time known"),
  magic = ProtoField.uint32("migration.magic", "Magic", base.HEX),
  format = ProtoField.uint32("migration.stream_version", "Version of the stream", base.DEC),
  id = ProtoField.uint32("migration.section.id", "Section id", base.DEC),
  name = ProtoField.string("migration.section", "Section"),
  instance = ProtoField.uint32("migration.section.instance", "Instance", base.DEC),
  version = ProtoField.uint32("migration.section.version", "Version", base.DEC),
  footer = ProtoField.bool("migration.footer", "Footer"),
  footer_id = ProtoField.uint32("migration.footer.id", "Footer's section id", base.DEC),
  command = ProtoField.uint16("migration.command", "Command", base.DEC, COMMANDS),
  command_length = ProtoField.uint16("migration.command.length", "Length of the command", base.DEC),
  described = ProtoField.string("migration.description", "Description"),
  struct = ProtoField.string("migration.struct", "Structure"),
  field = ProtoField.string("migration.field", "Field"),
  value = ProtoField.string("migration.value", "Value"),
  number = ProtoField.uint64("migration.number", "Number", base.DEC),
  bits = ProtoField.string("migration.bits", "Bits"),
  type = ProtoField.string("migration.type", "Type"),
  fd = ProtoField.uint32("migration.fd", "Descriptor", base.DEC),
  fd_kind = ProtoField.string("migration.fd.kind", "Descriptor is"),
  fd_count = ProtoField.uint32("migration.fd.count", "Descriptors", base.DEC),
  verdict = ProtoField.string("migration.verdict", "Verdict"),
  verdict_why = ProtoField.string("migration.verdict.why", "Why"),
  verdict_window = ProtoField.string("migration.verdict.window", "Window"),
  finding = ProtoField.string("migration.finding", "Finding"),
}
local expert_cut = ProtoExpert.new("migration.expert.cut", "The packet ends early",
  expert.group.MALFORMED, expert.severity.WARN)
local expert_partly = ProtoExpert.new("migration.expert.partly", "Not all fields are shown",
  expert.group.UNDECODED, expert.severity.NOTE)
local expert_footer = ProtoExpert.new("migration.expert.footer",
  "The footer is missing or has another id", expert.group.PROTOCOL, expert.severity.WARN)
local expert_unknown = ProtoExpert.new("migration.expert.unknown", "Bytes of unknown meaning",
  expert.group.UNDECODED, expert.severity.NOTE)
local expert_error = ProtoExpert.new("migration.expert.error", "vtrace: error",
  expert.group.SEQUENCE, expert.severity.ERROR)
local expert_warning = ProtoExpert.new("migration.expert.warning", "vtrace: warning",
  expert.group.SEQUENCE, expert.severity.WARN)
local expert_info = ProtoExpert.new("migration.expert.info", "vtrace: note",
  expert.group.SEQUENCE, expert.severity.NOTE)
local by_severity = { error = expert_error, warning = expert_warning, info = expert_info }

local registered = {}
for _, field in pairs(fields) do
  registered[#registered + 1] = field
end
local of_backend = {}
for _, row in ipairs(BACKEND_FIELDS) do
  local struct, name, filter, bytes = row[1], row[2], row[3], row[4]
  local make = bytes > 4 and ProtoField.uint64 or ProtoField.uint32
  local label = filter:gsub("^migration%.", ""):gsub("_", " ")
  local field = make(filter, label, row[5] and base.HEX_DEC or base.DEC)
  of_backend[struct .. "/" .. name] = { field = field, wide = bytes > 4 }
  registered[#registered + 1] = field
end
proto.fields = registered
proto.experts = { expert_cut, expert_partly, expert_footer, expert_unknown, expert_error,
  expert_warning, expert_info }

-- Values ------------------------------------------------------------------------------------

local function whole_number(range, width)
  if width <= 4 then
    return UInt64.new(range:uint(), 0)
  end
  return range:uint64()
end

local function signed_text(range, width)
  if width <= 4 then
    return tostring(range:int())
  end
  return tostring(range:int64())
end

local function list_text(tvb, entry)
  local parts = {}
  local count = math.floor(entry.length / entry.width)
  local there = math.floor(math.max(0, tvb:len() - entry.offset) / entry.width)
  local shown = math.min(count, there, MOST_ELEMENTS)
  for at = 0, shown - 1 do
    local range = tvb(entry.offset + at * entry.width, entry.width)
    if entry.form == TRUTHS then
      parts[#parts + 1] = range:uint() ~= 0 and "true" or "false"
    elseif entry.form == SIGNEDS then
      parts[#parts + 1] = signed_text(range, entry.width)
    else
      parts[#parts + 1] = tostring(whole_number(range, entry.width))
    end
  end
  if shown == 0 and count > 0 then
    return nil
  end
  if count > shown then
    parts[#parts + 1] = "..."
  end
  return table.concat(parts, ",")
end

-- What an entry says, and the number where it is one; nil if the packet does not have it.
local function value_of(tvb, entry)
  local form, width = entry.form, entry.width
  if form == NOTE then
    return entry.note, nil
  end
  if form == TOLD then
    local digits, rest = entry.note:match("^(%-?%d+) ?(.*)$")
    entry.note = rest or ""
    return digits, nil
  end
  if form == BYTES then
    local there = math.min(entry.length, tvb:len() - entry.offset, MOST_ELEMENTS)
    if there < 0 or there == 0 and entry.length > 0 then
      return nil, nil
    end
    local text = there > 0 and tostring(tvb(entry.offset, there):bytes()):lower() or ""
    return there < entry.length and text .. "..." or text, nil
  end
  if form == DESCRIPTOR then
    return entry.note, nil
  end
  if width < 1 or width > 8 then
    return nil, nil
  end
  if form >= UNSIGNEDS then
    if width > 4 and form == TRUTHS then
      return nil, nil
    end
    return list_text(tvb, entry), nil
  end
  if entry.offset + width > tvb:len() then
    return nil, nil
  end
  local range = tvb(entry.offset, width)
  if form == TRUTH then
    local truth = range:bytes():get_index(width - 1)
    return truth ~= 0 and "true" or "false", UInt64.new(truth, 0)
  elseif form == SIGNED then
    return signed_text(range, width), nil
  elseif form == LITTLE then
    local number = width <= 4 and UInt64.new(range:le_uint(), 0) or range:le_uint64()
    return tostring(number), number
  end
  local number = whole_number(range, width)
  return tostring(number), number
end

-- The directory -----------------------------------------------------------------------------

local function text_at(directory, at)
  if at + 2 > directory:len() then
    return nil, at
  end
  local length = directory(at, 2):uint()
  if at + 2 + length > directory:len() then
    return nil, at
  end
  local text = length > 0 and directory(at + 2, length):string(ENC_UTF_8) or ""
  return text, at + 2 + length
end

-- The entry at a place of the directory, and where the next one begins; nil if there is none.
local function entry_at(directory, at)
  if at + 21 > directory:len() then
    return nil, at
  end
  local entry = {
    form = directory(at, 1):uint(), width = directory(at + 1, 1):uint(),
    status = directory(at + 2, 1):uint(), count = directory(at + 3, 2):uint(),
    stride = directory(at + 5, 4):uint(), index = directory(at + 9, 4):int(),
    offset = directory(at + 13, 4):uint(), length = directory(at + 17, 4):uint(),
  }
  at = at + 21
  for _, key in ipairs({ "name", "type", "note" }) do
    entry[key], at = text_at(directory, at)
    if entry[key] == nil then
      return nil, at
    end
  end
  if entry.form > TOLD or at >= directory:len() then
    return nil, at
  end
  entry.parts = directory(at, 1):uint() == 1
  return entry, at + 1
end

local function label_of(entry, index)
  return index < 0 and entry.name or entry.name .. "[" .. index .. "]"
end

local function path_of(parent, label)
  if parent == "" or label:sub(1, 1) == "[" then
    return parent .. label
  end
  return parent .. "/" .. label
end

local add_entries

local function add_field(state, tree, entry, path, label, struct)
  local tvb = state.tvb
  local text, number = value_of(tvb, entry)
  local there = math.max(0, math.min(entry.length, tvb:len() - entry.offset))
  local item
  if there > 0 then
    item = tree:add(fields.field, tvb(entry.offset, there), path)
  else
    item = tree:add(fields.field, path)
  end
  local shown = text or ""
  if entry.form == DESCRIPTOR then
    item:add(fields.fd, state.descriptors):set_generated()
    item:add(fields.fd_kind, entry.note):set_generated()
    shown = "descriptor " .. state.descriptors .. " (" .. entry.note .. ")"
    number = UInt64.new(state.descriptors, 0)
    state.descriptors = state.descriptors + 1
  elseif text == nil then
    item:add_proto_expert_info(expert_cut)
  elseif entry.note ~= "" and entry.form ~= NOTE then
    item:add(fields.bits, entry.note):set_generated()
    shown = shown .. " (" .. entry.note .. ")"
  end
  item:set_text(label .. ": " .. shown)
  local value = item:add(fields.value, text or "")
  value:set_hidden()
  if entry.type ~= "" then
    item:add(fields.type, entry.type):set_hidden()
  end
  if number ~= nil then
    if entry.form ~= DESCRIPTOR then
      item:add(fields.number, number):set_hidden()
    end
    local known = of_backend[struct .. "/" .. entry.name]
    if known ~= nil then
      item:add(known.field, known.wide and number or number:tonumber()):set_generated()
    end
  end
  if entry.status == 1 then
    item:add_proto_expert_info(expert_unknown)
  elseif entry.status == 2 then
    item:add_proto_expert_info(expert_cut)
  end
  return item
end

-- One element of an entry with its parts; returns where the entry after it begins.
local function add_element(state, tree, entry, at, which, parent, struct, depth)
  local index = entry.index < 0 and -1 or entry.index + which
  local shift = state.shift + which * entry.stride
  local placed = { form = entry.form, width = entry.width, status = entry.status,
    offset = entry.offset + shift, length = entry.length, name = entry.name, type = entry.type,
    note = entry.note }
  local label = label_of(entry, index)
  local path = path_of(parent, label)
  state.items = state.items + 1
  local below = nil
  if entry.form ~= NONE or not entry.parts then
    below = add_field(state, tree, placed, path, label, struct)
  end
  if not entry.parts then
    return at
  end
  if entry.form == NONE then
    local there = math.max(0, math.min(placed.length, state.tvb:len() - placed.offset))
    if there > 0 then
      below = tree:add(fields.struct, state.tvb(placed.offset, there), path)
    else
      below = tree:add(fields.struct, path)
    end
    below:set_text(label)
  end
  local before = state.shift
  state.shift = shift
  at = add_entries(state, below, at, path, entry.type, depth + 1)
  state.shift = before
  return at
end

add_entries = function(state, tree, at, parent, struct, depth)
  while at < state.directory:len() do
    if state.directory(at, 1):uint() == 255 then
      return at + 1
    end
    local entry, after = entry_at(state.directory, at)
    if entry == nil or depth > DEEPEST or state.items > MOST_ITEMS then
      state.partly = true
      return state.directory:len()
    end
    local next_entry = after
    for which = 0, math.max(1, entry.count) - 1 do
      next_entry = add_element(state, tree, entry, after, which, parent, struct, depth)
      if state.partly or state.items > MOST_ITEMS then
        state.partly = true
        return state.directory:len()
      end
    end
    at = next_entry
  end
  return at
end

-- Records -----------------------------------------------------------------------------------

local function add_section(tvb, tree, kind, told)
  if tvb:len() < 5 then
    tree:add_proto_expert_info(expert_cut)
    return
  end
  tree:add(fields.id, tvb(1, 4))
  if kind == PART or kind == END_PART then
    tree:add(fields.name, told):set_generated()
    return
  end
  local length = tvb:len() > 5 and tvb(5, 1):uint() or 0
  if tvb:len() < 6 + length + 8 then
    tree:add(fields.name, told):set_generated()
    tree:add_proto_expert_info(expert_cut)
    return
  end
  local name = length > 0 and tvb(6, length):string() or ""
  tree:add(fields.name, tvb(5, 1 + length), name)
  tree:add(fields.instance, tvb(6 + length, 4))
  tree:add(fields.version, tvb(10 + length, 4))
end

local function add_footer(tvb, tree, told, whole)
  if not told then
    tree:add(fields.footer, false):set_generated()
    return
  end
  local at = tvb:len() - 5
  if not whole or at < 5 then
    tree:add(fields.footer, true):set_generated()
    return
  end
  tree:add(fields.footer, tvb(at, 5), tvb(at, 1):uint() == 0x7e)
  tree:add(fields.footer_id, tvb(at + 1, 4))
  if tvb(at, 1):uint() ~= 0x7e or tvb(at + 1, 4):uint() ~= tvb(1, 4):uint() then
    tree:add_proto_expert_info(expert_footer)
  end
end

local function add_record(tvb, tree, kind, name, footer, whole, info)
  if kind >= START and kind <= FULL then
    add_section(tvb, tree, kind, name)
    add_footer(tvb, tree, footer, whole)
    info[#info + 1] = name
  elseif kind == COMMAND then
    if tvb:len() < 5 then
      tree:add_proto_expert_info(expert_cut)
      return
    end
    tree:add(fields.command, tvb(1, 2))
    tree:add(fields.command_length, tvb(3, 2))
    info[#info + 1] = COMMANDS[tvb(1, 2):uint()] or "of a number that is not in the table"
  elseif kind == HEADER_OF_STREAM and tvb:len() >= 8 then
    tree:add(fields.magic, tvb(0, 4))
    tree:add(fields.format, tvb(4, 4))
  elseif kind == VMDESCRIPTION and tvb:len() > 5 then
    tree:add(fields.described, tvb(5), tvb(5):string())
  elseif name ~= "" then
    tree:add(fields.name, name):set_generated()
    info[#info + 1] = name
  end
end

function proto.dissector(tvb, pinfo, tree)
  if tvb:len() < FIXED or tvb(0, 1):uint() ~= 1 then
    return 0
  end
  pinfo.cols.protocol = "migration"
  pinfo.cols.src = "source"
  pinfo.cols.dst = "destination"
  local top = tree:add(proto, tvb())
  local kind = tvb(1, 1):uint()
  local flags = tvb(2, 1):uint()
  local info = { KINDS[kind] or ("record " .. kind) }
  top:add(fields.kind, tvb(1, 1))
  top:add(fields.packaged, tvb(2, 1), math.floor(flags / 2) % 2 == 1)
  top:add(fields.timed, tvb(2, 1), math.floor(flags / 4) % 2 == 1)
  top:add(fields.offset, tvb(4, 8))
  top:add(fields.length, tvb(12, 8))
  local stream, at = text_at(tvb, FIXED)
  local name = nil
  if stream ~= nil then
    name, at = text_at(tvb, at)
  end
  if name == nil or at + 4 > tvb:len() or at + 4 + tvb(at, 4):uint() > tvb:len() then
    top:add_proto_expert_info(expert_cut)
    pinfo.cols.info = table.concat(info, " ")
    return tvb:len()
  end
  top:add(fields.stream, tvb(FIXED, 2 + #stream), stream)
  local size = tvb(at, 4):uint()
  local from = at + 4 + size
  local record = from < tvb:len() and tvb(from):tvb() or nil
  if record ~= nil then
    local whole = tvb(12, 8):uint64() == UInt64.new(record:len(), 0)
    add_record(record, top, kind, name, flags % 2 == 1, whole, info)
    if size > 0 then
      local state = { tvb = record, directory = tvb(at + 4, size):tvb(), shift = 0, items = 0,
        descriptors = tvb(20, 4):uint(), partly = false }
      local first = state.descriptors
      add_entries(state, top, 0, name, "", 0)
      if state.descriptors > first then
        top:add(fields.fd_count, state.descriptors - first):set_generated()
        info[#info + 1] = "(" .. (state.descriptors - first) .. " descriptors)"
      end
      if state.partly or math.floor(flags / 8) % 2 == 1 then
        top:add_proto_expert_info(expert_partly)
      end
    end
  elseif tvb(12, 8):uint64() ~= UInt64.new(0, 0) then
    top:add_proto_expert_info(expert_cut)
  end
  add_comments(top, info, fields, by_severity)
  pinfo.cols.info = table.concat(info, " ")
  top:append_text(": " .. table.concat(info, " "))
  return tvb:len()
end

DissectorTable.get("wtap_encap"):add(encapsulations.USER1, proto)
end
