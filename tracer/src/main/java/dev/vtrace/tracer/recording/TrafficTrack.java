// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.recording;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Framing;
import dev.vtrace.decoder.vhostuser.Message;
import dev.vtrace.tracer.identity.DescriptorIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts one direction of a vhost-user socket into messages and writes each as a packet. After a gap
 * it starts again at the next message, and says how much is missing.
 */
final class TrafficTrack implements Track {
  private static final String FOREIGN = " are not a vhost-user message; they were forwarded";

  private final TrafficFile file;
  private final String connection;
  private final Channel channel;
  private final Direction direction;

  /** Chunks that hold a message which is not complete yet; the last is the newest. */
  private final Deque<Chunk> chunks = new ArrayDeque<>();

  private Framing framing;
  private long expected;

  /** Where the first message begins that is not written yet, and how many went before it. */
  private long position;

  private long messages;
  private boolean lost;

  TrafficTrack(TrafficFile file, String connection, Channel channel, Direction direction) {
    this.file = file;
    this.connection = connection;
    this.channel = channel;
    this.direction = direction;
    begin(0, 0);
  }

  private void begin(long at, long before) {
    position = at;
    messages = before;
    lost = false;
    framing = new Framing(channel, direction, this::message, this::found);
    chunks.clear();
  }

  @Override
  public void write(Chunk chunk) throws IOException {
    lost |= chunk.offset() != expected;
    expected = chunk.offset() + chunk.bytes().length;
    try {
      int from = 0;
      if (lost) {
        from = chunk.first();
        if (from == chunk.bytes().length) {
          return;
        }
        long at = chunk.offset() + from;
        String count = String.format(" of %,d messages", chunk.messages() - messages);
        missing(at - position, count, chunk.timeNs());
        begin(at, chunk.messages());
      }
      feed(chunk, from);
    } catch (UncheckedIOException e) {
      lost = true;
      throw e.getCause();
    }
  }

  private void feed(Chunk chunk, int from) {
    List<String> fds = new ArrayList<>(chunk.fds().size());
    for (DescriptorIdentity fd : chunk.fds()) {
      fds.add(fd.toString());
    }
    chunks.add(chunk);
    SourceSpan place = new SourceSpan("", chunk.offset(), chunk.bytes().length, -1);
    int count = chunk.bytes().length - from;
    framing.feed(chunk.bytes(), from, count, chunk.timeNs(), place, fds);
    // What is left belongs to one message at most, which begins in the last of these or before.
    while (chunks.size() > 1 && chunk.first() < chunk.bytes().length) {
      chunks.remove();
    }
  }

  private void message(Message message) {
    // The span that comes back is that of the chunk in which the message begins.
    while (chunks.size() > 1 && chunks.peek().offset() < message.span().offset()) {
      chunks.remove();
    }
    Chunk begin = chunks.peek();
    long sender = begin.sender() == 0 ? -1 : begin.sender();
    try {
      file.write(new WireMessage(connection, sender, begin.monotonicNs(), message));
      position += Message.HEADER + message.payload().length;
      messages++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is no message is passed on all the same; the recording says that it was there. */
  private void found(Diagnostic diagnostic) {
    if (diagnostic.code() != Code.WIRE_SYNC_LOST) {
      // A message that the connection ends in is written as far as it came.
      return;
    }
    long count = diagnostic.length();
    position += count;
    try {
      note(WireEvent.WireEventKind.FOREIGN, count, count(count) + " belong to no message", time());
      file.say(
          "connection " + connection + ": " + count(count) + " " + direction.label() + FOREIGN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When the bytes were seen that are cut into messages now. */
  private long time() {
    return chunks.isEmpty() ? -1 : chunks.peekLast().timeNs();
  }

  private static String count(long bytes) {
    return String.format("%,d bytes", bytes);
  }

  /** Notes the gap at the place where it ends. */
  private void missing(long bytes, String messages, long time) throws IOException {
    note(WireEvent.WireEventKind.MISSING, bytes, count(bytes) + messages + " not recorded", time);
  }

  private void note(WireEvent.WireEventKind kind, long bytes, String why, long time)
      throws IOException {
    file.write(new WireEvent(SourceSpan.NONE, time, connection, kind, direction, why));
    file.gap(bytes, why);
  }

  @Override
  public void end(long end, String why) throws IOException {
    if (!lost && end == expected) {
      try {
        framing.end();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      return;
    }
    try {
      missing(end - position, "", -1);
    } catch (IOException e) {
      file.gap(end - position, "the end of connection " + connection + " is not recorded");
    }
  }
}
