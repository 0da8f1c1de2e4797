// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

/** Flags in the low bits of the address of a RAM record (migration/ram.c of QEMU 7.2 to 11.1). */
enum RamFlag {
  ZERO(0x02, "ZERO"),
  MEM_SIZE(0x04, "MEM_SIZE"),
  PAGE(0x08, "PAGE"),
  EOS(0x10, "EOS"),
  CONTINUE(0x20, "CONTINUE"),
  XBZRLE(0x40, "XBZRLE"),
  HOOK(0x80, "HOOK"),
  COMPRESS_PAGE(0x100, "COMPRESS_PAGE"),
  MULTIFD_FLUSH(0x200, "MULTIFD_FLUSH");

  private final int bit;
  private final String counter;

  RamFlag(int bit, String counter) {
    this.bit = bit;
    this.counter = counter;
  }

  int bit() {
    return bit;
  }

  String counter() {
    return counter;
  }

  /** The flag that says what a record is, given its flags without CONTINUE; null if none does. */
  static RamFlag of(int flags) {
    for (RamFlag flag : values()) {
      if (flag.bit == flags && flag != CONTINUE) {
        return flag;
      }
    }
    return null;
  }
}
