// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import dev.vtrace.decoder.bytes.SourceSpan;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message as it crossed the socket. The payload array is not to be changed by anybody.
 *
 * @param request the id on the wire, unsigned
 * @param flags see {@link Flags}
 * @param size payload bytes that the header announces
 * @param payload those that are there; fewer than {@code size} where the recording lacks some
 * @param fds what kind each attached descriptor is, {@code ""} where not known; empty for none
 * @param timeNs when its first byte was seen, on the recording's clock; -1 if not known
 * @param order byte order of the machine that both ends run on
 */
public record Message(
    Channel channel,
    Direction direction,
    int request,
    int flags,
    int size,
    byte[] payload,
    List<String> fds,
    long timeNs,
    SourceSpan span,
    ByteOrder order) {
  /** Bytes of a header: request, flags, payload size. */
  public static final int HEADER = 12;

  /**
   * The largest payload that is believed. The largest that exists is 2056 bytes (GET_SHMEM_CONFIG),
   * implementations refuse more than 4096.
   */
  public static final int MAX_PAYLOAD = 64 * 1024;

  /** Whether it says that it is a reply. */
  public boolean isReply() {
    return (flags & Flags.REPLY) != 0;
  }

  /** Whether it asks for a reply. */
  public boolean needsReply() {
    return (flags & Flags.NEED_REPLY) != 0;
  }

  /** Its row in the table, or null for an id that the table does not have. */
  public @Nullable Request row() {
    return Request.of(channel, request);
  }

  /** What its request does; nothing for an id that the table does not have. */
  public Effect effect() {
    return Effect.of(row());
  }

  /** The request's name, or {@code request 99}. */
  public String name() {
    Request row = row();
    return row == null ? "request " + Integer.toUnsignedString(request) : row.name();
  }

  /** Header and payload as on the wire. */
  public byte[] bytes() {
    byte[] out = new byte[HEADER + payload.length];
    UnsignedIntegers.put(out, 0, 4, order, request);
    UnsignedIntegers.put(out, 4, 4, order, flags);
    UnsignedIntegers.put(out, 8, 4, order, size);
    System.arraycopy(payload, 0, out, HEADER, payload.length);
    return out;
  }

  /** The same message, seen at another time. */
  public Message at(long timeNs) {
    return new Message(channel, direction, request, flags, size, payload, fds, timeNs, span, order);
  }

  /** A message from header and payload bytes; null if there is no whole header. */
  public static @Nullable Message of(
      Channel channel,
      Direction direction,
      byte[] bytes,
      List<String> fds,
      long timeNs,
      SourceSpan span,
      ByteOrder order) {
    if (bytes.length < HEADER) {
      return null;
    }
    int size = (int) UnsignedIntegers.get(bytes, 8, 4, order);
    int there = Math.min(bytes.length - HEADER, size < 0 ? MAX_PAYLOAD : size);
    byte[] payload = new byte[there];
    System.arraycopy(bytes, HEADER, payload, 0, there);
    return new Message(
        channel,
        direction,
        (int) UnsignedIntegers.get(bytes, 0, 4, order),
        (int) UnsignedIntegers.get(bytes, 4, 4, order),
        size,
        payload,
        fds,
        timeNs,
        span,
        order);
  }

  /** The byte order in which these twelve bytes are a header; little-endian if both or none. */
  public static ByteOrder guessOrder(byte[] bytes, int at) {
    return !plausible(bytes, at, ByteOrder.LITTLE_ENDIAN)
            && plausible(bytes, at, ByteOrder.BIG_ENDIAN)
        ? ByteOrder.BIG_ENDIAN
        : ByteOrder.LITTLE_ENDIAN;
  }

  /** Whether twelve bytes can be the header of a message, known or not. */
  static boolean plausible(byte[] bytes, int at, ByteOrder order) {
    long request = UnsignedIntegers.get(bytes, at, 4, order);
    long flags = UnsignedIntegers.get(bytes, at + 4, 4, order);
    long size = UnsignedIntegers.get(bytes, at + 8, 4, order);
    return request <= 0xffff
        && (flags & Flags.VERSION_MASK) == Flags.VERSION
        && flags <= 0xff
        && size <= MAX_PAYLOAD;
  }
}
