// SPDX-License-Identifier: Apache-2.0
/**
 * What the evidence of a run means. The stages have a package each and use only those before them;
 * {@code Analysis.join} is their list. Of this log of a source
 *
 * <pre>{@code
 * 57.251168 vhost_dev_stop_in 0x55d0:virtio-blk vrings:1
 * 57.251919 vhost_virtque_stop_in 0x55d0:virtio-blk 0
 * 57.251921 vhost_virtque_stop_in 0x55d0:virtio-blk 1
 * 57.251923 vhost_dev_stop_out 0x55d0:virtio-blk
 * 57.252400 qemu_file_put_fd name fd:31
 * 57.252411 qemu_file_put_fd name fd:32
 * }</pre>
 *
 * the stages make: one window, a stop of one device with two queues ({@code join}); its pattern is
 * a transfer, since each queue was entered and none was left although that event was on;
 * GET_VRING_BASE of both queues is skipped, by inference, with these lines as evidence ({@code
 * verdict}); the descriptors 31 and 32 were sent ({@code descriptor}).
 */
package dev.vtrace.decoder.analysis;
