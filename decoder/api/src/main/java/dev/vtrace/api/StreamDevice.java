// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A device with a vhost back-end as a stream shows it.
 *
 * @param section section name, as {@code 0000:00:01.0/vhost-user-blk}
 * @param kind name of its state, as {@code vhost-user-blk}
 * @param transfer whether its back-end was handed over by backend transfer
 * @param status names of the bits of the device status
 * @param features names of the bits that the guest negotiated, as far as the stream was read
 * @param inflightBytes size of the in-flight region that was handed over
 * @param queues virtqueues, as far as the stream was read
 */
public record StreamDevice(
    String section,
    String kind,
    boolean transfer,
    List<String> status,
    List<String> features,
    OptionalLong inflightBytes,
    List<StreamQueue> queues) {
  public StreamDevice {
    status = List.copyOf(status);
    features = List.copyOf(features);
    queues = List.copyOf(queues);
  }

  /**
   * A virtqueue.
   *
   * @param size entries
   * @param setUp whether the guest had set it up
   * @param lastAvail next entry that the device takes; under backend transfer what the last
   *     ordinary stop left, not the position of the ring
   * @param vector MSI-X vector
   */
  public record StreamQueue(
      int index, long size, boolean setUp, long lastAvail, OptionalInt vector) {}
}
