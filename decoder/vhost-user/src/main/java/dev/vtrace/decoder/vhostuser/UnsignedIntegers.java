// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

import java.nio.ByteOrder;

/** Unsigned integers of 1 to 8 bytes in either byte order. */
final class UnsignedIntegers {
  private UnsignedIntegers() {}

  static long get(byte[] bytes, int at, int count, ByteOrder order) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      int from = order == ByteOrder.BIG_ENDIAN ? at + i : at + count - 1 - i;
      value = value << 8 | bytes[from] & 0xff;
    }
    return value;
  }

  static void put(byte[] bytes, int at, int count, ByteOrder order, long value) {
    for (int i = 0; i < count; i++) {
      int to = order == ByteOrder.BIG_ENDIAN ? at + count - 1 - i : at + i;
      bytes[to] = (byte) (value >>> 8 * i);
    }
  }
}
