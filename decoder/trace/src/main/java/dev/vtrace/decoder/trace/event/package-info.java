// SPDX-License-Identifier: Apache-2.0
/**
 * The trace events of QEMU: which there are, what each proves, its formats and arguments by
 * version.
 *
 * <pre>{@code
 * vhost_virtque_stop_in 0x55d0:virtio-blk 1
 * }</pre>
 *
 * is the event {@code QUEUE_STOP_IN} by a former name, with the arguments {@code dev} 0x55d0,
 * {@code name} virtio-blk and {@code index} 1.
 */
package dev.vtrace.decoder.trace.event;
