// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes bytes between two UNIX sockets until it is cut; later connections pass again. */
final class Wire implements Closeable {
  private final ServerSocketChannel server;
  private final Path target;
  private final List<SocketChannel> open = new CopyOnWriteArrayList<>();

  Wire(Path listen, Path target) throws IOException {
    this.target = target;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(listen));
    start(
        () -> {
          while (true) {
            SocketChannel one = server.accept();
            SocketChannel two = SocketChannel.open(UnixDomainSocketAddress.of(this.target));
            open.add(one);
            open.add(two);
            start(() -> pass(one, two));
            start(() -> pass(two, one));
          }
        });
  }

  private interface Task {
    void run() throws IOException;
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                // Cut.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void pass(SocketChannel from, SocketChannel to) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    try (from;
        to) {
      while (from.read(bytes.clear()) >= 0) {
        bytes.flip();
        while (bytes.hasRemaining()) {
          to.write(bytes);
        }
      }
    }
  }

  void cut() throws IOException {
    for (SocketChannel each : open) {
      each.close();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }
}
