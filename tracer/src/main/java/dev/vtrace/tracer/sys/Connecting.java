// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.sys;

import static java.util.Objects.requireNonNull;

import com.sun.jna.Native;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is being made. Who listens may not take it for a long time: a stopped process
 * whose queue is full, or a host that does not answer. So it is waited for in steps, between which
 * the caller can do something else, or give up by closing it.
 *
 * <pre>{@code
 * try (Connecting connecting = new Connecting(address)) {
 *   while (!connecting.step()) {
 *     ...
 *   }
 *   return connecting.take();
 * }
 * }</pre>
 */
public final class Connecting implements Closeable {
  /** How long a step takes at most. */
  private static final int STEP_MICROS = 200_000;

  private final Address address;
  private final byte[] at;
  private @Nullable Fd fd;

  /** Nothing is done before the first step but that the socket is made. */
  public Connecting(Address address) throws IOException {
    this.address = address;
    at = address.bytes();
    Fd made = Sockets.socket(address);
    fd = made;
    try {
      if (address instanceof Address.Unix) {
        Sockets.passCredentials(made);
      }
      // Bounds connect(2), too, which then goes on when it is called again.
      Sockets.sendTimeout(made, STEP_MICROS);
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  /**
   * Waits for the connection, for a fifth of a second.
   *
   * @return whether it is there
   * @throws IOException if it was refused
   */
  public boolean step() throws IOException {
    if (Libc.connect(requireNonNull(fd).number(), at, at.length) == 0) {
      return true;
    }
    return switch (Native.getLastError()) {
      case SystemException.EISCONN -> true;
      case SystemException.EAGAIN,
          SystemException.EINPROGRESS,
          SystemException.EALREADY,
          SystemException.EINTR ->
          false;
      default -> throw SystemException.of("cannot connect to " + address);
    };
  }

  /** Hands over the connected socket, whose calls wait as usual. */
  public Fd release() throws IOException {
    Fd taken = requireNonNull(fd);
    Sockets.sendTimeout(taken, 0);
    fd = null;
    return taken;
  }

  @Override
  public void close() {
    if (fd != null) {
      fd.close();
    }
  }
}
