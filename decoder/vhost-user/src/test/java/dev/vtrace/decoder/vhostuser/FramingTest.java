// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FramingTest {
  private final List<Message> messages = new ArrayList<>();
  private final List<Diagnostic> findings = new ArrayList<>();

  private Framing framing() {
    messages.clear();
    findings.clear();
    return new Framing(Channel.MAIN, Direction.TO_BACKEND, messages::add, findings::add);
  }

  private static List<Message> traffic(ByteOrder order) {
    Random random = new Random(3);
    List<Message> out = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Request row = Request.values()[random.nextInt(45)];
      int size = row.request().size();
      out.add(
          Bytes.message(
              Channel.MAIN, Direction.TO_BACKEND, row.id(), 1, order, Bytes.random(random, size)));
    }
    return out;
  }

  private static byte[] bytes(List<Message> messages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    messages.forEach(m -> out.writeBytes(m.bytes()));
    return out.toByteArray();
  }

  private static void feed(Framing framing, byte[] bytes, int from, int to) {
    framing.feed(bytes, from, to - from, -1, SourceSpan.NONE, List.of());
  }

  @Test
  void anyChunkingGivesTheSameMessages() {
    Random random = new Random(4);
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      byte[] bytes = bytes(traffic(order));
      for (int round = 0; round < 50; round++) {
        Framing framing = framing();
        for (int at = 0; at < bytes.length; ) {
          int to = Math.min(bytes.length, at + 1 + random.nextInt(round + 1));
          feed(framing, bytes, at, to);
          at = to;
        }
        framing.end();
        assertThat(bytes(messages)).isEqualTo(bytes);
        assertThat(messages).hasSize(60).allMatch(m -> m.order() == order);
        assertThat(findings).isEmpty();
      }
    }
  }

  @Test
  void descriptorsBelongToTheMessageThatTheirByteIsIn() {
    Framing framing = framing();
    byte[] bytes = bytes(traffic(ByteOrder.LITTLE_ENDIAN).subList(0, 3));
    int second = messages(bytes).get(0).bytes().length;
    framing.feed(bytes, 0, second, 1, SourceSpan.NONE, List.of());
    framing.feed(bytes, second, 1, 2, SourceSpan.NONE, List.of("eventfd"));
    framing.feed(bytes, second + 1, bytes.length - second - 1, 3, SourceSpan.NONE, List.of());
    assertThat(messages).extracting(m -> m.fds().size()).containsExactly(0, 1, 0);
    assertThat(messages).extracting(Message::timeNs).containsExactly(1L, 2L, 3L);
  }

  private List<Message> messages(byte[] bytes) {
    List<Message> out = new ArrayList<>();
    Framing framing = new Framing(Channel.MAIN, Direction.TO_BACKEND, out::add, d -> {});
    feed(framing, bytes, 0, bytes.length);
    return out;
  }

  @Test
  void syncIsFoundAgainBehindDamage() {
    Framing framing = framing();
    byte[] good = bytes(traffic(ByteOrder.LITTLE_ENDIAN).subList(0, 10));
    feed(framing, good, 0, good.length);
    byte[] junk = new byte[333];
    Arrays.fill(junk, (byte) 0x7e);
    feed(framing, junk, 0, junk.length);
    feed(framing, good, 0, good.length);
    framing.end();
    assertThat(messages).hasSize(20);
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).code()).isEqualTo(Code.WIRE_SYNC_LOST);
    assertThat(findings.get(0).length()).isEqualTo(333);
  }

  @Test
  void aLengthIsNotBelievedBeforeItIsChecked() {
    Framing framing = framing();
    byte[] bytes = new byte[12];
    UnsignedIntegers.put(bytes, 0, 4, ByteOrder.LITTLE_ENDIAN, 5);
    UnsignedIntegers.put(bytes, 4, 4, ByteOrder.LITTLE_ENDIAN, 1);
    UnsignedIntegers.put(bytes, 8, 4, ByteOrder.LITTLE_ENDIAN, 0x7fff_ffff);
    feed(framing, bytes, 0, 12);
    framing.end();
    assertThat(messages).isEmpty();
    assertThat(findings).extracting(Diagnostic::code).contains(Code.WIRE_SYNC_LOST);
  }

  @Test
  void aMessageWithMissingBytesKeepsTheOthers() {
    Framing framing = framing();
    byte[] bytes = Bytes.ask(Request.SET_VRING_ADDR, 1, 1, 0, 0, 7, 8, 9, 10).bytes();
    feed(framing, bytes, 0, 20);
    framing.missing(bytes.length - 20, -1, SourceSpan.NONE);
    feed(framing, bytes, 0, bytes.length);
    assertThat(messages).hasSize(2);
    assertThat(messages.get(0).payload()).hasSize(8);
    assertThat(messages.get(0).size()).isEqualTo(40);
    Decoded cut = MessageCodec.decode(messages.get(0), Negotiated.NOTHING);
    assertThat(cut.queue()).isEqualTo(1);
    assertThat(cut.notes()).extracting(Diagnostic::code).containsExactly(Code.WIRE_TRUNCATED);
  }

  @Test
  void truncationAtEveryOffset() {
    byte[] bytes = bytes(traffic(ByteOrder.LITTLE_ENDIAN));
    for (int length = 0; length <= bytes.length; length++) {
      Framing framing = framing();
      feed(framing, bytes, 0, length);
      int whole = messages.size();
      int used = bytes(messages).length;
      framing.end();
      assertThat(used == length).isEqualTo(findings.isEmpty());
      assertThat(messages.size() - whole).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void anyFlippedByteLeavesNoException() {
    byte[] bytes = bytes(traffic(ByteOrder.LITTLE_ENDIAN));
    Random random = new Random(5);
    for (int at = 0; at < bytes.length; at++) {
      byte[] copy = bytes.clone();
      copy[at] ^= (byte) (1 + random.nextInt(255));
      Framing framing = framing();
      Session session = new Session(findings::add);
      feed(framing, copy, 0, copy.length);
      framing.end();
      messages.forEach(session::add);
      session.end();
    }
  }
}
