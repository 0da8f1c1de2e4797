// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Makes a connection of its own for each that it gets, and links the two. */
final class Relay implements Closeable {
  private final Listener listener;
  private final Connector connector;
  private final Address target;
  private final Taps taps;
  private final Consumer<String> notes;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  /** The two taps of a new connection. */
  record TapPair(Tap fromCaller, Tap fromTarget, Runnable ended) {}

  /** Makes taps. */
  interface Taps {
    /**
     * A connection is there.
     *
     * @param number from 1 on
     * @param caller the socket of who connected
     * @param target the socket to who listens
     */
    TapPair connection(int number, Fd caller, Fd target);
  }

  Relay(Listener listener, Address target, Taps taps, Consumer<String> notes) {
    this.listener = listener;
    this.target = target;
    this.taps = taps;
    this.notes = notes;
    this.connector = new Connector(target, this::connected, this::failed);
  }

  /** Takes connections from now on. */
  void start() {
    listener.start(connector::connect, notes);
  }

  private void failed(String why) {
    failed.incrementAndGet();
    notes.accept(why);
  }

  private void connected(Fd caller, Fd connected) {
    try {
      if (target instanceof Address.Tcp) {
        Sockets.noDelay(connected);
      }
      if (!Sockets.isUnixStream(caller)) {
        Sockets.noDelay(caller);
      }
    } catch (IOException e) {
      notes.accept(e.getMessage());
    }
    int number = opened.incrementAndGet();
    TapPair pair = taps.connection(number, caller, connected);
    Runnable ended =
        () -> {
          try {
            pair.ended().run();
          } finally {
            closed.incrementAndGet();
          }
        };
    link(
        "connection " + number,
        caller,
        connected,
        new TapPair(pair.fromCaller(), pair.fromTarget(), ended));
  }

  /** Links two sockets until both have ended. */
  void link(String name, Fd one, Fd other, TapPair pair) {
    links.removeIf(Link::isClosed);
    links.add(
        new Link(name, one, other, pair.fromCaller(), pair.fromTarget(), pair.ended(), notes));
  }

  /** Connections that were passed on and have ended. */
  int closed() {
    return closed.get();
  }

  /** Connections that are passed on now. */
  int open() {
    // In this order it is never less than there are.
    int gone = closed.get();
    return opened.get() - gone;
  }

  /** Connections that could not be passed on. */
  int failed() {
    return failed.get();
  }

  @Override
  public void close() throws IOException {
    try {
      listener.close(connector::close);
    } finally {
      links.forEach(Link::close);
    }
  }
}
