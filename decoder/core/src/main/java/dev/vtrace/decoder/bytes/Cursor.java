// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.bytes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A position in a {@link ByteSource} with big-endian reads, bounded by an end.
 *
 * <p>Reads past the end throw {@link EndOfBytes}; ask {@link #has} first where running out is an
 * expected outcome. Positions are absolute. Not for use by several threads at once.
 *
 * <pre>{@code
 * Cursor in = new Cursor(source, 0, source.size());
 * if (in.has(4) && in.u32() == MAGIC) ...
 * }</pre>
 */
public final class Cursor {
  private static final int CHUNK = 64 * 1024;
  private static final int SEARCH = 4096;
  private static final byte[] ZEROS = new byte[SEARCH];
  private static final byte[] EMPTY = {};

  private final ByteSource source;
  private byte[] buffer = EMPTY;
  private long bufferStart;
  private int bufferLength;
  private long position;
  private long end;

  /** A cursor over the bytes from {@code position} to {@code end}, which lies inside the source. */
  public Cursor(ByteSource source, long position, long end) {
    if (position < 0 || position > end || end > source.size()) {
      throw new IllegalArgumentException("no such range: " + position + " to " + end);
    }
    this.source = source;
    this.position = position;
    this.end = end;
    if (source instanceof HeapSource heap) {
      this.buffer = heap.bytes();
      this.bufferLength = heap.length();
    }
  }

  /** The source that is read. */
  public ByteSource source() {
    return source;
  }

  /** Absolute offset of the next byte. */
  public long position() {
    return position;
  }

  /** Absolute offset after the last byte that may be read. */
  public long end() {
    return end;
  }

  /** Moves to an absolute offset between 0 and the end. */
  public void seek(long offset) {
    if (offset < 0 || offset > end) {
      throw new EndOfBytes(position);
    }
    position = offset;
  }

  /**
   * Narrows or widens the readable range.
   *
   * @return the former end, to be restored by the caller
   */
  public long limit(long newEnd) {
    if (newEnd < position || newEnd > source.size()) {
      throw new IllegalArgumentException("no such end: " + newEnd);
    }
    long old = end;
    end = newEnd;
    return old;
  }

  /** How many bytes are left before the end. */
  public long remaining() {
    return end - position;
  }

  /** Whether that many bytes are left. */
  public boolean has(long count) {
    return count >= 0 && count <= end - position;
  }

  /** Passes over bytes without looking at them. */
  public void skip(long count) {
    if (!has(count)) {
      throw new EndOfBytes(position);
    }
    position += count;
  }

  /** The next byte without moving, or -1 at the end. */
  public int peek() {
    return peek(0);
  }

  /** The byte that many places ahead without moving, or -1 past the end. */
  public int peek(long ahead) {
    if (!has(ahead + 1)) {
      return -1;
    }
    long back = position;
    position += ahead;
    int at = fetch(1);
    position = back;
    return buffer[at] & 0xff;
  }

  /** The big-endian 32-bit word that many places ahead without moving, or -1 past the end. */
  public long peekU32(long ahead) {
    if (!has(ahead + 4)) {
      return -1;
    }
    long back = position;
    position += ahead;
    long value = u32();
    position = back;
    return value;
  }

  /** Whether that many bytes ahead, known to be there, are all zero; does not move. */
  public boolean zeros(long count) {
    long back = position;
    long left = count;
    boolean zero = true;
    while (left > 0 && zero) {
      int step = (int) Math.min(left, ZEROS.length);
      int at = fetch(step);
      zero = Arrays.mismatch(buffer, at, at + step, ZEROS, 0, step) < 0;
      position += step;
      left -= step;
    }
    position = back;
    return zero;
  }

  /**
   * Distance from the position to the first place at which these bytes stand, or -1.
   *
   * @param reach how far ahead the place may be
   */
  public long find(byte[] wanted, long reach) {
    long back = position;
    long stop = Math.min(end - wanted.length, position + reach);
    long found = -1;
    while (found < 0 && position <= stop) {
      int step = (int) Math.min(end - position, SEARCH);
      int at = fetch(step);
      for (int i = 0; i + wanted.length <= step && found < 0; i++) {
        if (buffer[at + i] == wanted[0]
            && Arrays.equals(buffer, at + i, at + i + wanted.length, wanted, 0, wanted.length)) {
          found = position + i - back;
        }
      }
      // What begins at the end of this piece is seen whole in the next.
      position += step - wanted.length + 1;
    }
    position = back;
    return found >= 0 && found <= reach ? found : -1;
  }

  /** Reads one byte, unsigned. */
  public int u8() {
    int at = fetch(1);
    position += 1;
    return buffer[at] & 0xff;
  }

  /** Reads two bytes, big-endian, unsigned. */
  public int u16() {
    int at = fetch(2);
    position += 2;
    return (buffer[at] & 0xff) << 8 | buffer[at + 1] & 0xff;
  }

  /** Reads four bytes, big-endian, unsigned. */
  public long u32() {
    return i32() & 0xffff_ffffL;
  }

  /** Reads four bytes, big-endian, signed. */
  public int i32() {
    int at = fetch(4);
    position += 4;
    return int32(at);
  }

  /** Reads eight bytes, big-endian. */
  public long u64() {
    int at = fetch(8);
    position += 8;
    return (long) int32(at) << 32 | int32(at + 4) & 0xffff_ffffL;
  }

  /** Reads an unsigned or signed big-endian integer of 1, 2, 4 or 8 bytes. */
  public long integer(int bytes, boolean signed) {
    switch (bytes) {
      case 1:
        return signed ? (byte) u8() : u8();
      case 2:
        return signed ? (short) u16() : u16();
      case 4:
        return signed ? i32() : u32();
      case 8:
        return u64();
      default:
        throw new IllegalArgumentException("no integer of " + bytes + " bytes");
    }
  }

  /** Reads an unsigned little-endian integer of 1, 2, 4 or 8 bytes. */
  public long little(int bytes) {
    return Long.reverseBytes(integer(bytes, false)) >>> 64 - 8 * bytes;
  }

  /** Reads that many bytes; the count is checked against the end before memory is taken. */
  public byte[] bytes(int count) {
    if (!has(count)) {
      throw new EndOfBytes(position);
    }
    byte[] copy = new byte[count];
    int done = 0;
    while (done < count) {
      int step = Math.min(count - done, CHUNK);
      System.arraycopy(buffer(), fetch(step), copy, done, step);
      position += step;
      done += step;
    }
    return copy;
  }

  /** Reads text with a leading length byte (0 to 255), as QEMU writes section and block names. */
  public String shortText() {
    return text(u8());
  }

  /** Reads that many bytes of text; bytes that are no UTF-8 become replacement characters. */
  public String text(int length) {
    byte[] raw = bytes(length);
    return new String(raw, StandardCharsets.UTF_8);
  }

  private byte[] buffer() {
    return buffer == EMPTY ? buffer = new byte[CHUNK] : buffer;
  }

  private int int32(int at) {
    return buffer[at] << 24
        | (buffer[at + 1] & 0xff) << 16
        | (buffer[at + 2] & 0xff) << 8
        | buffer[at + 3] & 0xff;
  }

  /** Makes the next bytes available in the buffer and returns their index in it. */
  private int fetch(int count) {
    if (end - position < count) {
      throw new EndOfBytes(position);
    }
    long at = position - bufferStart;
    if (at >= 0 && at + count <= bufferLength) {
      return (int) at;
    }
    int wanted = (int) Math.min(buffer().length, source.size() - position);
    try {
      bufferStart = position;
      bufferLength = 0;
      bufferLength = source.read(position, buffer, 0, wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bufferLength < count) {
      throw new EndOfBytes(position);
    }
    return 0;
  }
}
