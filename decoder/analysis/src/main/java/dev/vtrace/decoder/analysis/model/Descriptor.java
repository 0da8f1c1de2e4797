// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.analysis.model;

import dev.vtrace.decoder.descriptors.Identity;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One file descriptor and every place where it was seen.
 *
 * @param index position in the ledger
 * @param kind in the words of the evidence: {@code eventfd}, {@code socket}, or the target of a
 *     link such as {@code /memfd:ram}; empty if not known
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
  /** The same with an origin. */
  public Descriptor from(@Nullable Origin found) {
    return new Descriptor(
        index, channel, kind, identity, found, purpose, attempt, state, sightings);
  }

  /** When a recorder saw it pass, in nanoseconds since the epoch. */
  public OptionalLong wireNs() {
    for (Sighting sighting : sightings) {
      if (sighting.kind() == SightingKind.ON_THE_WIRE) {
        long timeNs = sighting.timeNs();
        return timeNs < 0 ? OptionalLong.empty() : OptionalLong.of(timeNs);
      }
    }
    return OptionalLong.empty();
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

  /** How it was seen. */
  public enum SightingKind {
    /** The source's trace reports that it was sent. */
    SENT("sent"),
    /** The source's trace reports that the channel did not take it. */
    REFUSED("refused by the channel"),
    /** A recorder saw it pass. */
    ON_THE_WIRE("on the wire"),
    /** A field of the stream stands for it. */
    IN_THE_STREAM("in the stream"),
    /** The destination's trace reports that it was taken. */
    RECEIVED("received"),
    /** The destination closed it since nobody took it. */
    NEVER_CLAIMED("never claimed"),
    /** A message of the front-end carried it. */
    PASSED_TO_BACKEND("passed f2b"),
    /** A message of the back-end carried it. */
    PASSED_TO_FRONTEND("passed b2f");

    private final String label;

    SightingKind(String label) {
      this.label = label;
    }

    /** The words in text and JSON. */
    public String label() {
      return label;
    }
  }

  /**
   * A place where it was seen.
   *
   * @param number the number in that process, where it has one
   */
  public record Sighting(
      String participant, SightingKind kind, OptionalInt number, long timeNs, Evidence evidence) {}
}
