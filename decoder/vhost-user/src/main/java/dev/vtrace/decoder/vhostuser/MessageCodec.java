// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes payloads apart into named fields and puts them together again.
 *
 * <p>Decoding never fails: what does not fit stays as bytes, with a note. Encoding the fields gives
 * the bytes that they were decoded from.
 */
public final class MessageCodec {
  private static final int REGION = Payload.MEM_REGION.size();
  private static final int REGION_XEN = Payload.MEM_REGION_XEN.size();

  private final Message message;
  private final byte[] bytes;
  private final List<MessageField> fields = new ArrayList<>();
  private final List<Diagnostic> notes = new ArrayList<>();
  private int position;

  private MessageCodec(Message message) {
    this.message = message;
    this.bytes = message.payload();
  }

  /** Decodes a message by what was negotiated before it. */
  public static Decoded decode(Message message, Negotiated negotiated) {
    MessageCodec codec = new MessageCodec(message);
    Payload payload = codec.layout(negotiated);
    codec.read(payload);
    if ((message.flags() & Flags.RESERVED) != 0
        || (message.flags() & Flags.VERSION_MASK) != Flags.VERSION) {
      codec.note(Code.WIRE_FLAGS, "the flags are " + Flags.text(message.flags()));
    }
    return new Decoded(message, payload, List.copyOf(codec.fields), List.copyOf(codec.notes));
  }

  /** The message with its fields written back over its payload. */
  public static byte[] encode(Decoded decoded) {
    Message m = decoded.message();
    byte[] payload = payload(decoded.fields(), m.payload().length, m.order());
    byte[] out = m.bytes();
    System.arraycopy(payload, 0, out, Message.HEADER, payload.length);
    return out;
  }

  /** A payload of that many bytes with these fields in it. */
  public static byte[] payload(List<MessageField> fields, int size, ByteOrder order) {
    byte[] out = new byte[size];
    for (MessageField field : fields) {
      if (field instanceof MessageField.NumberField word) {
        long old = UnsignedIntegers.get(out, word.offset(), word.length(), order);
        UnsignedIntegers.put(
            out, word.offset(), word.length(), order, old | word.value() << word.low());
      } else if (field instanceof MessageField.Block block) {
        System.arraycopy(block.bytes(), 0, out, block.offset(), block.length());
      }
    }
    return out;
  }

  /** The fixed part of a payload from the values of its fields in the order of the table. */
  public static byte[] compose(Payload kind, ByteOrder order, long... values) {
    List<MessageField> fields = new ArrayList<>();
    for (int i = 0; i < kind.rows().size() && i < values.length; i++) {
      fields.add(word(kind.rows().get(i), values[i]));
    }
    return payload(fields, kind.size(), order);
  }

  private Payload layout(Negotiated negotiated) {
    Request row = message.row();
    if (row == null) {
      note(Code.WIRE_UNKNOWN_REQUEST, "this id is not in the table; the payload is kept as bytes");
      return Payload.UNKNOWN;
    }
    int size = bytes.length;
    Payload payload = row.request();
    if (message.isReply()) {
      payload = row.reply();
      boolean forth = message.direction() == row.channel().requests();
      boolean postcopy = row.rule() == ReplyRule.IF_POSTCOPY && size != Payload.ACK.size();
      if (forth) {
        // Post-copy: the front-end lets the back-end go on.
        payload = size == 0 ? Payload.NONE : Payload.ACK;
      } else if (postcopy) {
        payload = row.request();
      } else if (row.request() == Payload.LOG) {
        payload = size == 0 ? Payload.NONE : size == Payload.LOG.size() ? Payload.LOG : payload;
      } else if (row.reply() == Payload.CONFIG && size == 0) {
        note(
            Code.WIRE_EMPTY_CONFIG,
            "a configuration reply without content means that the" + " request failed");
        payload = Payload.NONE;
      }
    }
    if (payload == Payload.LOG && size == Payload.U64.size()) {
      return Payload.U64;
    }
    return payload == Payload.VRING_BASE && negotiated.packed()
        ? Payload.VRING_BASE_PACKED
        : payload;
  }

  private void read(Payload payload) {
    if (payload == Payload.UNKNOWN) {
      block("payload", bytes.length, ValueFormat.BYTES);
      return;
    }
    fixed(payload.rows(), 0, "");
    position = Math.min(payload.size(), covered());
    switch (payload) {
      case MEM_TABLE:
        regions(number("nregions"));
        break;
      case MEM_REG:
        region("");
        break;
      case CONFIG:
        block("data", (int) Math.min(number("size"), left()), ValueFormat.BYTES);
        break;
      case SHMEM_CONFIG:
        for (int i = 0; left() >= 8 && i < 256; i++) {
          fixed(List.of(PayloadRow.u64(0, "sizes[" + i + "]", ValueFormat.HEX)), position, "");
          position += 8;
        }
        break;
      case CRYPTO:
        if (left() >= 8) {
          position = 8;
          block("session", left() - 8, ValueFormat.SECRET);
          fixed(List.of(PayloadRow.u64(0, "session_id", ValueFormat.DECIMAL)), position, "");
          position += 8;
        }
        break;
      case SHARED:
        position = 0;
        block("uuid", Math.min(left(), payload.size()), ValueFormat.UUID);
        break;
      case IOTLB:
      case INFLIGHT:
        padding(payload);
        break;
      default:
        break;
    }
    if (left() > 0) {
      odd(payload);
      block("rest", left(), ValueFormat.BYTES);
    } else if (bytes.length < payload.size() && left() == 0 && !shortest(payload)) {
      odd(payload);
    }
    if (bytes.length < message.size()) {
      note(
          Code.WIRE_TRUNCATED,
          "the recording has " + bytes.length + " of " + message.size() + " payload bytes");
    }
  }

  /** Bytes that the rows read so far reach to. */
  private int covered() {
    int end = 0;
    for (MessageField field : fields) {
      end = Math.max(end, field.offset() + field.length());
    }
    return end;
  }

  private boolean shortest(Payload payload) {
    return payload == Payload.IOTLB && bytes.length >= 26;
  }

  /** C structures are padded to their alignment; the specification does not count that. */
  private void padding(Payload payload) {
    position = covered();
    int most = payload == Payload.IOTLB ? 32 : 24;
    if (left() > 0 && bytes.length == most) {
      block("padding", left(), ValueFormat.RESERVED);
    }
  }

  private void regions(long count) {
    if (count > 0 && left() % count == 0) {
      long each = left() / count;
      if (each == REGION || each == REGION_XEN) {
        for (int i = 0; i < count; i++) {
          region(each, "regions[" + i + "].");
        }
      }
    }
  }

  private void region(String prefix) {
    region(left(), prefix);
  }

  private void region(long size, String prefix) {
    if (size == REGION || size == REGION_XEN) {
      Payload layout = size == REGION ? Payload.MEM_REGION : Payload.MEM_REGION_XEN;
      fixed(layout.rows(), position, prefix);
      position += (int) size;
    }
  }

  private void fixed(List<PayloadRow> rows, int base, String prefix) {
    for (PayloadRow plain : rows) {
      PayloadRow row = plain.at(base, prefix);
      if (row.offset() + row.bytes() > bytes.length) {
        return;
      }
      long whole = UnsignedIntegers.get(bytes, row.offset(), row.bytes(), message.order());
      fields.add(word(row, whole >>> row.low() & row.mask()));
    }
  }

  private static MessageField.NumberField word(PayloadRow row, long value) {
    return new MessageField.NumberField(
        row.name(), row.offset(), row.bytes(), row.low(), row.width(), value, row.show());
  }

  private long number(String name) {
    for (MessageField field : fields) {
      if (field instanceof MessageField.NumberField word && word.name().equals(name)) {
        return word.value();
      }
    }
    return 0;
  }

  private int left() {
    return bytes.length - position;
  }

  private void block(String name, int length, ValueFormat show) {
    if (length > 0) {
      fields.add(
          new MessageField.Block(
              name, position, Arrays.copyOfRange(bytes, position, position + length), show));
      position += length;
    }
  }

  private void odd(Payload payload) {
    if (bytes.length < message.size()) {
      return;
    }
    note(
        Code.WIRE_ODD_SIZE,
        "a payload of " + bytes.length + " bytes does not fit " + payload.label());
  }

  private void note(Code code, String text) {
    SourceSpan span = message.span();
    notes.add(
        new Diagnostic(
            code, span.offset(), span.length(), message.name(), message.name() + ": " + text));
  }
}
