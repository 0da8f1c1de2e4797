// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.follow;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * What comes through a pipe. A thread that waits inside a read of a pipe cannot be called back, so
 * a thread of its own does the waiting, and hands over one piece at a time.
 */
final class Piped extends LogInput {
  private static final int POLL_MS = 50;
  private static final byte[] END = {};

  private final SynchronousQueue<byte[]> pieces = new SynchronousQueue<>();
  private final Runnable end;
  private byte[] piece = {};
  private int used;
  private volatile boolean closed;

  Piped(InputStream in, Runnable end) {
    this.end = end;
    Thread thread = new Thread(() -> pump(in), "pipe");
    thread.setDaemon(true);
    thread.start();
  }

  private void pump(InputStream in) {
    byte[] buffer = new byte[1 << 16];
    try {
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        pieces.put(Arrays.copyOf(buffer, got));
      }
    } catch (IOException e) {
      // The pipe broke: that is its end.
    } catch (InterruptedException e) {
      return;
    }
    try {
      pieces.put(END);
    } catch (InterruptedException e) {
      return;
    }
  }

  @Override
  public int read(byte[] bytes, int at, int count) {
    try {
      while (used == piece.length) {
        byte[] next = pieces.poll(POLL_MS, TimeUnit.MILLISECONDS);
        if (next == END || next == null && closed) {
          return -1;
        }
        if (next != null) {
          piece = next;
          used = 0;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
    int got = Math.min(count, piece.length - used);
    System.arraycopy(piece, used, bytes, at, got);
    used += got;
    return got;
  }

  @Override
  public void close() {
    closed = true;
    end.run();
  }
}
