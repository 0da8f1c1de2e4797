// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.stream.ColoMessage;

/**
 * Decodes what the destination sends back: messages of a 16-bit number and a 16-bit length, with a
 * bitmap after some; once the migration is done, with COLO, 32-bit words.
 */
final class ReturnPathDecoder extends ChannelDecoder {
  private static final long BITMAP_END = 0x0123_4567_89ab_cdefL;

  private boolean shut;

  ReturnPathDecoder(ByteSource source, ChannelVisitor visitor) {
    super(source, ChannelKind.RETURN_PATH, visitor);
  }

  @Override
  void read(RecordBuilder record) {
    ColoMessage colo = ColoMessage.of(in.peekU32(0));
    if (shut && colo != null) {
      record.name = "COLO_" + colo;
      record.number("message", 4);
      record.name(colo.name());
      return;
    }
    record.name = "message";
    int number = (int) record.number("message", 2);
    int length = (int) record.number("length", 2);
    ReturnPathMessage message = ReturnPathMessage.of(number);
    if (message == null || !message.mayHave(length)) {
      record.lose(record.offset, 4, "there is no message " + number + " with " + length + " bytes");
      return;
    }
    record.name = message.name();
    long end = in.position() + length;
    payload(message, record);
    if (message == ReturnPathMessage.RECV_BITMAP) {
      bitmap(record);
    } else if (in.position() != end) {
      record.lose(in.position(), 0, "the length of " + record.name + " does not match its payload");
    }
  }

  private void payload(ReturnPathMessage message, RecordBuilder record) {
    switch (message) {
      case SHUT:
        shut = true;
        record.number("status", 4);
        break;
      case PONG:
      case RESUME_ACK:
        record.number("value", 4);
        break;
      case REQ_PAGES:
      case REQ_PAGES_ID:
        record.number("start", 8);
        record.number("length", 4);
        if (message == ReturnPathMessage.REQ_PAGES_ID) {
          record.text("block", (int) record.number("block_length", 1));
        }
        break;
      case RECV_BITMAP:
        record.text("block", (int) record.number("block_length", 1));
        break;
      default:
        // Without payload.
    }
  }

  private void bitmap(RecordBuilder record) {
    long size = record.number("bitmap_length", 8);
    if (!in.has(size)) {
      record.lose(in.position(), 0, "a bitmap of " + size + " bytes is not there");
      return;
    }
    record.bytes("bitmap", "bitmap", size);
    if (record.number("end", 8) != BITMAP_END) {
      record.lose(in.position() - 8, 8, "the bitmap does not end with its mark");
    }
  }
}
