// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import static java.util.Objects.requireNonNull;

import dev.vtrace.tracer.recording.Recorder;
import dev.vtrace.tracer.sys.Address;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between vhost-user front-ends and a back-end. Who is the front-end shows in who speaks
 * first, so it may be the one that listens.
 *
 * <p>The back-end's own channel is recorded, too: in place of the socket that passes in
 * SET_BACKEND_REQ_FD the back-end gets another one, and the two are linked. All other descriptors
 * pass as they are.
 */
public final class VhostUserProxy implements Closeable {
  private final Address listen;
  private final Address connect;
  private final boolean takeover;
  private final Opener traffic;
  private final Consumer<String> notes;
  private final CountDownLatch ready = new CountDownLatch(1);
  private @Nullable Relay relay;

  /**
   * A proxy that is not started yet.
   *
   * @param file the name that the traffic gets in the capture, such as {@code vhost-user.pcapng}
   * @param notes takes sentences for people, from any thread
   */
  public VhostUserProxy(
      Address listen, Address connect, Recorder recorder, String file, Consumer<String> notes) {
    this(listen, connect, false, () -> new RecordedTraffic(recorder, file), notes);
  }

  /** Begins to take what passes, once the proxy listens. */
  public interface Opener {
    TrafficSink open() throws IOException;
  }

  private VhostUserProxy(
      Address listen, Address connect, boolean takeover, Opener traffic, Consumer<String> notes) {
    this.listen = listen;
    this.connect = connect;
    this.takeover = takeover;
    this.traffic = traffic;
    this.notes = notes;
  }

  /**
   * A proxy that takes the place of somebody who listens already, and gives it back when closed.
   */
  public static VhostUserProxy takeover(
      Path socket, Recorder recorder, String file, Consumer<String> notes) {
    return takeover(socket, () -> new RecordedTraffic(recorder, file), notes);
  }

  /** As the other, with what passes going elsewhere than into a capture of this process. */
  public static VhostUserProxy takeover(Path socket, Opener traffic, Consumer<String> notes) {
    Address aside = new Address.Unix(Listener.aside(socket));
    return new VhostUserProxy(new Address.Unix(socket), aside, true, traffic, notes);
  }

  /** A proxy that is not started yet, with what passes going elsewhere. */
  public static VhostUserProxy between(
      Address listen, Address connect, Opener traffic, Consumer<String> notes) {
    return new VhostUserProxy(listen, connect, false, traffic, notes);
  }

  /**
   * Gives the path of a back-end back to it, where a proxy that stood in front of it was killed,
   * and says so.
   */
  public static void putBack(Path path, Consumer<String> notes) throws IOException {
    if (Listener.putBack(path)) {
      notes.accept(
          "a proxy that was killed left the socket of the back-end at "
              + Listener.aside(path)
              + "; it is back at "
              + path);
    }
  }

  /**
   * Listens. When this returns, connections are taken. Where a proxy that was killed has left the
   * back-end's socket at another path, it is put back.
   *
   * @throws IOException if that is not possible
   */
  public synchronized void start() throws IOException {
    if (!takeover && connect instanceof Address.Unix unix) {
      putBack(unix.path(), notes);
    }
    Listener listener =
        takeover ? Listener.takeover(((Address.Unix) listen).path()) : Listener.at(listen);
    TrafficSink sink;
    try {
      sink = traffic.open();
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    relay =
        new Relay(
            listener,
            connect,
            (number, caller, target) -> connection(sink, number).pair(caller, target),
            notes);
    relay.start();
    ready.countDown();
  }

  private VhostUserConnection connection(TrafficSink sink, int number) {
    return new VhostUserConnection(requireNonNull(relay), sink, Integer.toString(number), notes);
  }

  /** Connections that are passed on now. */
  public synchronized int open() {
    return relay == null ? 0 : relay.open();
  }

  /** Connections that were passed on and have ended. */
  public synchronized int closed() {
    return relay == null ? 0 : relay.closed();
  }

  /** Connections that could not be passed on. */
  public synchronized int failed() {
    return relay == null ? 0 : relay.failed();
  }

  /** Passes on what was sent already, ends all connections, and leaves the path as it was. */
  @Override
  public synchronized void close() throws IOException {
    if (relay != null) {
      relay.close();
    }
  }
}
