// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.socket;

import dev.vtrace.decoder.trace.WireEvent;
import dev.vtrace.decoder.trace.WireMessage;
import dev.vtrace.decoder.vhostuser.Channel;
import dev.vtrace.decoder.vhostuser.Direction;
import dev.vtrace.decoder.vhostuser.Message;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes vhost-user traffic as pcapng; {@link Pcapng} has the layout. Every packet is handed to the
 * stream in one piece, so that a crash leaves a file that can be read up to there.
 */
public final class PcapngWriter implements Closeable {
  private static final int LONGEST_TEXT = 4096;
  private static final byte[] NONE = {};

  private final OutputStream out;

  /** Starts a file. */
  public PcapngWriter(OutputStream out) throws IOException {
    this.out = out;
    ByteBuffer section = block(28);
    section.putInt(Pcapng.SECTION).putInt(28).putInt(Pcapng.MAGIC);
    section.putShort((short) 1).putShort((short) 0).putLong(-1).putInt(28);
    out.write(section.array());
    face("vhost-user", Pcapng.LINK_TYPE);
  }

  private void face(String label, int linkType) throws IOException {
    byte[] name = label.getBytes(StandardCharsets.US_ASCII);
    int padded = name.length + 3 & ~3;
    int length = 20 + 4 + padded + 8 + 4;
    ByteBuffer face = block(length);
    face.putInt(Pcapng.INTERFACE).putInt(length);
    face.putShort((short) linkType).putShort((short) 0).putInt(0);
    face.putShort((short) Pcapng.OPTION_NAME).putShort((short) name.length).put(name);
    face.position(20 + padded);
    face.putShort((short) Pcapng.OPTION_RESOLUTION).putShort((short) 1).put((byte) 9);
    face.position(face.position() + 3);
    face.putInt(0).putInt(length);
    out.write(face.array());
  }

  private static ByteBuffer block(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Adds a message. */
  public void write(WireMessage wire) throws IOException {
    write(wire, "");
  }

  /**
   * Adds a message with what is to be said about it.
   *
   * @param comment lines of text; cut to what a block can hold; empty for none
   */
  public void write(WireMessage wire, String comment) throws IOException {
    Message message = wire.message();
    int what = message.direction() == Direction.TO_BACKEND ? Pcapng.TO_BACKEND : Pcapng.TO_FRONTEND;
    int order = message.order() == ByteOrder.BIG_ENDIAN ? 1 : 0;
    ByteBuffer head =
        head(
            what,
            message.channel() == Channel.BACKEND ? 1 : 0,
            order,
            wire.sender(),
            wire.monotonicNs(),
            wire.connection(),
            message.fds());
    int absent = message.size() - message.payload().length;
    packet(0, wire.timeNs(), head, message.bytes(), absent, text(comment));
  }

  /** Announces records of migration streams; once, before the first of them. */
  public void announceStreams() throws IOException {
    face("migration", Pcapng.LINK_TYPE_STREAM);
  }

  /**
   * Adds a record of a migration stream.
   *
   * @param timeNs nanoseconds since the epoch, -1 not known
   * @param bytes the packet
   * @param absent bytes of it that were not kept
   * @param comment as of a message
   */
  public void writeRecord(long timeNs, byte[] bytes, long absent, String comment)
      throws IOException {
    int missing = (int) Math.min(absent, Integer.MAX_VALUE - bytes.length);
    packet(1, timeNs, ByteBuffer.wrap(bytes), NONE, missing, text(comment));
  }

  /** Adds what happened to a connection. */
  public void write(WireEvent event) throws IOException {
    int what =
        switch (event.kind()) {
          case OPEN -> Pcapng.OPENED;
          case CLOSE -> Pcapng.CLOSED;
          case MISSING -> Pcapng.MISSING;
          case FRONT_END -> Pcapng.FRONT_END;
          case PROCESS -> Pcapng.PROCESS;
          case FOREIGN -> Pcapng.FOREIGN;
        };
    int half = event.direction() == null ? 0 : event.direction() == Direction.TO_BACKEND ? 1 : 2;
    ByteBuffer head =
        head(what, event.end().ordinal(), half, event.process(), -1, event.connection(), List.of());
    packet(0, event.timeNs(), head, event.why().getBytes(StandardCharsets.UTF_8), 0, NONE);
  }

  private static ByteBuffer head(
      int what,
      int channel,
      int order,
      long process,
      long monotonic,
      String connection,
      List<String> fds) {
    byte[] name = text(connection);
    int length = Pcapng.FIXED + 2 + name.length + 2;
    for (String fd : fds) {
      length += 2 + text(fd).length;
    }
    ByteBuffer head = ByteBuffer.allocate(length);
    head.put((byte) Pcapng.HEADER_VERSION).put((byte) what).put((byte) channel).put((byte) order);
    head.putInt((int) Math.max(0, process)).putLong(monotonic);
    head.putShort((short) name.length).put(name).putShort((short) fds.size());
    for (String fd : fds) {
      byte[] kind = text(fd);
      head.putShort((short) kind.length).put(kind);
    }
    return head;
  }

  private static byte[] text(String text) {
    String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    return cut.getBytes(StandardCharsets.UTF_8);
  }

  private void packet(
      int face, long timeNs, ByteBuffer head, byte[] body, int absent, byte[] comment)
      throws IOException {
    int captured = head.capacity() + body.length;
    int padded = captured + 3 & ~3;
    int options = comment.length == 0 ? 0 : 8 + (comment.length + 3 & ~3);
    int length = 32 + padded + options;
    long time = Math.max(0, timeNs);
    ByteBuffer block = block(length);
    block.putInt(Pcapng.PACKET).putInt(length).putInt(face);
    block.putInt((int) (time >>> 32)).putInt((int) time);
    block.putInt(captured).putInt(captured + Math.max(0, absent));
    block.put(head.array()).put(body).position(28 + padded);
    if (options > 0) {
      block.putShort((short) Pcapng.OPTION_COMMENT).putShort((short) comment.length).put(comment);
      block.position(length - 8);
      block.putInt(0);
    }
    block.putInt(length);
    out.write(block.array());
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
