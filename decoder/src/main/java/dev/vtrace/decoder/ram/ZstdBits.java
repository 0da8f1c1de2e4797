// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

import java.util.zip.DataFormatException;

/**
 * Bits read from the end of a range of bytes to its beginning, as Zstandard writes them (RFC 8878,
 * section 4.1). The last byte holds a mark above its highest bit. Before the beginning all bits are
 * 0.
 */
final class ZstdBits {
  private final byte[] bytes;
  private final int start;
  private final int end;
  private long left;

  ZstdBits(byte[] bytes, int start, int end) throws DataFormatException {
    if (start >= end || bytes[end - 1] == 0) {
      throw new DataFormatException("a bit stream without end mark");
    }
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    int mark = Integer.numberOfLeadingZeros(bytes[end - 1] & 0xff) - 23;
    this.left = 8L * (end - start) - mark;
  }

  /** How many bits are left; negative if more were read than there are. */
  long left() {
    return left;
  }

  /** Reads up to 32 bits. */
  int read(int count) {
    left -= count;
    return at(left, count);
  }

  /** The next bits without passing over them. */
  int peek(int count) {
    return at(left - count, count);
  }

  void skip(int count) {
    left -= count;
  }

  private int at(long bit, int count) {
    if (count == 0) {
      return 0;
    }
    if (bit < 0) {
      return bit + count <= 0 ? 0 : at(0, (int) (bit + count)) << (int) -bit;
    }
    int index = start + (int) (bit >> 3);
    int shift = (int) bit & 7;
    long word = 0;
    int last = Math.min(end, index + 5);
    for (int i = last - 1; i >= index; i--) {
      word = word << 8 | bytes[i] & 0xff;
    }
    return (int) (word >>> shift & (1L << count) - 1);
  }
}
