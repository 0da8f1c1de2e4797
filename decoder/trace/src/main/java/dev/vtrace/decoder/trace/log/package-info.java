// SPDX-License-Identifier: Apache-2.0
/**
 * Logs of QEMU, of back-ends and of monitors as people have them.
 *
 * <pre>{@code
 * Nov 23 07:59:57 host1 qemu[4711]: 4711@1732348797.251168:vhost_dev_stop_in 0x55d0:virtio-blk
 * }</pre>
 *
 * is what journald printed of an event: {@code Unwrapper} takes off its fields, the rest is read as
 * any line of QEMU's log.
 */
package dev.vtrace.decoder.trace.log;
