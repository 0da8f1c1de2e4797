// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final long PROTOCOL = 1L << 30;
  private static final long REPLY_ACK = 1L << 3;

  private final List<Diagnostic> findings = new ArrayList<>();
  private final Session session = new Session(findings::add);

  private void negotiate(long protocolFeatures) {
    session.add(Bytes.ask(Request.SET_PROTOCOL_FEATURES, 1, protocolFeatures));
    session.add(Bytes.ask(Request.SET_OWNER, 1));
    session.add(Bytes.ask(Request.SET_FEATURES, 1, PROTOCOL));
  }

  @Test
  void aRingGoesThroughItsStates() {
    negotiate(0);
    int fresh = session.steps().size();
    session.add(Bytes.ask(Request.SET_VRING_NUM, 1, 0, 128));
    session.add(Bytes.ask(Request.SET_VRING_BASE, 1, 0, 5, 0));
    session.add(Bytes.ask(Request.SET_VRING_ADDR, 1, 0, 0, 0, 0x1000, 0x2000, 0x3000, 0));
    session.add(Bytes.ask(Request.SET_VRING_CALL, 1, 0, 1, 0));
    session.add(Bytes.ask(Request.SET_VRING_KICK, 1, 0, 0, 0));
    Vring started = session.state().vring(0);
    assertThat(started.state()).isEqualTo("started");
    assertThat(started.configured()).isTrue();
    assertThat(started.call()).isEqualTo(FdState.NONE);
    assertThat(started.kick()).isEqualTo(FdState.GIVEN);
    session.add(Bytes.ask(Request.SET_VRING_ENABLE, 1, 0, 1));
    assertThat(session.state().vring(0).state()).isEqualTo("running");
    assertThat(session.state().suspended()).isFalse();
    session.add(Bytes.ask(Request.SET_VRING_ENABLE, 1, 0, 0));
    int asked = session.add(Bytes.ask(Request.GET_VRING_BASE, 1, 0, 0)).number();
    SessionStep reply =
        session.add(Bytes.answer(Request.GET_VRING_BASE, Payload.VRING_BASE, 0, 77, 0));
    assertThat(reply.answers()).hasValue(asked);
    assertThat(session.replyTo(asked)).hasValue(reply.number());
    assertThat(session.state().vring(0).state()).isEqualTo("stopped");
    assertThat(session.state().vring(0).base()).isEqualTo(77);
    assertThat(session.state().suspended()).isTrue();
    assertThat(session.before(fresh).vring(0)).isNull();
    assertThat(session.after(fresh).vring(0).num()).isEqualTo(128);
    session.end();
    assertThat(findings).isEmpty();
  }

  @Test
  void withoutProtocolFeaturesRingsStartEnabled() {
    session.add(Bytes.ask(Request.SET_FEATURES, 1, 0));
    session.add(Bytes.ask(Request.SET_VRING_KICK, 1, 1, 0, 0));
    assertThat(session.state().vring(1).state()).isEqualTo("running");
  }

  @Test
  void memoryRegionsComeAndGo() {
    negotiate(1L << 15);
    byte[] region = new byte[40];
    UnsignedIntegers.put(region, 8, 8, ByteOrder.LITTLE_ENDIAN, 0x1000);
    UnsignedIntegers.put(region, 16, 8, ByteOrder.LITTLE_ENDIAN, 0x2000);
    UnsignedIntegers.put(region, 24, 8, ByteOrder.LITTLE_ENDIAN, 0x7f00_0000);
    session.add(
        Bytes.message(
            Channel.MAIN, Direction.TO_BACKEND, 37, 1, ByteOrder.LITTLE_ENDIAN, region, "memfd"));
    assertThat(session.state().regions())
        .containsExactly(new MemoryRegion(0x1000, 0x2000, 0x7f00_0000, 0));
    assertThat(session.state().regions().get(0).holdsUser(0x7f00_1000, 0x1000)).isTrue();
    assertThat(session.state().regions().get(0).holdsUser(0x7f00_1000, 0x1001)).isFalse();
    session.add(
        Bytes.message(Channel.MAIN, Direction.TO_BACKEND, 38, 1, ByteOrder.LITTLE_ENDIAN, region));
    assertThat(session.state().regions()).isEmpty();
  }

  @Test
  void repliesMatchInOrderAndMissingOnesAreReported() {
    negotiate(REPLY_ACK);
    int first = session.add(Bytes.ask(Request.SET_VRING_ENABLE, 9, 0, 1)).number();
    int second = session.add(Bytes.ask(Request.SET_VRING_ENABLE, 9, 1, 1)).number();
    session.add(Bytes.answer(Request.SET_VRING_ENABLE, Payload.ACK, 0));
    session.add(Bytes.answer(Request.SET_VRING_ENABLE, Payload.ACK, 0));
    assertThat(session.replyTo(first)).hasValue(second + 1);
    assertThat(session.replyTo(second)).hasValue(second + 2);
    assertThat(findings).isEmpty();
    session.add(Bytes.ask(Request.SET_VRING_ENABLE, 9, 0, 0));
    session.add(Bytes.ask(Request.GET_VRING_BASE, 1, 0, 0));
    session.add(Bytes.answer(Request.GET_VRING_BASE, Payload.VRING_BASE, 0, 1, 0));
    assertThat(findings).extracting(Diagnostic::code).containsExactly(Code.WIRE_REPLY_MISSING);
    session.add(Bytes.answer(Request.GET_STATUS, Payload.STATUS, 0, 0));
    session.add(Bytes.ask(Request.GET_QUEUE_NUM, 1));
    session.end();
    assertThat(findings)
        .extracting(Diagnostic::code)
        .containsExactly(Code.WIRE_REPLY_MISSING, Code.WIRE_STRAY_REPLY, Code.WIRE_REPLY_MISSING);
  }

  @Test
  void aLoneGetFeaturesIsABarrier() {
    negotiate(0);
    SessionStep barrier = session.add(Bytes.ask(Request.GET_FEATURES, 1));
    assertThat(barrier.role()).isEqualTo(SessionStep.MessageRole.BARRIER);
    session.add(Bytes.answer(Request.GET_FEATURES, Payload.FEATURES, PROTOCOL));
    session.end();
    assertThat(findings).isEmpty();
  }

  @Test
  void postcopyAnswersWithAddressesAndIsLetGo() {
    negotiate(REPLY_ACK | 1L << 8);
    session.add(Bytes.ask(Request.POSTCOPY_LISTEN, 9));
    session.add(Bytes.answer(Request.POSTCOPY_LISTEN, Payload.ACK, 0));
    byte[] table = new byte[40];
    UnsignedIntegers.put(table, 0, 4, ByteOrder.LITTLE_ENDIAN, 1);
    UnsignedIntegers.put(table, 24, 8, ByteOrder.LITTLE_ENDIAN, 0x7f11);
    int asked =
        session
            .add(
                Bytes.message(
                    Channel.MAIN, Direction.TO_BACKEND, 5, 1, ByteOrder.LITTLE_ENDIAN, table))
            .number();
    SessionStep reply =
        session.add(
            Bytes.message(
                Channel.MAIN, Direction.TO_FRONTEND, 5, 5, ByteOrder.LITTLE_ENDIAN, table));
    assertThat(reply.answers()).hasValue(asked);
    assertThat(reply.decoded().number("regions[0].user_addr", 0)).isEqualTo(0x7f11);
    SessionStep go =
        session.add(
            Bytes.message(
                Channel.MAIN, Direction.TO_BACKEND, 5, 5, ByteOrder.LITTLE_ENDIAN, new byte[8]));
    assertThat(go.role()).isEqualTo(SessionStep.MessageRole.GO);
    session.add(Bytes.ask(Request.POSTCOPY_END, 9));
    session.add(Bytes.answer(Request.POSTCOPY_END, Payload.ACK, 0));
    session.end();
    assertThat(findings).isEmpty();
  }

  @Test
  void theBackEndsChannelHasItsOwnConversation() {
    negotiate(REPLY_ACK | 1L << 9);
    session.add(Bytes.ask(Request.GET_QUEUE_NUM, 1));
    int asked = session.add(Bytes.ask(Request.BACKEND_CONFIG_CHANGE_MSG, 9)).number();
    session.add(Bytes.answer(Request.GET_QUEUE_NUM, Payload.COUNT, 4));
    session.add(Bytes.answer(Request.BACKEND_CONFIG_CHANGE_MSG, Payload.ACK, 0));
    assertThat(session.replyTo(asked)).hasValue(asked + 2);
    assertThat(session.state().queues()).hasValue(4);
    session.end();
    assertThat(findings).isEmpty();
  }
}
