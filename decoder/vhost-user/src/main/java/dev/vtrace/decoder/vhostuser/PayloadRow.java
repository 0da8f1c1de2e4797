// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vhostuser;

/**
 * One field of a payload.
 *
 * @param offset of the integer that the field lies in, from the start of the payload
 * @param bytes width of that integer
 * @param low lowest bit of the field in the integer
 * @param width bits of the field
 */
public record PayloadRow(int offset, int bytes, int low, int width, String name, ValueFormat show) {
  static PayloadRow u8(int offset, String name, ValueFormat show) {
    return new PayloadRow(offset, 1, 0, 8, name, show);
  }

  static PayloadRow u16(int offset, String name, ValueFormat show) {
    return new PayloadRow(offset, 2, 0, 16, name, show);
  }

  static PayloadRow u32(int offset, String name, ValueFormat show) {
    return new PayloadRow(offset, 4, 0, 32, name, show);
  }

  static PayloadRow u64(int offset, String name, ValueFormat show) {
    return new PayloadRow(offset, 8, 0, 64, name, show);
  }

  static PayloadRow bits32(int offset, int low, int width, String name, ValueFormat show) {
    return new PayloadRow(offset, 4, low, width, name, show);
  }

  static PayloadRow bits64(int offset, int low, int width, String name, ValueFormat show) {
    return new PayloadRow(offset, 8, low, width, name, show);
  }

  PayloadRow at(int base, String prefix) {
    return new PayloadRow(base + offset, bytes, low, width, prefix + name, show);
  }

  long mask() {
    return width == 64 ? -1 : (1L << width) - 1;
  }
}
