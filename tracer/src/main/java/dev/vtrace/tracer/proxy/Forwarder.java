// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.proxy;

import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.tracer.identity.DescriptorIdentity;
import dev.vtrace.tracer.sys.Fd;
import dev.vtrace.tracer.sys.SocketBuffer;
import dev.vtrace.tracer.sys.Sockets;
import dev.vtrace.tracer.sys.SystemException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Forwards one direction of a connection.
 *
 * <p>A descriptor belongs to the first byte of the message that it was sent with, and Linux may
 * give that message in one piece with bytes before it. So each read is preceded by a look that
 * tells whether there are any.
 */
final class Forwarder implements Runnable {
  private static final int ROOM = 256 * 1024;

  /**
   * A message with descriptors is looked for byte by byte at most this far before its end. Those of
   * vhost-user are shorter; QEMU passes the descriptors of a migration with one byte each.
   */
  private static final int WINDOW = 1024;

  private static final String TRUNCATED =
      "the system dropped descriptors on their way through this process; its limit of open files"
          + " may be too low";

  private static final long NANOS = 1_000_000_000L;

  private final Fd from;
  private final Fd to;
  private final Tap tap;
  private final LinkEnder origin;
  private final Consumer<String> notes;
  private boolean sending;
  private long forwarded;

  Forwarder(Fd from, Fd to, Tap tap, LinkEnder origin, Consumer<String> notes) {
    this.origin = origin;
    this.notes = notes;
    this.from = from;
    this.to = to;
    this.tap = tap;
  }

  @Override
  public void run() {
    WireEnd seen = WireEnd.RECORDER;
    String why = "";
    try (SocketBuffer buffer = new SocketBuffer(ROOM)) {
      seen = forward(buffer);
    } catch (SystemException e) {
      why = String.valueOf(e.getMessage());
      seen = broken(e);
    } catch (IOException | RuntimeException e) {
      why = String.valueOf(e.getMessage());
    } finally {
      WireEnd end = origin.claim(from, seen);
      try {
        tap.ended(
            forwarded, end, why.isEmpty() ? end.description() : end.description() + ": " + why);
      } finally {
        passOn(seen);
      }
    }
  }

  /** Forwards up to the end, and tells which it is. */
  private WireEnd forward(SocketBuffer buffer) throws IOException {
    for (int next = buffer.peek(from, ROOM); next != 0; next = buffer.peek(from, ROOM)) {
      if (next > 0) {
        int count = buffer.receive(from, 0, next);
        pass(buffer, 0, count, buffer.fds());
      } else {
        passCarrier(buffer, -next);
      }
    }
    return Sockets.hungUp(from) ? WireEnd.CLOSED : WireEnd.FINISHED;
  }

  /**
   * Forwards bytes of which the last belong to a message with descriptors. Only reading byte by
   * byte tells where that message begins.
   */
  private void passCarrier(SocketBuffer buffer, int count) throws IOException {
    for (int plain = 0; plain < count; ) {
      int left = count - plain;
      // The first byte tells a long message that stands alone from a short one after many bytes.
      int got = buffer.receive(from, plain, plain == 0 || left <= WINDOW ? 1 : left - WINDOW);
      List<Fd> fds = buffer.fds();
      if (!fds.isEmpty() || buffer.truncated()) {
        if (buffer.truncated()) {
          notes.accept(TRUNCATED);
        }
        try {
          if (left > got) {
            got += buffer.receive(from, plain + got, left - got);
          }
          pass(buffer, 0, plain, List.of());
        } catch (IOException e) {
          fds.forEach(Fd::close);
          throw e;
        }
        pass(buffer, plain, got, fds);
        return;
      }
      plain += got;
      if (got == 0 || plain == count) {
        pass(buffer, 0, plain, List.of());
        return;
      }
    }
  }

  private void pass(SocketBuffer buffer, int at, int count, List<Fd> received) throws IOException {
    if (count == 0) {
      return;
    }
    Instant now = Instant.now();
    long monotonic = System.nanoTime();
    byte[] bytes = new byte[count];
    buffer.data().get(at, bytes);
    long time = now.getEpochSecond() * NANOS + now.getNano();
    List<Fd> fds = received;
    try {
      fds =
          tap.pass(
              new Tap.ForwardedBytes(
                  forwarded, bytes, time, monotonic, buffer.pid(), identities(received)),
              received);
      forwarded += count;
      sending = true;
      buffer.send(to, at, count, fds);
      sending = false;
    } finally {
      fds.forEach(Fd::close);
    }
  }

  private static List<DescriptorIdentity> identities(List<Fd> fds) {
    if (fds.isEmpty()) {
      return List.of();
    }
    List<DescriptorIdentity> out = new ArrayList<>(fds.size());
    for (Fd fd : fds) {
      out.add(DescriptorIdentity.of(fd));
    }
    return out;
  }

  private WireEnd broken(SystemException e) {
    return switch (e.number()) {
      case SystemException.EPIPE -> WireEnd.RECEIVER_GONE;
      case SystemException.ECONNRESET -> sending ? WireEnd.RECEIVER_GONE : WireEnd.RESET;
      default -> WireEnd.RECORDER;
    };
  }

  /** The sender shall see what it would see of a peer that is gone, and so shall the receiver. */
  private void passOn(WireEnd seen) {
    switch (seen) {
      case FINISHED -> Sockets.shutdown(to, Sockets.WRITE);
      case CLOSED -> Sockets.shutdown(to, Sockets.BOTH);
      case RECEIVER_GONE -> Sockets.shutdown(from, Sockets.READ);
      default -> {
        Sockets.shutdown(from, Sockets.BOTH);
        Sockets.shutdown(to, Sockets.BOTH);
      }
    }
  }
}
