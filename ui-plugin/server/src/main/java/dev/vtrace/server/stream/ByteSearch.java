// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.stream;

import dev.vtrace.decoder.bytes.ByteSource;
import java.io.IOException;

/** Looks for some bytes in a stream of any size, piece by piece. */
public final class ByteSearch {
  private static final int PIECE = 1 << 20;

  private final ByteSource source;
  private final byte[] wanted;
  private final CancellationCheck check;

  /**
   * A search.
   *
   * @param wanted at least one byte, and less than a mebibyte
   * @param check called for each piece; it may throw to end the search
   */
  public ByteSearch(ByteSource source, byte[] wanted, CancellationCheck check) {
    if (wanted.length == 0 || wanted.length >= PIECE) {
      throw new IllegalArgumentException("looks for some bytes, and for less than a mebibyte");
    }
    this.source = source;
    this.wanted = wanted.clone();
    this.check = check;
  }

  /** The first place at or after an offset, or -1. */
  public long next(long from) throws IOException {
    byte[] piece = new byte[PIECE];
    for (long at = Math.max(0, from); at + wanted.length <= source.size(); ) {
      check.check();
      int there = source.read(at, piece, 0, PIECE);
      for (int i = 0; i + wanted.length <= there; i++) {
        if (stands(piece, i)) {
          return at + i;
        }
      }
      if (there < wanted.length) {
        return -1;
      }
      // A place may begin in this piece and end in the next one.
      at += there - wanted.length + 1;
    }
    return -1;
  }

  /** The last place that begins before an offset, or -1. */
  public long previous(long before) throws IOException {
    byte[] piece = new byte[PIECE];
    long end = Math.min(source.size(), Math.max(0, before) + wanted.length - 1);
    while (end >= wanted.length) {
      check.check();
      long at = Math.max(0, end - PIECE);
      int there = source.read(at, piece, 0, (int) (end - at));
      for (int i = there - wanted.length; i >= 0; i--) {
        if (stands(piece, i)) {
          return at + i;
        }
      }
      if (at == 0) {
        return -1;
      }
      end = at + wanted.length - 1;
    }
    return -1;
  }

  private boolean stands(byte[] piece, int at) {
    for (int i = 0; i < wanted.length; i++) {
      if (piece[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
