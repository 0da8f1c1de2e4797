// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.tracer.sys.Address;
import dev.vtrace.tracer.sys.Connecting;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.Sockets;
import dev.vtrace.tracer.sys.SystemException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A socket that listens until it is closed. */
final class Listener implements Closeable {
  /** What stands after the path of a socket that was put aside. */
  private static final String ASIDE = ".vtrace";

  private static final long PAUSE_NANOS = 100_000_000L;

  private final Fd socket;
  private final @Nullable Path path;
  private final @Nullable Object identity;
  private final @Nullable Path aside;
  private @Nullable Thread thread;
  private volatile boolean closed;

  private Listener(Fd socket, @Nullable Path path, @Nullable Path aside) throws IOException {
    this.socket = socket;
    this.path = path;
    this.aside = aside;
    identity = path == null ? null : identity(path);
  }

  /**
   * Listens. A path where nobody listens any more is replaced.
   *
   * @throws IOException if that is not possible; the message names the address
   */
  static Listener at(Address address) throws IOException {
    if (!(address instanceof Address.Unix unix)) {
      return new Listener(Sockets.listen(address), null, null);
    }
    Path path = unix.path();
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (!isSocket(path)) {
        throw new IOException(path + ": already exists, and is not a socket");
      }
      if (answers(path)) {
        throw new IOException(
            path + ": a process already listens there; --takeover places the proxy in front of it");
      }
      Files.delete(path);
    }
    return new Listener(Sockets.listen(address), path, null);
  }

  /** The path at which a back-end can be reached while somebody else has its own. */
  static Path aside(Path path) {
    return path.resolveSibling(path.getFileName() + ASIDE);
  }

  /**
   * Gives the path of a back-end back to it, where a proxy had it that was killed.
   *
   * @return whether that was necessary
   */
  static boolean putBack(Path path) throws IOException {
    Path aside = aside(path);
    boolean left =
        Files.exists(aside, LinkOption.NOFOLLOW_LINKS)
            && isSocket(aside)
            && (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) || isSocket(path) && !answers(path))
            && answers(aside);
    if (left) {
      Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
    }
    return left;
  }

  /**
   * Listens in place of somebody who listens already and who can be reached at {@link #aside} from
   * then on. At no moment is there nobody at the path. Where an earlier proxy was killed, its place
   * is taken.
   */
  static Listener takeover(Path path) throws IOException {
    Path aside = aside(path);
    boolean left = Files.exists(aside, LinkOption.NOFOLLOW_LINKS);
    Path backend = left && answers(aside) ? aside : path;
    if (!Files.exists(backend, LinkOption.NOFOLLOW_LINKS) || !isSocket(backend)) {
      throw new IOException(path + ": there is no socket to take over");
    }
    if (left && backend == path) {
      Files.delete(aside);
    } else if (left && answers(path)) {
      throw new IOException(path + ": a proxy is already in front of it");
    }
    Map<String, Object> like =
        Files.readAttributes(backend, "posix:permissions,owner,group", LinkOption.NOFOLLOW_LINKS);
    Path own = path.resolveSibling(path.getFileName() + ASIDE + "-new");
    Files.deleteIfExists(own);
    Fd socket = Sockets.listen(new Address.Unix(own));
    try {
      Files.setAttribute(own, "posix:owner", like.get("owner"), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(own, "posix:group", like.get("group"), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(own, "posix:permissions", like.get("permissions"));
      if (backend == path) {
        Files.createLink(aside, path);
      }
      Files.move(own, path, StandardCopyOption.ATOMIC_MOVE);
      return new Listener(socket, path, aside);
    } catch (IOException e) {
      socket.close();
      Files.deleteIfExists(own);
      throw e;
    }
  }

  /** Hands over each connection from now on, one after the other, in a thread. */
  void start(Consumer<Fd> accepted, Consumer<String> notes) {
    thread = new Thread(() -> accept(accepted, notes), "listener");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(Consumer<Fd> accepted, Consumer<String> notes) {
    while (!closed) {
      try {
        accepted.accept(Sockets.accept(socket));
      } catch (IOException e) {
        if (!closed) {
          notes.accept("a connection could not be accepted: " + e.getMessage());
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  private static boolean isSocket(Path path) throws IOException {
    int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return (mode & 0170000) == 0140000;
  }

  private static boolean answers(Path path) throws IOException {
    try (Connecting connecting = new Connecting(new Address.Unix(path))) {
      // One that is stopped, and whose queue is full, listens all the same.
      connecting.step();
      return true;
    } catch (SystemException e) {
      return e.number() != SystemException.ECONNREFUSED;
    }
  }

  private static Object identity(@Nullable Path path) throws IOException {
    return Files.readAttributes(path, "unix:ino,dev", LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void close() throws IOException {
    close(() -> {});
  }

  /**
   * Stops, and leaves the path as it was before, unless it is somebody else's by now.
   *
   * @param stopping ends what the taker of the connections is doing, after nobody is let in any
   *     more
   */
  void close(Runnable stopping) throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    Sockets.shutdown(socket, Sockets.BOTH);
    stopping.run();
    if (thread != null) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (path != null) {
      restore();
    }
    socket.close();
  }

  private void restore() throws IOException {
    boolean own = Files.exists(path, LinkOption.NOFOLLOW_LINKS) && identity(path).equals(identity);
    if (own && aside != null) {
      Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
    } else if (own) {
      Files.delete(path);
    } else if (aside != null) {
      Files.deleteIfExists(aside);
    }
  }
}
