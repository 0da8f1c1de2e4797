// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import java.util.OptionalInt;

/**
 * One message of a connection and what it led to.
 *
 * @param number position among the messages of the connection, first 0
 * @param role what the message is in the conversation
 * @param answers number of the request that it replies to, if that is kept
 * @param after the state after it
 */
public record SessionStep(
    int number, Decoded decoded, MessageRole role, OptionalInt answers, SessionState after) {
  /** What a message is in the conversation. */
  public enum MessageRole {
    REQUEST,
    /** GET_FEATURES only to wait until the request before it is done (no REPLY_ACK). */
    BARRIER,
    REPLY,
    /** In post-copy mode the front-end lets the back-end go on after its reply. */
    GO,
    /** Says that it is a reply, but nobody asked. */
    STRAY
  }

  /** The same, seen at another time. */
  SessionStep at(long timeNs) {
    Decoded moved =
        new Decoded(message().at(timeNs), decoded.payload(), decoded.fields(), decoded.notes());
    return new SessionStep(number, moved, role, answers, after);
  }

  /** The message. */
  public Message message() {
    return decoded.message();
  }
}
