// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.follow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A FIFO or another special file. It is opened for writing too, which on Linux does not wait for
 * the other end, and keeps the log going when QEMU closes and opens it again (fifo(7)).
 */
final class Fifo extends LogInput {
  private final FileChannel channel;

  Fifo(Path path) throws IOException {
    channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @Override
  public int read(byte[] bytes, int at, int count) throws IOException {
    try {
      return channel.read(ByteBuffer.wrap(bytes, at, count));
    } catch (ClosedChannelException e) {
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
