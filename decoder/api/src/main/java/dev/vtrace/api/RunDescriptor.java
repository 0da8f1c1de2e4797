// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A file descriptor and every place where it was seen.
 *
 * @param index position in the list of all
 * @param kind {@code eventfd}, {@code socket}, {@code memfd}; empty if not known
 * @param object what the kernel calls what is behind it; absent if not recorded
 * @param origin of one in a stream: which message gave the back-end the same, or should have
 * @param purpose what it is for: {@code queues[0]/host_notifier}, {@code SET_VRING_KICK q0}
 * @param migration number of the migration that it belongs to
 * @param sightings in the order in which they happened
 */
public record RunDescriptor(
    int index,
    DescriptorCarrier carrier,
    String kind,
    Optional<KernelObject> object,
    Optional<DescriptorOrigin> origin,
    String purpose,
    OptionalInt migration,
    DescriptorFate fate,
    List<DescriptorSighting> sightings) {
  public RunDescriptor {
    sightings = List.copyOf(sightings);
  }

  /** What a descriptor travelled on. */
  public enum DescriptorCarrier {
    STREAM,
    SOCKET
  }

  /** What became of a descriptor. */
  public enum DescriptorFate {
    /** Sent; nothing tells whether it was taken. */
    SENT,
    /** Taken by the field that it is for. */
    CLAIMED,
    /** Received, and closed since nobody took it. */
    UNCLAIMED,
    /** The sender could not send it. */
    REFUSED,
    /** Passed to a peer on the vhost-user socket. */
    PASSED
  }

  /**
   * What the kernel calls the object behind a descriptor. It holds for one host, and as long as
   * somebody has the object open.
   *
   * @param number {@code eventfd-id} of an event counter, inode of everything else
   * @param device of a file or of memory, as in {@code st_dev}
   * @param peer inode of the other end of a socket pair
   * @param size in bytes, of a file or of memory
   * @param name of a file or of memory
   */
  public record KernelObject(
      long number,
      OptionalLong device,
      OptionalLong peer,
      OptionalLong size,
      Optional<String> name) {}

  /**
   * Where a descriptor of a stream comes from.
   *
   * @param same whether it is the same object as the message passed; absent where that is not known
   * @param message what passed it: {@code SET_VRING_ERR q0}, {@code the connection}
   * @param descriptor index of what the message passed
   * @param otherEnd whether it is to be the other end of a socket pair, and not the same
   */
  public record DescriptorOrigin(
      Optional<Boolean> same, String message, OptionalInt descriptor, boolean otherEnd) {}

  /**
   * A place where a descriptor was seen.
   *
   * @param what {@code sent}, {@code received}, {@code on the wire}, {@code never claimed}
   * @param number the number in that process
   */
  public record DescriptorSighting(
      String participant,
      String what,
      OptionalInt number,
      OptionalLong timeNs,
      EvidencePlace place) {}
}
