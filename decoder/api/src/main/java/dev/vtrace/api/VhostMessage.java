// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.api;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A vhost-user message.
 *
 * @param number position in its connection, first 0
 * @param request name of the request, as {@code SET_VRING_KICK}; {@code request 99} for an id that
 *     vtrace does not know
 * @param requestId id on the wire, unsigned
 * @param backendChannel whether it is one of the requests that back-ends make
 * @param needsReply whether it asks for a reply that the request does not have by itself
 * @param answers number of the request that it replies to
 * @param answeredBy number of the message that replies to it
 * @param queue the queue that it refers to
 * @param fields all of its payload, in order
 * @param descriptors what kind each attached descriptor is; an empty text where that is not known
 */
public record VhostMessage(
    int number,
    OptionalLong timeNs,
    MessageSender sender,
    String request,
    long requestId,
    boolean backendChannel,
    MessageUse use,
    boolean needsReply,
    OptionalInt answers,
    OptionalInt answeredBy,
    OptionalInt queue,
    List<PayloadValue> fields,
    List<String> descriptors,
    EvidencePlace place) {
  public VhostMessage {
    fields = List.copyOf(fields);
    descriptors = List.copyOf(descriptors);
  }

  /** Who sends. */
  public enum MessageSender {
    FRONT_END,
    BACK_END
  }

  /** What a message is in the conversation. */
  public enum MessageUse {
    REQUEST,
    /** A request only to wait until the one before it is done. */
    BARRIER,
    REPLY,
    /** In post-copy mode the front-end lets the back-end go on after its reply. */
    GO,
    /** Says that it is a reply, but nobody asked. */
    STRAY
  }

  /**
   * A part of a payload.
   *
   * @param name dotted, as {@code regions[1].guest_phys}
   * @param text the value for people; keys are withheld
   * @param number the value, zero-extended; absent for bytes
   */
  public record PayloadValue(String name, String text, OptionalLong number) {}
}
