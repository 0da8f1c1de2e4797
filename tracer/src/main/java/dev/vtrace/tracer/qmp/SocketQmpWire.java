// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import dev.vtrace.tracer.sys.Address;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;

/** A connection to the socket of a monitor. */
final class SocketQmpWire implements QmpWire {
  private final SocketChannel channel;

  private SocketQmpWire(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * Connects.
   *
   * @throws IOException if nobody listens there; the message names the address
   */
  static SocketQmpWire connect(Address address) throws IOException {
    boolean unix = address instanceof Address.Unix;
    SocketAddress socket =
        address instanceof Address.Unix u
            ? UnixDomainSocketAddress.of(u.path())
            : new InetSocketAddress(((Address.Tcp) address).host(), ((Address.Tcp) address).port());
    SocketChannel channel =
        unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
    try {
      channel.connect(socket);
      return new SocketQmpWire(channel);
    } catch (IOException e) {
      channel.close();
      throw new IOException(address + ": " + QmpClient.reason(e), e);
    }
  }

  @Override
  public InputStream input() {
    return Channels.newInputStream(channel);
  }

  @Override
  public void send(byte[] command) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(command.length + 1).put(command).put((byte) '\n').flip();
    // One command in one piece: QEMU may read it while another thread sends the next.
    synchronized (channel) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
