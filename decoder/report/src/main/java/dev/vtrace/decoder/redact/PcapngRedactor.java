// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import dev.vtrace.decoder.vhostuser.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Goes through pcapng, block by block. What vtrace does not read there (names of hosts, keys,
 * packets of other interfaces, comments, bytes between blocks) is cleared. Source of the layout:
 * draft-ietf-opsawg-pcapng; {@link dev.vtrace.decoder.trace.socket.PcapngWriter} has the packets.
 */
final class PcapngRedactor {
  private static final int SECTION = 0x0a0d0d0a;
  private static final int MAGIC = 0x1a2b3c4d;
  private static final int INTERFACE = 1;
  private static final int SIMPLE = 3;
  private static final int PACKET = 6;
  private static final int MOST = 1 << 20;
  private static final int OPENED = 2;
  private static final int LAST = 7;

  /** Of an interface: units and offset of time stamps. */
  private static final Set<Integer> NUMBERS = Set.of(9, 14);

  private final Scrubber scrubber;
  private final MessageRedactor messages;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

  PcapngRedactor(Scrubber scrubber) {
    this.scrubber = scrubber;
    this.messages = new MessageRedactor(scrubber.names());
  }

  void redact(InputStream in, OutputStream out) throws IOException {
    byte[] head = in.readNBytes(12);
    while (head.length == 12) {
      if (big(head, 0) == SECTION) {
        order = big(head, 8) == MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      }
      ByteBuffer start = ByteBuffer.wrap(head).order(order);
      long length = start.getInt(4) & 0xffff_ffffL;
      if (length < 12 || length > MOST || length % 4 != 0) {
        // No block: on to where the next may begin.
        out.write(new byte[4]);
        head = Arrays.copyOfRange(head, 4, 16);
        byte[] more = in.readNBytes(4);
        System.arraycopy(more, 0, head, 8, more.length);
        head = Arrays.copyOf(head, 8 + more.length);
        continue;
      }
      byte[] block = Arrays.copyOf(head, (int) length);
      int there = 12 + in.readNBytes(block, 12, (int) length - 12);
      block(start.getInt(0), block, there);
      out.write(block, 0, there);
      head = in.readNBytes(12);
    }
    out.write(new byte[head.length]);
  }

  private static int big(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).getInt(at);
  }

  private void block(int type, byte[] block, int there) {
    int end = Math.min(there, block.length - 4);
    ByteBuffer in = ByteBuffer.wrap(block).order(order);
    switch (type) {
      case SECTION:
        options(block, Math.min(end, 24), end, Set.of());
        break;
      case INTERFACE:
        options(block, Math.min(end, 16), end, NUMBERS);
        break;
      case PACKET:
        int captured = end < 28 ? 0 : in.getInt(20);
        int stop = captured < 0 || captured > end - 28 ? end : 28 + captured;
        content(block, Math.min(end, 28), stop);
        options(block, Math.min(end, stop + 3 & ~3), end, Set.of());
        break;
      case SIMPLE:
        content(block, Math.min(end, 12), end);
        break;
      default:
        clear(block, 8, end);
    }
  }

  private void content(byte[] block, int from, int to) {
    ByteBuffer data = ByteBuffer.wrap(block, from, to - from).order(ByteOrder.BIG_ENDIAN);
    try {
      int version = data.get();
      int what = data.get();
      Channel channel = data.get() == 1 ? Channel.BACKEND : Channel.MAIN;
      data.position(data.position() + 13);
      if (version != 1 || what < 0 || what > LAST) {
        clear(block, from, to);
        return;
      }
      text(block, data);
      int count = data.getShort() & 0xffff;
      for (int i = 0; i < count; i++) {
        text(block, data);
      }
      if (what >= OPENED) {
        scrub(block, data.position(), to);
      } else {
        messages.redact(channel, block, data.position(), to);
      }
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      clear(block, from, to);
    }
  }

  private void text(byte[] block, ByteBuffer data) {
    int length = Math.min(data.getShort() & 0xffff, data.remaining());
    scrub(block, data.position(), data.position() + length);
    data.position(data.position() + length);
  }

  private void scrub(byte[] block, int from, int to) {
    String text = new String(block, from, to - from, StandardCharsets.ISO_8859_1);
    byte[] changed =
        scrubber.text(text, Scrubber.NumberPolicy.PLAIN).getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(changed, 0, block, from, changed.length);
  }

  /** Scrubs texts and clears other options but those that times need. */
  private void options(byte[] block, int from, int to, Set<Integer> numbers) {
    ByteBuffer in = ByteBuffer.wrap(block).order(order);
    int at = from;
    while (at + 4 <= to) {
      int code = in.getShort(at) & 0xffff;
      int length = in.getShort(at + 2) & 0xffff;
      if (code == 0 || at + 4 + length > to) {
        break;
      }
      if (code <= 3) {
        scrub(block, at + 4, at + 4 + length);
      } else if (!numbers.contains(code)) {
        clear(block, at + 4, at + 4 + length);
      }
      at += 4 + (length + 3 & ~3);
    }
    clear(block, Math.min(to, at + 4), to);
  }

  private void clear(byte[] block, int from, int to) {
    for (int i = from; i < to; i++) {
      if (block[i] != 0 && !scrubber.names().keeps(SecretKind.DATA)) {
        scrubber.names().count(SecretKind.DATA);
        Arrays.fill(block, from, to, (byte) 0);
        return;
      }
    }
  }
}
