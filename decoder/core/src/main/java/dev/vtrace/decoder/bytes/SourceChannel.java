// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** Reads a source with a position of its own. Closing it leaves the source open. */
final class SourceChannel implements SeekableByteChannel {
  private static final int CHUNK = 64 * 1024;

  private final ByteSource source;
  private volatile boolean open = true;
  private long position;

  SourceChannel(ByteSource source) {
    this.source = source;
  }

  @Override
  public synchronized int read(ByteBuffer target) throws IOException {
    check();
    if (!target.hasRemaining()) {
      return 0;
    }
    int n;
    if (target.hasArray()) {
      int at = target.arrayOffset() + target.position();
      n = source.read(position, target.array(), at, target.remaining());
      target.position(target.position() + n);
    } else {
      byte[] chunk = new byte[Math.min(CHUNK, target.remaining())];
      n = source.read(position, chunk, 0, chunk.length);
      target.put(chunk, 0, n);
    }
    position += n;
    return n == 0 ? -1 : n;
  }

  @Override
  public synchronized long position() throws IOException {
    check();
    return position;
  }

  @Override
  public synchronized SeekableByteChannel position(long wanted) throws IOException {
    check();
    if (wanted < 0) {
      throw new IllegalArgumentException("a position before the first byte");
    }
    position = wanted;
    return this;
  }

  @Override
  public long size() throws IOException {
    check();
    return source.size();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }

  private void check() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
