// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.ram;

import java.util.zip.DataFormatException;

/**
 * The sequences of a Zstandard block: how many literals to copy, then how much from how far back.
 * The codes and the last three distances are kept from block to block (RFC 8878, section
 * 3.1.1.3.2).
 */
final class ZstdSequences {
  private static final int[] LITERAL_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11,
    12, 13, 14, 15, 16
  };
  private static final int[] MATCH_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
  };
  private static final int[] LITERAL_BASE = bases(0, LITERAL_BITS);
  private static final int[] MATCH_BASE = bases(3, MATCH_BITS);
  private static final int OFFSET_CODES = 32;

  private static final short[] LITERAL_NORM = {
    4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1,
    -1, -1, -1, -1
  };
  private static final short[] OFFSET_NORM = {
    1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
  };
  private static final short[] MATCH_NORM = {
    1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
  };

  private static final int PREDEFINED = 0;
  private static final int CONSTANT = 1;
  private static final int DESCRIBED = 2;

  private final int[] recent = {1, 4, 8};
  private ZstdFse literals;
  private ZstdFse offsets;
  private ZstdFse matches;
  private byte[] bytes;
  private int at;
  private int end;

  /** Each code begins where the one before ends, as far as its extra bits reach. */
  private static int[] bases(int first, int[] bits) {
    int[] out = new int[bits.length];
    int value = first;
    for (int i = 0; i < out.length; i++) {
      out[i] = value;
      value += 1 << bits[i];
    }
    return out;
  }

  /** Reads the sequences in a range of bytes and applies them to literals. */
  void apply(byte[] block, int from, int to, byte[] literal, int literalCount, ZstdStream out)
      throws DataFormatException {
    bytes = block;
    at = from;
    end = to;
    int count = count();
    int used = 0;
    if (count > 0) {
      int modes = next();
      literals = table(modes >> 6, literals, LITERAL_NORM, 6, LITERAL_BITS.length, 9);
      offsets = table(modes >> 4 & 3, offsets, OFFSET_NORM, 5, OFFSET_CODES, 8);
      matches = table(modes >> 2 & 3, matches, MATCH_NORM, 6, MATCH_BITS.length, 9);
      used = copy(count, literal, literalCount, out);
    } else if (at != end) {
      throw new DataFormatException("bytes behind no sequences");
    }
    out.append(literal, used, literalCount - used);
  }

  private int copy(int count, byte[] literal, int literalCount, ZstdStream out)
      throws DataFormatException {
    ZstdBits in = new ZstdBits(bytes, at, end);
    int literalState = in.read(literals.log());
    int offsetState = in.read(offsets.log());
    int matchState = in.read(matches.log());
    int used = 0;
    for (int i = 0; i < count; i++) {
      int literalCode = literals.symbols()[literalState];
      int offsetCode = offsets.symbols()[offsetState];
      int matchCode = matches.symbols()[matchState];
      if (offsetCode >= OFFSET_CODES - 1) {
        throw new DataFormatException("a distance of 2^" + offsetCode);
      }
      int offset = (1 << offsetCode) + in.read(offsetCode);
      int match = MATCH_BASE[matchCode] + in.read(MATCH_BITS[matchCode]);
      int length = LITERAL_BASE[literalCode] + in.read(LITERAL_BITS[literalCode]);
      if (length > literalCount - used) {
        throw new DataFormatException("more literals than there are");
      }
      out.append(literal, used, length);
      used += length;
      out.repeat(distance(offset, length == 0), match);
      if (i + 1 < count) {
        literalState = literals.next(literalState, in);
        matchState = matches.next(matchState, in);
        offsetState = offsets.next(offsetState, in);
      }
    }
    if (in.left() != 0) {
      throw new DataFormatException("sequences that do not end with their bits");
    }
    return used;
  }

  /** What an offset value means: the three lowest stand for the last distances. */
  private int distance(int value, boolean noLiterals) throws DataFormatException {
    int distance;
    int index = 2;
    if (value > 3) {
      distance = value - 3;
    } else {
      index = value - 1 + (noLiterals ? 1 : 0);
      distance = index == 3 ? recent[0] - 1 : recent[index];
    }
    if (distance <= 0) {
      throw new DataFormatException("a distance of " + distance);
    }
    if (index >= 2) {
      recent[2] = recent[1];
    }
    if (index >= 1) {
      recent[1] = recent[0];
    }
    recent[0] = distance;
    return distance;
  }

  private int count() throws DataFormatException {
    int first = next();
    if (first < 128) {
      return first;
    } else if (first < 255) {
      return (first - 128 << 8) + next();
    }
    return next() + (next() << 8) + 0x7f00;
  }

  private int next() throws DataFormatException {
    if (at >= end) {
      throw new DataFormatException("sequences that are cut short");
    }
    return bytes[at++] & 0xff;
  }

  private ZstdFse table(int mode, ZstdFse before, short[] norm, int log, int symbols, int maxLog)
      throws DataFormatException {
    switch (mode) {
      case PREDEFINED:
        return ZstdFse.of(log, norm, norm.length);
      case CONSTANT:
        int symbol = next();
        if (symbol >= symbols) {
          throw new DataFormatException("there is no code " + symbol);
        }
        return ZstdFse.constant(symbol);
      case DESCRIBED:
        ZstdFse.Read read = ZstdFse.read(bytes, at, end, symbols, maxLog);
        at = read.end();
        return read.table();
      default:
        if (before == null) {
          throw new DataFormatException("no table to use again");
        }
        return before;
    }
  }
}
