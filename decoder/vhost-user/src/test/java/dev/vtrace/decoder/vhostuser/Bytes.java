// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import dev.vtrace.decoder.bytes.SourceSpan;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** Makes messages for tests. */
final class Bytes {
  private Bytes() {}

  static Message message(
      Channel channel,
      Direction direction,
      int request,
      int flags,
      ByteOrder order,
      byte[] payload,
      String... fds) {
    return new Message(
        channel,
        direction,
        request,
        flags,
        payload.length,
        payload,
        List.of(fds),
        -1,
        SourceSpan.NONE,
        order);
  }

  /** A request of the front-end, fields in the order of the table. */
  static Message ask(Request row, int flags, long... values) {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    byte[] payload = MessageCodec.compose(row.request(), order, values);
    return message(row.channel(), row.channel().requests(), row.id(), flags, order, payload);
  }

  /** A reply to it. */
  static Message answer(Request row, Payload kind, long... values) {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    Direction back = row.channel() == Channel.MAIN ? Direction.TO_FRONTEND : Direction.TO_BACKEND;
    byte[] payload = MessageCodec.compose(kind, order, values);
    return message(row.channel(), back, row.id(), 5, order, payload);
  }

  static byte[] random(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
