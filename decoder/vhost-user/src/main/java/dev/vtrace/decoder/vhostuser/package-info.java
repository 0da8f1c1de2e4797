// SPDX-License-Identifier: Apache-2.0
/**
 * The vhost-user protocol (docs/interop/vhost-user.rst of QEMU): tables of requests and payloads,
 * messages from bytes, and the state of a connection at each of them.
 */
package dev.vtrace.decoder.vhostuser;
