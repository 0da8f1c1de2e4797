// SPDX-License-Identifier: Apache-2.0
/**
 * Windows, and what belongs to each: messages of all logs and sockets, its process, its device, its
 * migration.
 *
 * <pre>{@code
 * trace   57.251168 vhost_dev_stop_in 0x55d0:virtio-blk       window 2 begins
 * socket  57.251500 GET_VRING_BASE index 0                    a request of window 2
 * trace   57.251510 vhost_user_write req:11 (GET_VRING_BASE)  the same request
 * trace   57.251923 vhost_dev_stop_out 0x55d0:virtio-blk      window 2 ends
 * }</pre>
 */
package dev.vtrace.decoder.analysis.join;
