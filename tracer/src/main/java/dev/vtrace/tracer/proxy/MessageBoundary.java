// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.decoder.vhostuser.Message;
import java.nio.ByteBuffer;

/**
 * Knows where messages begin in one direction of a vhost-user socket, however its bytes are cut. It
 * keeps no byte but those of an incomplete header.
 */
final class MessageBoundary {
  /** The version that all flags carry, and its bits. */
  private static final int VERSION_MASK = 3;

  private static final int VERSION = 1;

  private final byte[] header = new byte[Message.HEADER];
  private int have;
  private long left;
  private long messages;
  private boolean lost;
  private int first;
  private int request;

  /** Takes the next bytes of the stream. */
  void feed(byte[] data) {
    int count = data.length;
    first = have == 0 && left == 0 ? 0 : count;
    request = -1;
    int at = 0;
    while (at < count && !lost) {
      if (left > 0) {
        int skip = (int) Math.min(left, count - at);
        left -= skip;
        at += skip;
      } else {
        if (have == 0) {
          first = Math.min(first, at);
          messages++;
        }
        int take = Math.min(Message.HEADER - have, count - at);
        System.arraycopy(data, at, header, have, take);
        have += take;
        at += take;
        if (have == Message.HEADER) {
          header(at == Message.HEADER);
        }
      }
    }
    if (lost) {
      first = Math.min(first, at);
    }
  }

  private void header(boolean whole) {
    ByteBuffer words = ByteBuffer.wrap(header).order(Message.guessOrder(header, 0));
    int flags = words.getInt(4);
    int size = words.getInt(8);
    have = 0;
    left = size;
    lost = (flags & VERSION_MASK) != VERSION || size < 0 || size > Message.MAX_PAYLOAD;
    if (whole && !lost && first == 0) {
      request = words.getInt(0);
    }
  }

  /** The request of the message that the last bytes began with, or -1. */
  int request() {
    return request;
  }

  /** Where the first message began in the last bytes; their count if none did. */
  int first() {
    return first;
  }

  /** Messages that have begun up to now. */
  long messages() {
    return messages;
  }
}
