// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
  private static final Negotiated PACKED = new Negotiated(1L << 34 | 1L << 30, 0);

  @Test
  void everyRowDecodesAndEncodesToTheSameBytes() {
    Random random = new Random(7);
    int cases = 0;
    for (Request row : Request.values()) {
      for (boolean reply : new boolean[] {false, true}) {
        for (int size : sizes(reply ? row.reply() : row.request())) {
          for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            Message message = message(random, row, reply, size, order);
            for (Negotiated negotiated : List.of(Negotiated.NOTHING, PACKED)) {
              Decoded decoded = MessageCodec.decode(message, negotiated);
              assertThat(MessageCodec.encode(decoded)).as(row.name()).isEqualTo(message.bytes());
              assertThat(covered(decoded)).as(row.name()).isEqualTo(size);
              assertThat(decoded.notes()).as(row + " " + size).isEmpty();
              cases++;
            }
          }
        }
      }
    }
    assertThat(cases).isGreaterThan(400);
  }

  @Test
  void anySizeDecodesAndEncodesToTheSameBytes() {
    Random random = new Random(8);
    for (Request row : Request.values()) {
      for (int size = 0; size < 120; size++) {
        Message message = message(random, row, false, size, ByteOrder.LITTLE_ENDIAN);
        Decoded decoded = MessageCodec.decode(message, Negotiated.NOTHING);
        assertThat(MessageCodec.encode(decoded)).as(row.name()).isEqualTo(message.bytes());
        assertThat(covered(decoded)).isEqualTo(size);
      }
    }
  }

  private static List<Integer> sizes(Payload payload) {
    switch (payload) {
      case UNKNOWN:
        return List.of();
      case MEM_TABLE:
        return List.of(8, 8 + 32, 8 + 64, 8 + 40 * 3, 8 + 8 * 32);
      case MEM_REG:
        return List.of(40, 48);
      case INFLIGHT:
        return List.of(20, 24);
      case IOTLB:
        return List.of(26, 32);
      case CONFIG:
        return List.of(12, 12 + 60, 12 + 256);
      case SHMEM_CONFIG:
        return List.of(2056);
      case CRYPTO:
        return List.of(16, 1128);
      case LOG:
        return List.of(8, 16);
      default:
        return List.of(payload.size());
    }
  }

  private static Message message(
      Random random, Request row, boolean reply, int size, ByteOrder order) {
    byte[] payload = Bytes.random(random, size);
    Payload kind = reply ? row.reply() : row.request();
    if (kind == Payload.MEM_TABLE && size >= 8) {
      int each = size == 8 + 40 * 3 ? 40 : 32;
      UnsignedIntegers.put(payload, 0, 4, order, (size - 8) / each);
    }
    if (kind == Payload.CONFIG && size >= 12) {
      UnsignedIntegers.put(payload, 4, 4, order, size - 12);
    }
    Direction direction = row.channel().requests();
    if (reply) {
      direction = direction == Direction.TO_BACKEND ? Direction.TO_FRONTEND : Direction.TO_BACKEND;
    }
    return Bytes.message(row.channel(), direction, row.id(), reply ? 5 : 1, order, payload);
  }

  /** How many bytes the fields cover; every byte by whole integers or blocks. */
  private static int covered(Decoded decoded) {
    boolean[] seen = new boolean[decoded.message().payload().length];
    for (MessageField field : decoded.fields()) {
      for (int i = 0; i < field.length(); i++) {
        seen[field.offset() + i] = true;
      }
    }
    int count = 0;
    for (boolean one : seen) {
      count += one ? 1 : 0;
    }
    return count;
  }

  @Test
  void vringBaseDependsOnTheRingLayout() {
    Message m = Bytes.ask(Request.SET_VRING_BASE, 1, 3, 0x8123, 0);
    Decoded split = MessageCodec.decode(m, Negotiated.NOTHING);
    assertThat(split.queue()).isEqualTo(3);
    assertThat(split.number("last_avail", -1)).isEqualTo(0x8123);
    Decoded packed = MessageCodec.decode(m, PACKED);
    assertThat(packed.number("last_avail", -1)).isEqualTo(0x123);
    assertThat(packed.number("avail_wrap", -1)).isEqualTo(1);
    assertThat(packed.number("used_wrap", -1)).isZero();
  }

  @Test
  void xenRegionsAreSeenByTheirSize() {
    byte[] payload = new byte[8 + 80];
    UnsignedIntegers.put(payload, 0, 4, ByteOrder.LITTLE_ENDIAN, 2);
    UnsignedIntegers.put(payload, 8 + 40 + 36, 4, ByteOrder.LITTLE_ENDIAN, 77);
    Message m =
        Bytes.message(Channel.MAIN, Direction.TO_BACKEND, 5, 1, ByteOrder.LITTLE_ENDIAN, payload);
    assertThat(MessageCodec.decode(m, Negotiated.NOTHING).number("regions[1].xen_domid", -1))
        .isEqualTo(77);
  }

  @Test
  void unknownIdsAndOddSizesKeepTheirBytes() {
    Message unknown =
        Bytes.message(
            Channel.MAIN, Direction.TO_BACKEND, 999, 1, ByteOrder.LITTLE_ENDIAN, new byte[5]);
    Decoded decoded = MessageCodec.decode(unknown, Negotiated.NOTHING);
    assertThat(decoded.payload()).isEqualTo(Payload.UNKNOWN);
    assertThat(decoded.notes()).extracting(d -> d.code()).contains(Code.WIRE_UNKNOWN_REQUEST);
    assertThat(decoded.fields()).hasSize(1);
    Message odd =
        Bytes.message(
            Channel.MAIN, Direction.TO_BACKEND, 8, 1, ByteOrder.LITTLE_ENDIAN, new byte[11]);
    assertThat(MessageCodec.decode(odd, Negotiated.NOTHING).notes())
        .extracting(d -> d.code())
        .containsExactly(Code.WIRE_ODD_SIZE);
    Message flags =
        Bytes.message(
            Channel.MAIN, Direction.TO_BACKEND, 3, 0x31, ByteOrder.LITTLE_ENDIAN, new byte[0]);
    assertThat(MessageCodec.decode(flags, Negotiated.NOTHING).notes())
        .extracting(d -> d.code())
        .containsExactly(Code.WIRE_FLAGS);
  }

  @Test
  void keysAreNotShown() {
    byte[] payload = new byte[200];
    Message m =
        Bytes.message(Channel.MAIN, Direction.TO_BACKEND, 26, 1, ByteOrder.LITTLE_ENDIAN, payload);
    Decoded decoded = MessageCodec.decode(m, Negotiated.NOTHING);
    assertThat(decoded.field("session").text()).contains("withheld").doesNotContain("0000");
    assertThat(decoded.field("session").length()).isEqualTo(184);
  }

  @Test
  void valuesReadLikeTheSpecification() {
    Decoded kick =
        MessageCodec.decode(Bytes.ask(Request.SET_VRING_KICK, 1, 2, 1, 0), Negotiated.NOTHING);
    assertThat(kick.field("no_fd").text()).isEqualTo("yes");
    Decoded features =
        MessageCodec.decode(Bytes.ask(Request.SET_FEATURES, 1, 1L << 32), Negotiated.NOTHING);
    assertThat(features.field("features").text()).isEqualTo("0x100000000 [VERSION_1]");
    List<String> text = new ArrayList<>();
    MessageCodec.decode(Bytes.ask(Request.SET_DEVICE_STATE_FD, 1, 1, 0), Negotiated.NOTHING)
        .fields()
        .forEach(f -> text.add(f.name() + "=" + f.text()));
    assertThat(text).containsExactly("direction=load", "phase=stopped");
  }
}
