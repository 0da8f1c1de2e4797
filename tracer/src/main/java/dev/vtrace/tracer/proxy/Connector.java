// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.Connecting;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connection of the proxy for each that it gets. Usually the target takes it at once; one
 * that it does not take is waited for in a thread of its own, so that others get their turn, and
 * until the proxy ends.
 */
final class Connector implements Closeable {
  /** Connections that wait at a time; further callers wait to be accepted, as without a proxy. */
  static final int MOST_WAITING = 64;

  private static final long STACK = 256 * 1024;

  private final Address target;
  private final BiConsumer<Fd, Fd> connected;
  private final Consumer<String> failed;
  private final Semaphore room = new Semaphore(MOST_WAITING);
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * A connector to a target.
   *
   * @param connected takes the caller's socket and that to the target; not after {@link #close}
   * @param failed takes a sentence, before the caller's socket is closed
   */
  Connector(Address target, BiConsumer<Fd, Fd> connected, Consumer<String> failed) {
    this.target = target;
    this.connected = connected;
    this.failed = failed;
  }

  /** Connects for a caller; returns before that is done where the target does not take it. */
  void connect(Fd caller) {
    Connecting connecting = null;
    try {
      connecting = new Connecting(target);
      if (connecting.step()) {
        connected.accept(caller, connecting.release());
        return;
      }
    } catch (IOException e) {
      refused(caller, connecting, String.valueOf(e.getMessage()));
      return;
    }
    Connecting slow = connecting;
    Thread thread = new Thread(null, () -> await(caller, slow), "connecting", STACK);
    thread.setDaemon(true);
    room.acquireUninterruptibly();
    waiting.add(thread);
    thread.start();
  }

  private void await(Fd caller, Connecting connecting) {
    try {
      boolean left = false;
      while (!closed && !left) {
        if (connecting.step()) {
          connected.accept(caller, connecting.release());
          return;
        }
        left = Sockets.hungUp(caller);
      }
      String until = left ? "the client left" : "the proxy ended";
      refused(caller, connecting, target + ": did not take a connection until " + until);
    } catch (IOException e) {
      refused(caller, connecting, String.valueOf(e.getMessage()));
    } finally {
      waiting.remove(Thread.currentThread());
      room.release();
    }
  }

  private void refused(Fd caller, @Nullable Connecting connecting, String why) {
    if (connecting != null) {
      connecting.close();
    }
    failed.accept(why + "; the connection was closed");
    caller.close();
  }

  /** Gives up what still waits. */
  @Override
  public void close() {
    closed = true;
    for (Thread thread : waiting) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
