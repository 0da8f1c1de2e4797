// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.vmstate.Field;
import java.util.List;

/**
 * How a virtio device in a stream was read.
 *
 * @param section section name, as {@code 0000:00:01.0/vhost-user-blk}
 * @param kind name of the device's state, as {@code vhost-user-blk}
 * @param path path of the field that holds the device
 * @param state the decoded device
 * @param transfer whether it was handed over by backend transfer
 * @param descriptors the fields that stand for descriptors, in stream order
 * @param proofs what the reading rests on, in words; empty if nothing proves it
 * @param whole whether the input has all of it
 * @param known whether what the input has of it tells if it was handed over
 */
public record VirtioReading(
    String section,
    String kind,
    String path,
    Field state,
    boolean transfer,
    List<Field> descriptors,
    List<String> proofs,
    boolean whole,
    boolean known) {

  /** A device that was read to its end. */
  public VirtioReading(
      String section,
      String kind,
      String path,
      Field state,
      boolean transfer,
      List<Field> descriptors,
      List<String> proofs) {
    this(section, kind, path, state, transfer, descriptors, proofs, true, true);
  }

  /** The proof by recorded descriptors, which is the same in each reading. */
  static final String DESCRIPTORS = "every recorded descriptor at its offset";
}
