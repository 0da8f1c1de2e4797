// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.util.Arrays;

/**
 * Reads fields of a protobuf message one after the other. Source: "Encoding" of the protobuf
 * documentation.
 */
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  private final byte[] bytes;
  private int at;

  ProtoReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Whether nothing is left. */
  boolean ended() {
    return at >= bytes.length;
  }

  /** The next field of this number with bytes; none if there is none. */
  byte[] bytes(int field) {
    while (at < bytes.length) {
      long key = varint();
      long value = varint();
      if ((key & 7) == BYTES) {
        if (value < 0 || value > bytes.length - at) {
          break;
        }
        if (key >>> 3 == field) {
          at += (int) value;
          return Arrays.copyOfRange(bytes, at - (int) value, at);
        }
        at += (int) value;
      } else if ((key & 7) != VARINT) {
        break;
      }
    }
    at = bytes.length;
    return new byte[0];
  }

  /** The next field of this number with an integer; 0 if there is none. */
  long number(int field) {
    while (at < bytes.length) {
      long key = varint();
      long value = varint();
      if ((key & 7) == VARINT && key >>> 3 == field) {
        return value;
      }
      if ((key & 7) == BYTES && value >= 0 && value <= bytes.length - at) {
        at += (int) value;
      } else if ((key & 7) != VARINT) {
        break;
      }
    }
    at = bytes.length;
    return 0;
  }

  private long varint() {
    long out = 0;
    for (int shift = 0; at < bytes.length && shift < Long.SIZE; shift += 7) {
      byte next = bytes[at++];
      out |= (next & 0x7fL) << shift;
      if (next >= 0) {
        break;
      }
    }
    return out;
  }
}
