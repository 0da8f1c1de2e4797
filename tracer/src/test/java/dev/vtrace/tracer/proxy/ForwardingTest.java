// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vtrace.decoder.descriptors.Identity;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.tracer.identity.DescriptorIdentity;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import dev.vtrace.tracer.sys.SystemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two ends see of each other what they would see without a proxy. */
class ForwardingTest {
  private static final int GET_FEATURES = 1;
  private static final int SET_MEM_TABLE = 5;
  private static final int SET_VRING_KICK = 12;
  private static final int SET_BACKEND_REQ_FD = 21;

  @TempDir Path folder;

  private Map<String, Integer> open;
  private Scene scene;
  private Peer front;
  private Peer back;

  @BeforeEach
  void connect() throws IOException {
    open = OpenDescriptors.now();
    scene = new Scene(folder);
    Peer[] ends = scene.connect();
    front = ends[0];
    back = ends[1];
  }

  @AfterEach
  void nothingStaysOpen() throws Exception {
    front.close();
    back.close();
    scene.close();
    OpenDescriptors.awaitAsBefore(open);
  }

  private static byte[] message(int request, int flags, int payload) {
    ByteBuffer out = ByteBuffer.allocate(12 + payload).order(ByteOrder.LITTLE_ENDIAN);
    return out.putInt(request).putInt(flags).putInt(payload).array();
  }

  private static List<Fd> receive(Peer peer, byte[] expected) throws IOException {
    byte[] got = new byte[expected.length];
    List<Fd> fds = new ArrayList<>();
    peer.read(got, 0, got.length, fds);
    assertThat(got).isEqualTo(expected);
    return fds;
  }

  private Recorded recorded() throws IOException {
    front.close();
    back.close();
    scene.close();
    Recorded recorded = Recorded.read(scene.traffic());
    assertThat(recorded.findings()).isEmpty();
    assertThat(recorded.events(WireEvent.WireEventKind.MISSING)).isEmpty();
    assertThat(scene.capture.gaps()).isEmpty();
    return recorded;
  }

  @Test
  void halfClosedStaysHalfOpen() throws Exception {
    front.write(message(GET_FEATURES, 1, 0), List.of());
    Sockets.shutdown(front.socket(), Sockets.WRITE);
    receive(back, message(GET_FEATURES, 1, 0));
    assertThat(back.receive()).isZero();
    back.write(message(GET_FEATURES, 5, 8), List.of());
    receive(front, message(GET_FEATURES, 5, 8));
    assertThat(Sockets.hungUp(front.socket())).isFalse();
    assertThat(recorded().messages()).hasSize(2);
  }

  @Test
  void aClosedPeerIsSeenAsClosed() throws Exception {
    back.write(message(GET_FEATURES, 1, 0), List.of());
    back.socket().close();
    receive(front, message(GET_FEATURES, 1, 0));
    assertThat(front.receive()).isZero();
    Await.until(() -> Sockets.hungUp(front.socket()));
    assertThatThrownBy(() -> front.write(new byte[12], List.of()))
        .isInstanceOfSatisfying(
            SystemException.class, e -> assertThat(e.number()).isEqualTo(SystemException.EPIPE))
        .hasMessageContaining("broken pipe");
  }

  @Test
  void descriptorsStayWithTheFirstByteOfTheirMessage() throws Exception {
    byte[] plain = message(2, 1, 8);
    byte[] kick = message(SET_VRING_KICK, 1, 8);
    try (Fd event = Fd.eventfd()) {
      // All of it lies in the socket before the other end reads any.
      front.write(plain, List.of());
      front.write(plain, List.of());
      front.write(Arrays.copyOf(kick, 3), List.of(event));
      front.write(Arrays.copyOfRange(kick, 3, kick.length), List.of());
      front.write(plain, List.of());
      assertThat(receive(back, plain)).isEmpty();
      assertThat(receive(back, plain)).isEmpty();
      List<Fd> fds = receive(back, kick);
      assertThat(fds).hasSize(1);
      assertThat(DescriptorIdentity.of(fds.get(0))).isEqualTo(DescriptorIdentity.of(event));
      fds.get(0).close();
      assertThat(receive(back, plain)).isEmpty();
      List<WireMessage> messages = recorded().messages();
      assertThat(messages).hasSize(4);
      assertThat(messages.get(2).message().fds())
          .containsExactly(DescriptorIdentity.of(event).toString());
    }
  }

  @Test
  void asManyDescriptorsAsAMessageCanCarry() throws Exception {
    for (int count : List.of(32, 33, 253)) {
      byte[] table = message(SET_MEM_TABLE, 1, 264);
      try (Fd memory = Fd.memfd("ram")) {
        front.write(table, Collections.nCopies(count, memory));
        List<Fd> fds = receive(back, table);
        assertThat(fds).hasSize(count);
        fds.forEach(Fd::close);
      }
    }
    assertThat(recorded().messages().get(2).message().fds())
        .hasSize(253)
        .allMatch(fd -> fd.startsWith("/memfd:ram inode="));
  }

  @Test
  void singleBytesStaySingleMessages() throws Exception {
    byte[] kick = message(SET_VRING_KICK, 1, 8);
    try (Fd event = Fd.eventfd()) {
      for (int i = 0; i < 200; i++) {
        for (int at = 0; at < kick.length; at++) {
          front.write(new byte[] {kick[at]}, at == 0 ? List.of(event) : List.of());
        }
        List<Fd> fds = receive(back, kick);
        assertThat(fds).hasSize(1);
        fds.forEach(Fd::close);
      }
    }
    assertThat(recorded().messages())
        .hasSize(200)
        .allMatch(wire -> wire.message().fds().size() == 1);
  }

  @Test
  void aFloodOfConnectionsLeavesNothingOpen() throws Exception {
    for (int i = 0; i < 500; i++) {
      Peer[] ends = scene.connect();
      ends[0].close();
      ends[1].close();
    }
    Await.until(() -> scene.proxy.closed() == 500);
    front.write(message(GET_FEATURES, 1, 0), List.of());
    receive(back, message(GET_FEATURES, 1, 0));
    assertThat(recorded().messages()).hasSize(1);
  }

  @Test
  void whoDoesNotReadHoldsUpOnlyWhoSends() throws Exception {
    byte[] block = message(2, 1, 4000);
    int count = 8000;
    CRC32 sent = new CRC32();
    Thread sender =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < count; i++) {
                  block[100] = (byte) i;
                  sent.update(block);
                  front.write(block, List.of());
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    sender.start();
    // The other direction goes on while this one is full.
    byte[] answer = message(2, 5, 8);
    for (int i = 0; i < 100; i++) {
      back.write(answer, List.of());
      receive(front, answer);
    }
    CRC32 received = new CRC32();
    byte[] got = new byte[block.length];
    for (int i = 0; i < count; i++) {
      back.read(got, 0, got.length, new ArrayList<>());
      received.update(got);
    }
    sender.join();
    assertThat(received.getValue()).isEqualTo(sent.getValue());
  }

  @Test
  void theBackEndsChannelIsRecorded() throws Exception {
    Fd[] channel = Sockets.pair();
    try (Peer asked = new Peer(channel[0])) {
      byte[] handOver = message(SET_BACKEND_REQ_FD, 9, 0);
      front.write(handOver, List.of(channel[1]));
      channel[1].close();
      Fd other = receive(back, handOver).get(0);
      byte[] request = message(2, 9, 0);
      byte[] answer = message(2, 5, 8);
      try (Peer asking = new Peer(other);
          Fd event = Fd.eventfd()) {
        asking.write(request, List.of(event));
        receive(asked, request).forEach(Fd::close);
        asked.write(answer, List.of());
        receive(asking, answer);
      }
      assertThat(asked.receive()).isZero();
    }
    List<WireMessage> messages = recorded().messages();
    assertThat(messages)
        .extracting(wire -> wire.message().channel())
        .containsExactly(Channel.MAIN, Channel.BACKEND, Channel.BACKEND);
    assertThat(messages)
        .extracting(wire -> wire.message().direction())
        .containsExactly(Direction.TO_BACKEND, Direction.TO_FRONTEND, Direction.TO_BACKEND);
    assertThat(messages.get(0).message().fds()).singleElement().asString().startsWith("socket:[");
    assertThat(messages.get(1).message().fds()).singleElement().asString().startsWith("eventfd:[");
  }

  @Test
  void theFrontEndIsWhoSpeaksFirst() throws Exception {
    byte[] request = message(GET_FEATURES, 1, 0);
    long frontEnd = DescriptorIdentity.of(back.socket()).inode();
    back.write(request, List.of());
    receive(front, request);
    front.write(message(GET_FEATURES, 5, 8), List.of());
    receive(back, message(GET_FEATURES, 5, 8));
    Recorded recorded = recorded();
    assertThat(recorded.messages())
        .extracting(wire -> wire.message().direction())
        .containsExactly(Direction.TO_BACKEND, Direction.TO_FRONTEND);
    assertThat(recorded.events(WireEvent.WireEventKind.FRONT_END))
        .singleElement()
        .satisfies(event -> assertThat(Identity.parse(event.why()).peer()).isEqualTo(frontEnd));
  }

  @Test
  void droppedDescriptorsAreReportedAndTheMessageGoesOn() throws Exception {
    byte[] table = message(SET_MEM_TABLE, 1, 8);
    try (Fd memory = Fd.memfd("ram")) {
      // The proxy and the back-end of this test share the limit.
      try (FewerFiles few = new FewerFiles(2)) {
        assertThat(few.limit()).isLessThan(1000);
        front.write(table, Collections.nCopies(30, memory));
        List<Fd> some = receive(back, table);
        assertThat(some).hasSizeLessThan(30);
        some.forEach(Fd::close);
      }
      Await.until(() -> !scene.notes.isEmpty());
      assertThat(scene.notes).anyMatch(note -> note.contains("dropped descriptors"));
      front.write(table, List.of(memory));
      List<Fd> again = receive(back, table);
      assertThat(again).hasSize(1);
      again.forEach(Fd::close);
    }
    assertThat(recorded().messages()).hasSize(2);
  }
}
