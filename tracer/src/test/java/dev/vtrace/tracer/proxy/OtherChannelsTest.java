// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Request;
import dev.vtrace.tracer.identity.DescriptorIdentity;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sockets that pass over a vhost-user connection for other purposes than the back-end's channel:
 * the very same object arrives, and what is said on it does not go through the proxy.
 */
class OtherChannelsTest {
  private static final int REQUEST = 1;
  private static final int REPLY = 5;

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

  private static byte[] message(Request request, int flags, int payload) {
    ByteBuffer out = ByteBuffer.allocate(12 + payload).order(ByteOrder.LITTLE_ENDIAN);
    return out.putInt(request.id()).putInt(flags).putInt(payload).array();
  }

  /** Sends a message with a descriptor; what arrives is the same message with the same object. */
  private static Fd pass(Peer from, Peer to, byte[] message, Fd with) throws IOException {
    from.write(message, List.of(with));
    byte[] got = new byte[message.length];
    List<Fd> fds = new ArrayList<>();
    to.read(got, 0, got.length, fds);
    assertThat(got).isEqualTo(message);
    assertThat(fds).hasSize(1);
    assertThat(DescriptorIdentity.of(fds.get(0))).isEqualTo(DescriptorIdentity.of(with));
    return fds.get(0);
  }

  /** The recorded messages, once all is closed. */
  private List<WireMessage> recorded() throws IOException {
    front.close();
    back.close();
    scene.close();
    Recorded recorded = Recorded.read(scene.traffic());
    assertThat(recorded.findings()).isEmpty();
    assertThat(recorded.messages()).allMatch(wire -> wire.message().channel() == Channel.MAIN);
    return recorded.messages();
  }

  /** One end passes in a message, the other stays; both talk after the proxy's back. */
  private void aSocketPassesAsItIs(Request request) throws IOException {
    Fd[] pair = Sockets.pair();
    String identity = DescriptorIdentity.of(pair[1]).toString();
    try (Peer kept = new Peer(pair[0]);
        Peer passed = new Peer(pass(front, back, message(request, REQUEST, 8), pair[1]))) {
      pair[1].close();
      byte[] frame = message(Request.GET_FEATURES, REQUEST, 100);
      byte[] got = new byte[frame.length];
      kept.write(frame, List.of());
      passed.read(got, 0, got.length, new ArrayList<>());
      assertThat(got).isEqualTo(frame);
      passed.write(frame, List.of());
      kept.read(got, 0, got.length, new ArrayList<>());
    }
    assertThat(recorded())
        .singleElement()
        .satisfies(
            wire -> {
              assertThat(wire.message().row()).isEqualTo(request);
              assertThat(wire.message().fds()).containsExactly(identity);
            });
  }

  @Test
  void theSocketOfTheDisplay() throws Exception {
    aSocketPassesAsItIs(Request.GPU_SET_SOCKET);
  }

  @Test
  void theSocketForTheDevicesState() throws Exception {
    aSocketPassesAsItIs(Request.SET_DEVICE_STATE_FD);
  }

  @Test
  void theDescriptorForPageFaultsComesWithAReply() throws Exception {
    byte[] ask = message(Request.POSTCOPY_ADVISE, REQUEST, 0);
    byte[] got = new byte[ask.length];
    front.write(ask, List.of());
    back.read(got, 0, got.length, new ArrayList<>());
    Fd[] faults = Sockets.pair();
    try (Fd kept = faults[0];
        Fd given = faults[1];
        Fd arrived = pass(back, front, message(Request.POSTCOPY_ADVISE, REPLY, 8), given)) {
      assertThat(DescriptorIdentity.of(arrived).peer())
          .isEqualTo(DescriptorIdentity.of(kept).inode());
    }
    assertThat(recorded())
        .extracting(wire -> wire.message().direction() + " " + wire.message().fds().size())
        .containsExactly(Direction.TO_BACKEND + " 0", Direction.TO_FRONTEND + " 1");
  }
}
