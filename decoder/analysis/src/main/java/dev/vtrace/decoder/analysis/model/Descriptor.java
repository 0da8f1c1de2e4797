// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import dev.vtrace.decoder.descriptors.Identity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file descriptor and every place where it was seen.
 *
 * @param index position in the ledger
 * @param kind {@code eventfd}, {@code socket}, {@code memfd}; empty if not known
 * @param identity what the kernel calls it, as far as recorded
 * @param origin of one in a stream: which message gave the back-end the same, or should have; null
 *     where nothing tells
 * @param purpose what it is for: {@code queues[0]/host_notifier}, {@code SET_VRING_KICK q0}
 * @param state what became of it
 * @param sightings in the order in which they happened
 */
public record Descriptor(
    int index,
    DescriptorChannel channel,
    String kind,
    Identity identity,
    @Nullable Origin origin,
    String purpose,
    int attempt,
    DescriptorState state,
    List<Sighting> sightings) {
  public static final String ON_THE_WIRE = "on the wire";

  /** The same with an origin. */
  public Descriptor from(@Nullable Origin found) {
    return new Descriptor(
        index, channel, kind, identity, found, purpose, attempt, state, sightings);
  }

  /** When a recorder saw it pass, in nanoseconds since the epoch; -1 if not known. */
  public long wireNs() {
    for (Sighting sighting : sightings) {
      if (sighting.what().equals(ON_THE_WIRE)) {
        return sighting.timeNs();
      }
    }
    return -1;
  }

  /** What it travelled on. */
  public enum DescriptorChannel {
    STREAM("stream"),
    SOCKET("socket");

    private final String label;

    DescriptorChannel(String label) {
      this.label = label;
    }

    /** The word in text and JSON. */
    public String label() {
      return label;
    }
  }

  /** What became of it. */
  public enum DescriptorState {
    /** Sent; nothing tells whether it was taken. */
    SENT("sent"),
    /** Taken by the field that it is for. */
    CLAIMED("claimed"),
    /** Received, and closed since nobody took it. */
    UNCLAIMED("unclaimed"),
    /** The sender could not send it. */
    REFUSED("refused"),
    /** Passed to a peer on the vhost-user socket. */
    PASSED("passed");

    private final String label;

    DescriptorState(String label) {
      this.label = label;
    }

    /** The word in text and JSON. */
    public String label() {
      return label;
    }
  }

  /**
   * A place where it was seen.
   *
   * @param what {@code sent}, {@code received}, {@code on the wire}, {@code never claimed}
   * @param number the number in that process, -1 where it has none
   */
  public record Sighting(
      String participant, String what, int number, long timeNs, Evidence evidence) {}
}
