// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.forward;

import dev.vtrace.decoder.bytes.SourceSpan;
import dev.vtrace.decoder.trace.WireEnd;
import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.tracer.identity.DescriptorIdentity;
import dev.vtrace.tracer.proxy.TrafficSink;
import dev.vtrace.tracer.recording.Chunk;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The form of {@link Frame}s on a pipe between two processes of the same program: a byte that tells
 * the kind, then its components in their order; numbers as {@link java.io.DataOutput} writes them,
 * texts and bytes after their length.
 */
final class Frames {
  /** More than a pump forwards in one piece. */
  private static final int LONGEST = 1 << 20;

  private static final int READY = 1;
  private static final int REFUSED = 2;
  private static final int NOTE = 3;
  private static final int PASSED = 4;
  private static final int ENDED = 5;
  private static final int HAPPENED = 6;
  private static final int COUNT = 7;
  private static final int DONE = 8;

  private Frames() {}

  static void write(DataOutputStream out, Frame frame) throws IOException {
    if (frame instanceof Frame.Passed passed) {
      out.writeByte(PASSED);
      half(out, passed.half());
      chunk(out, passed.chunk());
    } else if (frame instanceof Frame.Ended ended) {
      out.writeByte(ENDED);
      half(out, ended.half());
      out.writeLong(ended.total());
      text(out, ended.why());
    } else if (frame instanceof Frame.Happened happened) {
      out.writeByte(HAPPENED);
      event(out, happened.event());
    } else if (frame instanceof Frame.Count count) {
      out.writeByte(COUNT);
      out.writeInt(count.open());
      out.writeInt(count.closed());
      out.writeInt(count.failed());
      out.writeBoolean(count.asked());
    } else if (frame instanceof Frame.Note note) {
      out.writeByte(NOTE);
      text(out, note.text());
    } else if (frame instanceof Frame.Refused refused) {
      out.writeByte(REFUSED);
      text(out, refused.why());
    } else {
      out.writeByte(frame instanceof Frame.Ready ? READY : DONE);
    }
  }

  /**
   * The next frame.
   *
   * @throws EOFException at the end
   * @throws IOException if what comes is none
   */
  static Frame read(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case READY -> new Frame.Ready();
      case REFUSED -> new Frame.Refused(text(in));
      case NOTE -> new Frame.Note(text(in));
      case PASSED -> new Frame.Passed(half(in), chunk(in));
      case ENDED -> new Frame.Ended(half(in), in.readLong(), text(in));
      case HAPPENED -> new Frame.Happened(event(in));
      case COUNT -> new Frame.Count(in.readInt(), in.readInt(), in.readInt(), in.readBoolean());
      case DONE -> new Frame.Done();
      default -> throw new IOException("the forwarding process sent an invalid message");
    };
  }

  private static void half(DataOutputStream out, TrafficSink.Half half) throws IOException {
    text(out, half.connection());
    out.writeByte(half.channel().ordinal());
    out.writeByte(half.direction().ordinal());
  }

  private static TrafficSink.Half half(DataInputStream in) throws IOException {
    return new TrafficSink.Half(
        text(in), one(Channel.values(), in.readByte()), one(Direction.values(), in.readByte()));
  }

  private static void chunk(DataOutputStream out, Chunk chunk) throws IOException {
    out.writeLong(chunk.offset());
    bytes(out, chunk.bytes());
    out.writeLong(chunk.timeNs());
    out.writeLong(chunk.monotonicNs());
    out.writeLong(chunk.sender());
    out.writeShort(chunk.fds().size());
    for (DescriptorIdentity fd : chunk.fds()) {
      out.writeByte(fd.kind().ordinal());
      text(out, fd.link());
      out.writeLong(fd.inode());
      out.writeLong(fd.device());
      out.writeLong(fd.peer());
      out.writeLong(fd.eventfd());
      out.writeLong(fd.size());
    }
    out.writeLong(chunk.messages());
    out.writeInt(chunk.first());
  }

  private static Chunk chunk(DataInputStream in) throws IOException {
    long offset = in.readLong();
    byte[] bytes = bytes(in);
    long time = in.readLong();
    long monotonic = in.readLong();
    long sender = in.readLong();
    int count = in.readUnsignedShort();
    List<DescriptorIdentity> fds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      DescriptorIdentity.IdentityKind kind =
          one(DescriptorIdentity.IdentityKind.values(), in.readByte());
      fds.add(
          new DescriptorIdentity(
              kind,
              text(in),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readLong()));
    }
    return new Chunk(offset, bytes, time, monotonic, sender, fds, in.readLong(), in.readInt());
  }

  private static void event(DataOutputStream out, WireEvent event) throws IOException {
    out.writeLong(event.timeNs());
    text(out, event.connection());
    out.writeByte(event.kind().ordinal());
    out.writeByte(event.direction() == null ? -1 : event.direction().ordinal());
    text(out, event.why());
    out.writeByte(event.end().ordinal());
    out.writeLong(event.process());
  }

  private static WireEvent event(DataInputStream in) throws IOException {
    long time = in.readLong();
    String connection = text(in);
    WireEvent.WireEventKind kind = one(WireEvent.WireEventKind.values(), in.readByte());
    int direction = in.readByte();
    return new WireEvent(
        SourceSpan.NONE,
        time,
        connection,
        kind,
        direction < 0 ? null : one(Direction.values(), direction),
        text(in),
        one(WireEnd.values(), in.readByte()),
        in.readLong());
  }

  private static <T> T one(T[] values, int number) throws IOException {
    if (number < 0 || number >= values.length) {
      throw new IOException("the forwarding process sent an invalid message");
    }
    return values[number];
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), StandardCharsets.UTF_8);
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException("the forwarding process sent an invalid message");
    }
    byte[] out = new byte[length];
    in.readFully(out);
    return out;
  }
}
