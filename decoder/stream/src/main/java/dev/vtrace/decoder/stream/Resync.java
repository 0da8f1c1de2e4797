// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.StreamDescription;
import java.util.Set;

/** Finds the way back after sync was lost. */
final class Resync {
  private static final int FOOTER = 0x7e;
  private static final int MAX_COMMAND = 16;
  private static final int MAX_VERSION = 256;
  private static final int MAX_ID = 1 << 16;

  /** The command that ends a package. */
  private static final byte[] RUN = {0x08, 0, 5, 0, 0};

  private Resync() {}

  /**
   * Offset of the footer of a section at or behind the cursor that a record follows, or -1.
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
          if (in.remaining() == 0 && !strict || isRecord(in, open, description)) {
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

  /** Offset of the next record that can be recognised at or behind the cursor, or the end. */
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
   * Where a device section at the cursor ends in a stream without footers: at the next record, or
   * at the mark that ends the stream; else the end of what may be read.
   */
  static long sectionEnd(Cursor in, StreamDescription description) {
    long back = in.position();
    try {
      while (in.remaining() > 1) {
        boolean run = in.remaining() == RUN.length && startsWith(in, RUN);
        if (run || isSection(in, Set.of(), description)) {
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
      default:
        return isSection(in, open, description);
    }
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
    return in.peekU32(6L + length + 4) < MAX_VERSION;
  }
}
