// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import org.jspecify.annotations.Nullable;

/** Flags in the low bits of the address of a RAM record (migration/ram.c of QEMU 7.2 to 11.1). */
enum RamFlag {
  /** Out of use since QEMU 0.12; it has no payload. */
  FULL(0x01, "RAM_FULL"),
  ZERO(0x02, "ZERO"),
  MEM_SIZE(0x04, "MEM_SIZE"),
  PAGE(0x08, "PAGE"),
  EOS(0x10, "EOS"),
  CONTINUE(0x20, "CONTINUE"),
  XBZRLE(0x40, "XBZRLE"),
  /** RDMA only; what it announces does not travel in the stream. */
  HOOK(0x80, "HOOK"),
  COMPRESS_PAGE(0x100, "COMPRESS_PAGE"),
  MULTIFD_FLUSH(0x200, "MULTIFD_FLUSH");

  /** All flags there are; pages of 256 bytes leave room for the lowest eight only. */
  static final int ALL = 0x3ff;

  private static final RamFlag[] FLAGS = values();

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

  /** What the page of a record with this flag is. */
  PageKind page() {
    return switch (this) {
      case ZERO -> PageKind.ZERO;
      case XBZRLE -> PageKind.XBZRLE;
      case COMPRESS_PAGE -> PageKind.COMPRESS_PAGE;
      default -> PageKind.PAGE;
    };
  }

  /** Whether a record with this flag may say that it belongs to the block of the one before. */
  boolean isPage() {
    return this == ZERO || this == PAGE || this == XBZRLE || this == COMPRESS_PAGE;
  }

  /** The flag that says what a record is, given its flags without CONTINUE; null if none does. */
  static @Nullable RamFlag of(int flags) {
    if (Integer.bitCount(flags) != 1 || flags > ALL || flags == CONTINUE.bit) {
      return null;
    }
    return FLAGS[Integer.numberOfTrailingZeros(flags)];
  }
}
