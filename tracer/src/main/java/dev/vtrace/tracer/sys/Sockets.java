// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.sys;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;

/** Stream sockets, on paths and on TCP. All are closed when another program is started. */
public final class Sockets {
  /** One may say no more. */
  public static final int READ = 0;

  /** One will say no more. */
  public static final int WRITE = 1;

  public static final int BOTH = 2;

  private static final int TYPE = Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC;
  private static final int OWNER_ONLY = 0600;
  private static final int BACKLOG = 128;

  private Sockets() {}

  /** A socket that listens, which on a path only the owner may connect to. */
  public static Fd listen(Address address) throws IOException {
    byte[] at = address.bytes();
    Fd fd = socket(address);
    try {
      if (address instanceof Address.Unix) {
        // Linux takes the mode of a bound path from the socket, so that it never has another.
        check("the mode of " + address, Libc.fchmod(fd.number(), OWNER_ONLY));
        passCredentials(fd);
      } else {
        option(fd, Libc.SOL_SOCKET, Libc.SO_REUSEADDR);
      }
      check("cannot listen on " + address, Libc.bind(fd.number(), at, at.length));
      check("cannot listen on " + address, Libc.listen(fd.number(), BACKLOG));
      return fd;
    } catch (IOException e) {
      fd.close();
      throw e;
    }
  }

  /** The next connection; waits for it. Those on a path tell who sends. */
  public static Fd accept(Fd listening) throws IOException {
    while (true) {
      int fd = Libc.accept4(listening.number(), 0, 0, Libc.SOCK_CLOEXEC);
      if (fd >= 0) {
        return new Fd(fd);
      }
      if (Native.getLastError() != SystemException.EINTR) {
        throw SystemException.of("accept");
      }
    }
  }

  /** A connection to a socket that listens, waited for without end. */
  public static Fd connect(Address address) throws IOException {
    try (Connecting connecting = new Connecting(address)) {
      boolean connected = false;
      while (!connected) {
        connected = connecting.step();
      }
      return connecting.release();
    }
  }

  /** Two sockets that are connected with each other. */
  public static Fd[] pair() throws IOException {
    int[] two = new int[2];
    check("socketpair", Libc.socketpair(Libc.AF_UNIX, TYPE, 0, two));
    return new Fd[] {new Fd(two[0]), new Fd(two[1])};
  }

  /** Messages that are sent to this socket from now on tell the process that sent them. */
  public static void passCredentials(Fd fd) throws IOException {
    option(fd, Libc.SOL_SOCKET, Libc.SO_PASSCRED);
  }

  /** Small messages are sent at once. */
  public static void noDelay(Fd fd) throws IOException {
    option(fd, Libc.IPPROTO_TCP, Libc.TCP_NODELAY);
  }

  /** Whether it is a stream socket on this machine, which may carry descriptors. */
  public static boolean isUnixStream(Fd fd) {
    return option(fd, Libc.SO_DOMAIN) == Libc.AF_UNIX
        && option(fd, Libc.SO_TYPE) == Libc.SOCK_STREAM;
  }

  private static int option(Fd fd, int name) {
    int[] value = {-1};
    Libc.getsockopt(fd.number(), Libc.SOL_SOCKET, name, value, new int[] {4});
    return value[0];
  }

  /** Ends one direction or both, for everybody who holds the socket. */
  public static void shutdown(Fd fd, int how) {
    // It fails only where the connection is gone already.
    Libc.shutdown(fd.number(), how);
  }

  /** Whether calls on a socket return at once where there is nothing to do. */
  public static boolean nonBlocking(Fd fd) {
    return (Libc.fcntl(fd.number(), Libc.F_GETFL, 0) & Libc.O_NONBLOCK) != 0;
  }

  /** Makes calls on a socket return at once where there is nothing to do. */
  public static void setNonBlocking(Fd fd) throws IOException {
    int flags = Libc.fcntl(fd.number(), Libc.F_GETFL, 0);
    check("fcntl", Libc.fcntl(fd.number(), Libc.F_SETFL, flags | Libc.O_NONBLOCK));
  }

  /** Whether the other end is closed as a whole, and not only finished with sending. */
  public static boolean hungUp(Fd fd) {
    return (poll(fd, (short) 0, 0) & (Libc.POLLHUP | Libc.POLLERR)) != 0;
  }

  /** Whether there is something to read, or the end of it. */
  public static boolean readable(Fd fd) {
    return poll(fd, Libc.POLLIN, 0) != 0;
  }

  /** Waits until there is something to read, or the end of it. */
  static void awaitReadable(Fd fd) {
    poll(fd, Libc.POLLIN, -1);
  }

  /** Waits until there is room to write, or nobody to write to. */
  static void awaitWritable(Fd fd) {
    poll(fd, Libc.POLLOUT, -1);
  }

  /** {@code struct pollfd}: the descriptor, what to wait for, what there is. */
  static int poll(Fd fd, short events, int timeout) {
    try (Memory entry = new Memory(8)) {
      entry.setInt(0, fd.number());
      entry.setShort(4, events);
      entry.setShort(6, (short) 0);
      Libc.poll(Pointer.nativeValue(entry), 1, timeout);
      return entry.getShort(6);
    }
  }

  /** How long connecting and sending wait at most; 0 for no end. A {@code struct timeval}. */
  static void sendTimeout(Fd fd, int micros) throws IOException {
    int[] time = {0, 0, micros, 0};
    check("setsockopt", Libc.setsockopt(fd.number(), Libc.SOL_SOCKET, Libc.SO_SNDTIMEO, time, 16));
  }

  static Fd socket(Address address) throws IOException {
    return Fd.of("socket", Libc.socket(address.family(), TYPE, 0));
  }

  private static void option(Fd fd, int level, int name) throws IOException {
    check("setsockopt", Libc.setsockopt(fd.number(), level, name, new int[] {1}, 4));
  }

  private static void check(String what, int result) throws IOException {
    if (result < 0) {
      throw SystemException.of(what);
    }
  }
}
