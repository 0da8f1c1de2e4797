// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import dev.vtrace.decoder.bytes.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A source over an open file. Its size is that of the moment, since a log grows. */
final class ChannelSource implements ByteSource {
  private final String name;
  private final FileChannel channel;

  ChannelSource(String name, FileChannel channel) {
    this.name = name;
    this.channel = channel;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public int read(long offset, byte[] into, int at, int length) throws IOException {
    ByteBuffer target = ByteBuffer.wrap(into, at, length);
    int total = 0;
    while (target.hasRemaining()) {
      int n = channel.read(target, offset + total);
      if (n < 0) {
        break;
      }
      total += n;
    }
    return total;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
