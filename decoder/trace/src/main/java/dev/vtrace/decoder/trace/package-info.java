// SPDX-License-Identifier: Apache-2.0
/**
 * What readers give, whatever the form of the evidence: records with a time, a place in their file,
 * and a type of their own.
 *
 * <pre>{@code
 * 2026-11-23T07:59:57.251168Z vhost_dev_stop_in 0x55d0:virtio-blk vrings:1     TraceEvent
 * {"timestamp": ..., "event": "STOP"}                                          QmpMessage
 * qemu-system-x86_64: load of migration failed: Invalid argument               LogLine
 * VHOST_CONFIG: (/run/vu.sock) read message VHOST_USER_GET_VRING_BASE          BackendLine
 * }</pre>
 */
package dev.vtrace.decoder.trace;
