// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;

/**
 * Finds the guest page size of a stream that does not tell it, from a page record: with the right
 * size the records after it can be read, too.
 */
final class PageSizeGuess {
  /** The likeliest first. */
  private static final int[] SIZES = {4096, 8192, 16384, 65536, 1024, 2048, 32768, 512, 256};

  /** So many records in sync are no chance. */
  private static final int ENOUGH = 8;

  private PageSizeGuess() {}

  /** The size with which most records can be read from the cursor on; it is left where it is. */
  static int at(Cursor in, RamBlockList blocks) {
    int best = SIZES[0];
    int most = -1;
    long start = in.position();
    for (int size : SIZES) {
      int records = records(in, blocks, size);
      in.seek(start);
      if (records > most) {
        most = records;
        best = size;
      }
    }
    return best;
  }

  private static int records(Cursor in, RamBlockList blocks, int size) {
    RamBlock block = null;
    for (int count = 0; count < ENOUGH; count++) {
      if (!in.has(8)) {
        return in.remaining() == 0 ? count : count - 1;
      }
      long word = in.u64();
      int low = (int) word & (size - 1);
      RamFlag flag = RamFlag.of(low & ~RamFlag.CONTINUE.bit());
      if (flag == RamFlag.EOS || flag == RamFlag.MULTIFD_FLUSH) {
        return word == flag.bit() ? ENOUGH : count;
      }
      if (flag == null || !flag.isPage()) {
        return count;
      }
      if ((low & RamFlag.CONTINUE.bit()) == 0) {
        if (!in.has(1) || !in.has(1L + in.peek())) {
          return count;
        }
        block = blocks.find(in.shortText());
        if (!blocks.isEmpty() && !blocks.has(block)) {
          return count;
        }
      }
      long address = word ^ low;
      if (address < 0 || block != null && blocks.has(block) && address >= block.length()) {
        return count;
      }
      long length = length(in, flag, size);
      if (length < 0 || !in.has(length)) {
        return count;
      }
      in.skip(length);
    }
    return ENOUGH;
  }

  private static long length(Cursor in, RamFlag flag, int size) {
    switch (flag) {
      case ZERO:
        return 1;
      case PAGE:
        return size;
      case XBZRLE:
        return in.has(3) && in.u8() == 1 ? in.u16() : -1;
      default:
        return in.has(4) ? in.u32() : -1;
    }
  }
}
