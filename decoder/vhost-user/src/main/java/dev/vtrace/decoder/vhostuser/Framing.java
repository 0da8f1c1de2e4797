// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one direction of a socket into messages, however the bytes arrive.
 *
 * <p>Each byte ends in exactly one message, or is counted as lost in a diagnostic. Where a header
 * cannot be one, bytes are skipped until one that is surely a header follows. A length is checked
 * before memory is taken for it.
 */
public final class Framing {
  private final Channel channel;
  private final Direction direction;
  private final Consumer<Message> sink;
  private final Consumer<Diagnostic> diagnostics;
  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private @Nullable ByteOrder order;
  private byte[] held = new byte[512];
  private int length;
  private long base;
  private long gap = Long.MAX_VALUE;
  private long lost;
  private SourceSpan lostAt = SourceSpan.NONE;

  /** A chunk's first position in the socket's stream, and what came with it. */
  private record Arrival(long position, long timeNs, SourceSpan span, List<String> fds) {}

  /** The byte order is guessed from the first header. */
  public Framing(
      Channel channel,
      Direction direction,
      Consumer<Message> sink,
      Consumer<Diagnostic> diagnostics) {
    this.channel = channel;
    this.direction = direction;
    this.sink = sink;
    this.diagnostics = diagnostics;
  }

  /**
   * Takes the next bytes of the stream.
   *
   * @param fds the descriptors that arrived with the first of them
   */
  public void feed(
      byte[] bytes, int at, int count, long timeNs, SourceSpan span, List<String> fds) {
    if (count <= 0) {
      return;
    }
    arrivals.add(new Arrival(base + length, timeNs, span, fds));
    if (length + count > held.length) {
      held = Arrays.copyOf(held, Math.max(held.length * 2, length + count));
    }
    System.arraycopy(bytes, at, held, length, count);
    length += count;
    cut();
  }

  /** Tells that bytes crossed the socket which the recording does not have. */
  public void missing(int count, long timeNs, SourceSpan span) {
    if (count <= 0) {
      return;
    }
    gap = Math.min(gap, base + length);
    byte[] nothing = new byte[Math.min(count, Message.MAX_PAYLOAD)];
    feed(nothing, 0, nothing.length, timeNs, span, List.of());
  }

  /** The stream ends here. */
  public void end() {
    if (lost > 0) {
      // What no header was found in goes on to the end.
      lost += length;
      length = 0;
    }
    if (length > 0) {
      Arrival first = arrivals.peek();
      SourceSpan span = first == null ? SourceSpan.NONE : first.span();
      report(
          Code.WIRE_TRUNCATED,
          span,
          length,
          "the connection ends inside a message, " + length + " bytes of it are there");
      if (length >= Message.HEADER && Message.plausible(held, 0, order())) {
        emit(length);
      }
      length = 0;
    }
    found();
  }

  private void cut() {
    int at = 0;
    while (length - at >= Message.HEADER) {
      boolean blind = gap < base + at + Message.HEADER;
      if (blind || !isHeader(at)) {
        lose(at);
        at++;
        continue;
      }
      long size = UnsignedIntegers.get(held, at + 8, 4, order());
      if (length - at < Message.HEADER + size) {
        break;
      }
      found();
      shift(at);
      at = 0;
      emit(Message.HEADER + (int) size);
      shift(Message.HEADER + (int) size);
    }
    shift(at);
  }

  private ByteOrder order() {
    return order == null ? ByteOrder.LITTLE_ENDIAN : order;
  }

  /** In sync any plausible header will do; out of sync only one that is surely one. */
  private boolean isHeader(int at) {
    if (order == null) {
      ByteOrder guess = Message.guessOrder(held, at);
      if (Message.plausible(held, at, guess)) {
        order = guess;
      }
    }
    if (!Message.plausible(held, at, order())) {
      return false;
    }
    if (lost == 0) {
      return true;
    }
    long id = UnsignedIntegers.get(held, at, 4, order());
    long flags = UnsignedIntegers.get(held, at + 4, 4, order());
    Request row = Request.of(channel, (int) id);
    return row != null && (flags & Flags.RESERVED) == 0;
  }

  private void lose(int at) {
    if (lost++ == 0) {
      Arrival arrival = arrivalAt(base + at);
      lostAt = arrival == null ? SourceSpan.NONE : arrival.span();
    }
    if (gap <= base + at) {
      gap = Long.MAX_VALUE;
    }
  }

  private void found() {
    if (lost > 0) {
      report(Code.WIRE_SYNC_LOST, lostAt, lost, lost + " bytes belong to no message; skipped");
      lost = 0;
    }
  }

  private void emit(int whole) {
    List<String> fds = new ArrayList<>();
    Arrival first = arrivalAt(base);
    for (Arrival arrival : arrivals) {
      boolean inside = arrival.position() >= base && arrival.position() < base + whole;
      if (inside) {
        fds.addAll(arrival.fds());
      }
    }
    int there = whole;
    if (gap < base + whole) {
      there = (int) (gap - base);
      gap = Long.MAX_VALUE;
    }
    byte[] bytes = Arrays.copyOf(held, there);
    sink.accept(
        Message.of(
            channel,
            direction,
            bytes,
            List.copyOf(fds),
            first == null ? -1 : first.timeNs(),
            first == null ? SourceSpan.NONE : first.span(),
            order()));
  }

  private @Nullable Arrival arrivalAt(long position) {
    Arrival best = null;
    for (Arrival arrival : arrivals) {
      if (arrival.position() > position) {
        break;
      }
      best = arrival;
    }
    return best;
  }

  private void shift(int count) {
    if (count == 0) {
      return;
    }
    System.arraycopy(held, count, held, 0, length - count);
    length -= count;
    base += count;
    while (arrivals.size() > 1) {
      Arrival first = arrivals.poll();
      if (arrivals.peek().position() > base) {
        arrivals.addFirst(first);
        break;
      }
    }
  }

  private void report(Code code, SourceSpan span, long bytes, String text) {
    diagnostics.accept(
        new Diagnostic(
            code, span.offset(), bytes, channel.label() + " " + direction.label(), text));
  }
}
