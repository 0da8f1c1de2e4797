// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

import java.util.zip.DataFormatException;

/**
 * A table of finite state entropy coding (RFC 8878, section 4.1).
 *
 * @param log binary logarithm of how many states there are
 * @param symbols symbol of each state
 * @param bits how many bits to read for the next state
 * @param bases what to add to them
 */
record ZstdFse(int log, byte[] symbols, byte[] bits, short[] bases) {

  /** A table that always gives the same symbol. */
  static ZstdFse constant(int symbol) {
    return new ZstdFse(0, new byte[] {(byte) symbol}, new byte[1], new short[1]);
  }

  /** A table from probabilities; -1 stands for less than one. */
  static ZstdFse of(int log, short[] norm, int count) {
    int size = 1 << log;
    byte[] symbols = new byte[size];
    int[] next = new int[count];
    int high = size;
    for (int s = 0; s < count; s++) {
      if (norm[s] == -1) {
        symbols[--high] = (byte) s;
        next[s] = 1;
      } else {
        next[s] = norm[s];
      }
    }
    int step = (size >> 1) + (size >> 3) + 3;
    int at = 0;
    for (int s = 0; s < count; s++) {
      for (int i = 0; i < norm[s]; i++) {
        symbols[at] = (byte) s;
        do {
          at = at + step & size - 1;
        } while (at >= high);
      }
    }
    byte[] bits = new byte[size];
    short[] bases = new short[size];
    for (int i = 0; i < size; i++) {
      int x = next[symbols[i]]++;
      bits[i] = (byte) (log - (31 - Integer.numberOfLeadingZeros(x)));
      bases[i] = (short) ((x << bits[i]) - size);
    }
    return new ZstdFse(log, symbols, bits, bases);
  }

  /** The state behind one. */
  int next(int state, ZstdBits in) {
    return bases[state] + in.read(bits[state]);
  }

  /** A table read from its description, and where that ends. */
  record Read(ZstdFse table, int end) {}

  /** Reads the description of a table of at most so many symbols and states. */
  static Read read(byte[] bytes, int start, int end, int maxSymbols, int maxLog)
      throws DataFormatException {
    Forward in = new Forward(bytes, start, end);
    int log = in.take(4) + 5;
    if (log > maxLog) {
      throw new DataFormatException("a table of 2^" + log + " states");
    }
    short[] norm = new short[maxSymbols];
    int remaining = (1 << log) + 1;
    int threshold = 1 << log;
    int width = log + 1;
    int symbol = 0;
    while (remaining > 1) {
      int most = 2 * threshold - 1 - remaining;
      int value = in.peek(width);
      int count = value & threshold - 1;
      if (count < most) {
        in.take(width - 1);
      } else {
        in.take(width);
        count = value & 2 * threshold - 1;
        count -= count >= threshold ? most : 0;
      }
      count--;
      remaining -= Math.abs(count);
      if (symbol >= maxSymbols || remaining < 1) {
        throw new DataFormatException("a table whose probabilities do not add up");
      }
      norm[symbol++] = (short) count;
      int repeat = count == 0 ? 3 : 0;
      while (repeat == 3) {
        repeat = in.take(2);
        symbol += repeat;
      }
      while (remaining < threshold) {
        width--;
        threshold >>= 1;
      }
    }
    if (symbol > maxSymbols) {
      throw new DataFormatException("a table of too many symbols");
    }
    return new Read(of(log, norm, symbol), in.end());
  }

  /** Bits read from the first byte on, lowest first. */
  private static final class Forward {
    private final byte[] bytes;
    private final int start;
    private final int end;
    private int bit;

    Forward(byte[] bytes, int start, int end) {
      this.bytes = bytes;
      this.start = start;
      this.end = end;
    }

    int peek(int count) {
      int word = 0;
      int index = start + (bit >> 3);
      for (int i = Math.min(end, index + 4) - 1; i >= index; i--) {
        word = word << 8 | bytes[i] & 0xff;
      }
      return word >>> (bit & 7) & (1 << count) - 1;
    }

    int take(int count) throws DataFormatException {
      int value = peek(count);
      bit += count;
      if (end() > end) {
        throw new DataFormatException("a table that is cut short");
      }
      return value;
    }

    int end() {
      return start + (bit + 7 >> 3);
    }
  }
}
