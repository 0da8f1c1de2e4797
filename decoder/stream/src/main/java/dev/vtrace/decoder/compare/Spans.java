// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import org.jspecify.annotations.Nullable;

/** Compares the bytes of fields of two sources piece by piece. */
final class Spans {
  private static final int PIECE = 4096;

  private final Cursor a;
  private final Cursor b;

  Spans(ByteSource a, ByteSource b) {
    this.a = new Cursor(a, 0, a.size());
    this.b = new Cursor(b, 0, b.size());
  }

  /**
   * Compares two fields of the same length in units of so many bytes; null if they are equal. A
   * field with a negative offset stands for zeros.
   */
  Difference.@Nullable Spread compare(Field before, Field after, int unit) {
    long length = Math.min(before.length(), after.length());
    long differing = 0;
    long first = -1;
    long last = -1;
    for (long at = 0; at < length; at += PIECE) {
      int step = (int) Math.min(PIECE, length - at);
      byte[] left = piece(a, before, at, step);
      byte[] right = piece(b, after, at, step);
      for (int i = 0; i < step; i++) {
        long index = (at + i) / unit;
        if (left[i] != right[i] && index != last) {
          first = first < 0 ? index : first;
          last = index;
          differing++;
        }
      }
    }
    return differing == 0 ? null : new Difference.Spread(length / unit, differing, first);
  }

  private static byte[] piece(Cursor in, Field field, long at, int length) {
    if (field.offset() < 0) {
      return new byte[length];
    }
    in.seek(field.offset() + at);
    return in.bytes(length);
  }
}
