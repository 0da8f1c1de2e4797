// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vtrace.tracer.identity.DescriptorIdentity;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.SocketBuffer;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** One end of a connection, which sends and receives {@link Traffic}. */
final class Peer implements Closeable {
  private static final int ROOM = 8192;

  private final Fd socket;
  private final SocketBuffer in = new SocketBuffer(ROOM);
  private final SocketBuffer out = new SocketBuffer(ROOM);

  Peer(Fd socket) {
    this.socket = socket;
  }

  Fd socket() {
    return socket;
  }

  /**
   * Sends messages in pieces that have nothing to do with where messages begin, but for those with
   * descriptors: one such begins a piece, as with {@code sendmsg}.
   */
  void send(Traffic traffic, int count, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int filled = 0;
    int cut = 1 + random.nextInt(60);
    List<Fd> with = List.of();
    for (int i = 0; i < count; i++) {
      Traffic.Sample sample = traffic.next();
      if (!sample.fds().isEmpty() && filled > 0) {
        out.send(socket, 0, filled, with);
        with = List.of();
        filled = 0;
      }
      if (!sample.fds().isEmpty()) {
        with = traffic.descriptors(sample);
      }
      byte[] bytes = sample.bytes();
      for (int at = 0; at < bytes.length; ) {
        int take = Math.min(bytes.length - at, cut - filled);
        out.data().put(filled, bytes, at, take);
        filled += take;
        at += take;
        if (filled == cut) {
          out.send(socket, 0, filled, with);
          with = List.of();
          filled = 0;
          cut = 1 + random.nextInt(random.nextInt(10) == 0 ? ROOM : 60);
        }
      }
    }
    if (filled > 0) {
      out.send(socket, 0, filled, with);
    }
  }

  /**
   * Receives messages as a back-end does, header by header, and compares each with what was sent.
   *
   * @param identities those of the pool
   */
  void receive(Traffic traffic, int count, List<DescriptorIdentity> identities) throws IOException {
    for (int i = 0; i < count; i++) {
      Traffic.Sample sample = traffic.next();
      List<Fd> fds = new ArrayList<>();
      byte[] got = new byte[sample.bytes().length];
      read(got, 0, 12, fds);
      assertThat(fds).as("descriptors with message %s", i).hasSameSizeAs(sample.fds());
      read(got, 12, got.length - 12, fds);
      assertThat(fds).as("descriptors inside message %s", i).hasSameSizeAs(sample.fds());
      if (!Arrays.equals(got, sample.bytes())) {
        assertThat(got).as("message %s", i).isEqualTo(sample.bytes());
      }
      for (int fd = 0; fd < fds.size(); fd++) {
        DescriptorIdentity identity = DescriptorIdentity.of(fds.get(fd));
        DescriptorIdentity sent = identities.get(sample.fds().get(fd));
        if (!identity.equals(sent)) {
          assertThat(identity).as("descriptor %s of message %s", fd, i).isEqualTo(sent);
        }
        fds.get(fd).close();
      }
    }
  }

  /** Receives exactly so many bytes. */
  void read(byte[] into, int at, int count, List<Fd> fds) throws IOException {
    for (int have = 0; have < count; ) {
      int got = in.receive(socket, 0, count - have);
      if (got == 0) {
        throw new IOException("the connection ended");
      }
      in.data().get(0, into, at + have, got);
      fds.addAll(in.fds());
      have += got;
    }
  }

  /** Sends bytes in one piece. */
  void write(byte[] bytes, List<Fd> fds) throws IOException {
    out.data().put(0, bytes);
    out.send(socket, 0, bytes.length, fds);
  }

  /** Receives once; the count, 0 at the end. */
  int receive() throws IOException {
    int got = in.receive(socket, 0, ROOM);
    in.fds().forEach(Fd::close);
    return got;
  }

  @Override
  public void close() {
    socket.close();
    in.close();
    out.close();
  }
}
