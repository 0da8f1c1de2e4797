// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Two sockets, and what one says is said to the other. Both are closed at the end. */
final class Link {
  /** How long what is under way may take when the proxy ends. */
  private static final long GRACE_SECONDS = 2;

  private static final long STACK = 256 * 1024;

  private final Fd one;
  private final Fd other;
  private final LinkEnder origin;
  private final CountDownLatch done = new CountDownLatch(1);
  private final Runnable ended;
  private int running = 2;

  /**
   * Starts forwarding.
   *
   * @param ended is called once when both directions have ended and both sockets are closed
   */
  Link(
      String name,
      Fd one,
      Fd other,
      Tap fromOne,
      Tap fromOther,
      Runnable ended,
      Consumer<String> notes) {
    this.one = one;
    this.other = other;
    this.ended = ended;
    this.origin = new LinkEnder(one, other);
    start(name + " >", new Forwarder(one, other, fromOne, origin, notes));
    start(name + " <", new Forwarder(other, one, fromOther, origin, notes));
  }

  private void start(String name, Forwarder pump) {
    Thread thread = new Thread(null, () -> run(pump), name, STACK);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Forwarder pump) {
    try {
      pump.run();
    } finally {
      finished();
    }
  }

  private void finished() {
    if (lastOfTwo()) {
      try {
        ended.run();
      } finally {
        done.countDown();
      }
    }
  }

  private synchronized boolean lastOfTwo() {
    if (--running == 0) {
      one.close();
      other.close();
    }
    return running == 0;
  }

  boolean isClosed() {
    return done.getCount() == 0;
  }

  /** Forwards what was sent already, then closes both sockets. */
  void close() {
    endedByRecorder();
    shutdown(Sockets.READ);
    if (!await()) {
      // Somebody does not read.
      shutdown(Sockets.BOTH);
      await();
    }
  }

  private synchronized void endedByRecorder() {
    if (running > 0) {
      origin.recorderEnds();
    }
  }

  /** The numbers must not be used once the sockets are closed: they may be others' by then. */
  private synchronized void shutdown(int how) {
    if (running > 0) {
      Sockets.shutdown(one, how);
      Sockets.shutdown(other, how);
    }
  }

  private boolean await() {
    try {
      return done.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
