// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.tracer.recording.RecordedFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** A file that is being recorded. A read waits until all of its bytes are there, or the end is. */
final class GrowingSource implements ByteSource {
  private static final long LARGEST = Long.MAX_VALUE / 4;
  private static final long PAUSE_MILLIS = 10;

  private final RecordedFile file;
  private final FileChannel channel;

  GrowingSource(RecordedFile file) throws IOException {
    this.file = file;
    channel = FileChannel.open(file.path(), StandardOpenOption.READ);
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public long size() {
    return LARGEST;
  }

  @Override
  public boolean complete() {
    return false;
  }

  @Override
  public int read(long offset, byte[] into, int at, int length) throws IOException {
    try {
      while (file.size() < offset + length && !file.isClosed()) {
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    ByteBuffer target = ByteBuffer.wrap(into, at, length);
    int total = 0;
    while (target.hasRemaining()) {
      int count = channel.read(target, offset + total);
      if (count < 0) {
        break;
      }
      total += count;
    }
    return total;
  }

  /** Waits until nothing more will be written. */
  static void awaitEnd(RecordedFile file) throws InterruptedException {
    while (!file.isClosed()) {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
