// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

import java.util.zip.DataFormatException;

/**
 * The Huffman code of literals (RFC 8878, section 4.2).
 *
 * @param log bits of the longest code
 * @param symbols symbol of each possible next {@code log} bits
 * @param bits how many of these bits its code has
 */
record ZstdHuffman(int log, byte[] symbols, byte[] bits) {
  private static final int MOST_BITS = 11;
  private static final int MOST_WEIGHT_STATES = 6;

  /** A code read from its description, and where that ends. */
  record Read(ZstdHuffman code, int end) {}

  /** Reads the description of a code. */
  static Read read(byte[] bytes, int start, int end) throws DataFormatException {
    if (start >= end) {
      throw new DataFormatException("no Huffman code");
    }
    int header = bytes[start] & 0xff;
    int[] weights = new int[256];
    int count;
    int behind;
    if (header < 128) {
      behind = start + 1 + header;
      check(behind, end);
      count = packed(bytes, start + 1, behind, weights);
    } else {
      count = header - 127;
      behind = start + 1 + (count + 1) / 2;
      check(behind, end);
      for (int i = 0; i < count; i++) {
        int pair = bytes[start + 1 + i / 2] & 0xff;
        weights[i] = i % 2 == 0 ? pair >> 4 : pair & 15;
      }
    }
    return new Read(of(weights, count), behind);
  }

  private static void check(int behind, int end) throws DataFormatException {
    if (behind > end) {
      throw new DataFormatException("a Huffman code that is cut short");
    }
  }

  /** Reads weights that two states in turn give; returns how many there are. */
  private static int packed(byte[] bytes, int start, int end, int[] weights)
      throws DataFormatException {
    ZstdFse.Read read = ZstdFse.read(bytes, start, end, MOST_BITS + 1, MOST_WEIGHT_STATES);
    ZstdFse table = read.table();
    ZstdBits in = new ZstdBits(bytes, read.end(), end);
    int[] state = {in.read(table.log()), in.read(table.log())};
    int count = 0;
    while (count < 254) {
      int turn = count & 1;
      weights[count++] = table.symbols()[state[turn]];
      state[turn] = table.next(state[turn], in);
      if (in.left() < 0) {
        weights[count++] = table.symbols()[state[turn ^ 1]];
        return count;
      }
    }
    throw new DataFormatException("too many Huffman weights");
  }

  /** Builds the code; the weight of the last symbol is what is missing to a power of two. */
  private static ZstdHuffman of(int[] weights, int given) throws DataFormatException {
    int sum = 0;
    for (int i = 0; i < given; i++) {
      if (weights[i] > MOST_BITS) {
        throw new DataFormatException("a Huffman weight of " + weights[i]);
      }
      sum += weights[i] == 0 ? 0 : 1 << weights[i] - 1;
    }
    int log = sum == 0 ? 0 : 32 - Integer.numberOfLeadingZeros(sum);
    int missing = (1 << log) - sum;
    if (log == 0 || log > MOST_BITS || Integer.bitCount(missing) != 1) {
      throw new DataFormatException("Huffman weights that do not add up");
    }
    weights[given] = Integer.numberOfTrailingZeros(missing) + 1;
    byte[] symbols = new byte[1 << log];
    byte[] bits = new byte[1 << log];
    int at = 0;
    for (int weight = 1; weight <= log; weight++) {
      for (int s = 0; s <= given; s++) {
        if (weights[s] == weight) {
          int end = at + (1 << weight - 1);
          for (; at < end; at++) {
            symbols[at] = (byte) s;
            bits[at] = (byte) (log + 1 - weight);
          }
        }
      }
    }
    return new ZstdHuffman(log, symbols, bits);
  }

  /** Decodes so many literals from a range of bytes. */
  void decode(byte[] bytes, int start, int end, byte[] out, int at, int count)
      throws DataFormatException {
    ZstdBits in = new ZstdBits(bytes, start, end);
    for (int i = 0; i < count; i++) {
      int index = in.peek(log);
      out[at + i] = symbols[index];
      in.skip(bits[index]);
    }
    if (in.left() != 0) {
      throw new DataFormatException("literals that do not end with their bits");
    }
  }
}
