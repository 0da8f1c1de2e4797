// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.qmp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/** Lines from several threads, to be read as bytes by one. */
final class LineInput extends InputStream {
  private final Queue<byte[]> lines = new ArrayDeque<>();
  private byte[] line = {};
  private int at;
  private boolean ended;

  synchronized void add(String text) {
    lines.add((text + "\n").getBytes(StandardCharsets.UTF_8));
    notifyAll();
  }

  /** Nothing follows. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] into, int offset, int length) throws IOException {
    try {
      while (at == line.length) {
        if (lines.isEmpty() && ended) {
          return -1;
        } else if (lines.isEmpty()) {
          wait();
        } else {
          line = lines.remove();
          at = 0;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    int count = Math.min(length, line.length - at);
    System.arraycopy(line, at, into, offset, count);
    at += count;
    return count;
  }
}
