// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a collector says of a request that it took: an {@code ExportTraceServiceResponse} or {@code
 * ExportMetricsServiceResponse} in protobuf, whose only field is the partial success.
 *
 * @param count of spans or measurements that it did not take
 * @param message why
 */
record OtlpAnswer(long count, String message) {
  private static final OtlpAnswer ALL_TAKEN = new OtlpAnswer(0, "");
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  /** What it did not take, as a clause; empty if it took all. */
  String rejected() {
    if (count == 0 && message.isEmpty()) {
      return "";
    }
    return count + " not taken" + (message.isEmpty() ? "" : ": " + message);
  }

  /** Reads an answer; one that is not of this form says nothing. */
  static OtlpAnswer of(byte[] bytes) {
    byte[] part = new Reader(bytes).bytes(1);
    return part.length == 0
        ? ALL_TAKEN
        : new OtlpAnswer(
            new Reader(part).number(1),
            new String(new Reader(part).bytes(2), StandardCharsets.UTF_8));
  }

  /** Reads one field of a protobuf message. */
  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes(int field) {
      while (at < bytes.length) {
        long key = varint();
        long value = varint();
        if ((key & 7) == BYTES) {
          if (value < 0 || value > bytes.length - at) {
            break;
          }
          if (key >>> 3 == field) {
            return Arrays.copyOfRange(bytes, at, at + (int) value);
          }
          at += (int) value;
        } else if ((key & 7) != VARINT) {
          break;
        }
      }
      return new byte[0];
    }

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
}
