// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/** When a request is answered. */
public enum ReplyRule {
  /** Only with need_reply set and REPLY_ACK negotiated: a u64, 0 for success. */
  ACK,
  /** Always, with a payload of its own. */
  ALWAYS,
  /** SET_LOG_BASE: always if LOG_SHMFD is negotiated. */
  IF_LOG_SHMFD,
  /** SET_MEM_TABLE, ADD_MEM_REG: as ACK, but in post-copy mode with the back-end's addresses. */
  IF_POSTCOPY
}
