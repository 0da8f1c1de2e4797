// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.StreamDescription;
import java.util.Set;

/** Finds the way back after sync was lost. */
final class Resync {
  private static final int FOOTER = 0x7e;
  private static final int MAX_COMMAND = 16;

  /** Versions of most sections are small; a few are dates (20061113) or round numbers (10000). */
  private static final int USUAL_VERSION = 256;

  private static final int MANY_LETTERS = 4;
  private static final int MAX_ID = 1 << 16;

  /** The command that ends a package. */
  private static final byte[] RUN = {0x08, 0, 5, 0, 0};

  private Resync() {}

  /**
   * Offset of the footer of a section at or after the cursor that a record follows, or -1.
   *
   * @param open ids of sections that were started
   */
  static long footer(
      Cursor in, long id, Set<Long> open, StreamDescription description, boolean strict) {
    long back = in.position();
    try {
      while (in.has(Footers.LENGTH)) {
        if (in.peek() == FOOTER && Footers.isNext(in, id)) {
          long at = in.position();
          in.skip(Footers.LENGTH);
          boolean end = !strict && (in.remaining() == 0 || isCutHeader(in));
          if (end || isRecord(in, open, description)) {
            return at;
          }
          in.seek(at);
        }
        in.skip(1);
      }
      return -1;
    } finally {
      in.seek(back);
    }
  }

  /** Offset of the next record that can be recognised at or after the cursor, or the end. */
  static long nextRecord(Cursor in, long end, Set<Long> open, StreamDescription description) {
    long back = in.position();
    try {
      while (in.position() < end) {
        if (isSection(in, open, description)) {
          return in.position();
        }
        in.skip(1);
      }
      return end;
    } finally {
      in.seek(back);
    }
  }

  /**
   * Where a device section at the cursor may end in a stream without footers: at the next record,
   * or at the mark that ends the stream; else the end of what may be read.
   *
   * @param from where the search begins, at or after the cursor
   */
  static long sectionEnd(Cursor in, long from, Set<Long> open, StreamDescription description) {
    long back = in.position();
    in.seek(from);
    try {
      while (in.remaining() > 1) {
        boolean run = in.remaining() == RUN.length && startsWith(in, RUN);
        if (run || isSection(in, open, description) || isPages(in, open)) {
          return in.position();
        }
        in.skip(1);
      }
      return in.peek() == 0x00 ? in.position() : in.end();
    } finally {
      in.seek(back);
    }
  }

  private static boolean startsWith(Cursor in, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (in.peek(i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRecord(Cursor in, Set<Long> open, StreamDescription description) {
    switch (in.peek()) {
      case 0x00:
        return in.remaining() == 1 || in.peek(1) == SectionKind.VMDESCRIPTION.type();
      case 0x08:
        return in.peek(1) == 0 && in.peek(2) <= MAX_COMMAND;
      case 0x02:
      case 0x03:
        return open.contains(in.peekU32(1));
      default:
        return isSection(in, open, description);
    }
  }

  /** Whether the input ends within the header of a record, as far as that is there. */
  private static boolean isCutHeader(Cursor in) {
    switch (in.peek()) {
      case 0x01:
      case 0x04:
        return !in.has(6) ? isSmallId(in) : isSmallId(in) && isCutName(in, in.peek(5));
      case 0x02:
      case 0x03:
        return !in.has(5) && isSmallId(in);
      case 0x08:
        return !in.has(5) && (!in.has(2) || in.peek(1) == 0);
      default:
        return false;
    }
  }

  /** Whether the upper half of a section's id is 0 or not there. */
  private static boolean isSmallId(Cursor in) {
    return (!in.has(2) || in.peek(1) == 0) && (!in.has(3) || in.peek(2) == 0);
  }

  private static boolean isCutName(Cursor in, int length) {
    if (length < 2 || in.has(6L + length + 8)) {
      return false;
    }
    for (int i = 0; i < length && in.has(6L + i + 1); i++) {
      int c = in.peek(6 + i);
      if (c < ' ' || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** Whether a part of RAM is next: of a section that was started, with a first record of pages. */
  private static boolean isPages(Cursor in, Set<Long> open) {
    int type = in.peek();
    if (type != 0x02 && type != 0x03 || !open.contains(in.peekU32(1)) || !in.has(5 + 8)) {
      return false;
    }
    long high = in.peekU32(5);
    int low = (int) in.peekU32(9);
    RamFlag flag = RamFlag.of(low & 0xfff & ~RamFlag.CONTINUE.bit());
    if (flag == null || high >= 1 << 16) {
      return false;
    }
    if (flag == RamFlag.EOS || flag == RamFlag.MULTIFD_FLUSH) {
      return high == 0 && low == flag.bit();
    }
    return flag.isPage() && ((low & RamFlag.CONTINUE.bit()) != 0 || isBlockName(in, 5 + 8));
  }

  private static boolean isBlockName(Cursor in, int at) {
    int length = in.peek(at);
    if (length <= 0 || !in.has(at + 1L + length)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int c = in.peek(at + 1 + i);
      if (c < ' ' || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** Whether a section header is next that is hardly there by chance. */
  private static boolean isSection(Cursor in, Set<Long> open, StreamDescription description) {
    switch (in.peek()) {
      case 0x00:
        return in.peek(1) == SectionKind.VMDESCRIPTION.type() && in.peek(6) == '{';
      case 0x01:
      case 0x04:
        return isHeader(in, description);
      case 0x02:
      case 0x03:
        return false;
      case 0x06:
        return in.peek(5) == '{' && in.peek(6) == '"';
      default:
        return false;
    }
  }

  private static boolean isHeader(Cursor in, StreamDescription description) {
    int length = in.peek(5);
    if (length < 2 || in.peekU32(1) >= MAX_ID || !in.has(6L + length + 8)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int c = in.peek(6 + i);
      if (c < ' ' || c >= 0x7f) {
        return false;
      }
    }
    long version = in.peekU32(6L + length + 4);
    return version < USUAL_VERSION
        || version <= Integer.MAX_VALUE && (isName(in, length) || isDescribed(in, description));
  }

  /** Whether the description has the device that a header names. */
  private static boolean isDescribed(Cursor in, StreamDescription description) {
    long back = in.position();
    in.seek(back + 5);
    String name = in.shortText();
    long instance = in.u32();
    in.seek(back);
    return description.device(name, instance) != null;
  }

  /** Whether the name of a header looks like that of a device, not only like text. */
  private static boolean isName(Cursor in, int length) {
    int letters = 0;
    for (int i = 0; i < length; i++) {
      int c = in.peek(6 + i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (!letter && !(c >= '0' && c <= '9') && "-_./:, ".indexOf(c) < 0) {
        return false;
      }
      letters += letter ? 1 : 0;
    }
    return letters >= MANY_LETTERS && in.peekU32(6L + length) < MAX_ID;
  }
}
