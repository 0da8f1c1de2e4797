// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import org.jspecify.annotations.Nullable;

/**
 * Messages from the destination to the source (migration/migration.h of QEMU 7.2 to 11.1).
 *
 * <p>To add one, add a row; its payload is read by {@link ReturnPathDecoder}.
 */
enum ReturnPathMessage {
  /** The destination is done; a value that is not 0 means that it failed. */
  SHUT(1, 4, 4),
  /** The answer to a PING, with its value. */
  PONG(2, 4, 4),
  /** The guest waits for pages of a block. */
  REQ_PAGES_ID(3, 13, 12 + 256),
  /** The guest waits for pages of the block named last. */
  REQ_PAGES(4, 12, 12),
  /** Which pages of a block have arrived, to recover a postcopy migration. */
  RECV_BITMAP(5, 1, 256),
  RESUME_ACK(6, 4, 4),
  /** A device is ready for the switchover. */
  SWITCHOVER_ACK(7, 0, 0);

  private final int number;
  private final int least;
  private final int most;

  ReturnPathMessage(int number, int least, int most) {
    this.number = number;
    this.least = least;
    this.most = most;
  }

  /** Whether a payload of so many bytes can be one of this message. */
  boolean mayHave(int length) {
    return length >= least && length <= most;
  }

  /** The message with this number, or null. */
  static @Nullable ReturnPathMessage of(int number) {
    for (ReturnPathMessage message : values()) {
      if (message.number == number) {
        return message;
      }
    }
    return null;
  }
}
