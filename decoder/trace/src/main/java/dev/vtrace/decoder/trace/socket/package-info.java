// SPDX-License-Identifier: Apache-2.0
/**
 * What crossed a vhost-user socket, as recorded in pcapng files, by strace, and as JSON lines.
 *
 * <pre>{@code
 * sendmsg(12, {msg_iov=[{iov_base="\v\0\0\0\1\0\0\0\10\0\0\0...", iov_len=20}], ...}, 0) = 20
 * }</pre>
 *
 * is a call of strace that sent GET_VRING_BASE: bytes become messages in {@code SocketWire}.
 */
package dev.vtrace.decoder.trace.socket;
