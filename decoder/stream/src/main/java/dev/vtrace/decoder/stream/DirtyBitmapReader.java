// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads {@code dirty-bitmap} sections: records of a flag byte, the names of node and bitmap where
 * they differ from those of the record before, and what the flags announce
 * (migration/block-dirty-bitmap.c of QEMU 7.2 to 11.1).
 */
final class DirtyBitmapReader implements IterativeReader {
  private static final int EOS = 0x01;
  private static final int ZEROES = 0x02;
  private static final int BITMAP_NAME = 0x04;
  private static final int DEVICE_NAME = 0x08;
  private static final int START = 0x10;
  private static final int COMPLETE = 0x20;
  private static final int BITS = 0x40;

  /** More flags follow; no version writes them. */
  private static final int EXTRA = 0x80;

  private static final String[] NAMES = {
    "EOS", "ZEROES", "BITMAP_NAME", "DEVICE_NAME", "START", "COMPLETE", "BITS", "EXTRA_FLAGS"
  };

  private final Cursor in;

  DirtyBitmapReader(Cursor in) {
    this.in = in;
  }

  @Override
  public void read(SectionBuilder section) {
    RecordFields out = new RecordFields(in, section.fields);
    while (!section.stopped) {
      long offset = in.position();
      out.begin();
      int flags = in.u8();
      int kinds = flags & (START | COMPLETE | BITS);
      boolean known = (flags & EOS) != 0 || kinds != 0;
      if ((flags & EXTRA) != 0 || !known || Integer.bitCount(kinds) > 1) {
        in.seek(offset);
        section.stopped = true;
        section.report(
            Code.PART_RECORD,
            offset,
            1,
            "",
            "unknown flags of a dirty bitmap record: 0x" + Integer.toHexString(flags));
        return;
      }
      section.counts.add(counter(flags));
      out.flags("flags", 1, flags, names(flags));
      if ((flags & DEVICE_NAME) != 0) {
        out.text("node");
      }
      if ((flags & BITMAP_NAME) != 0) {
        out.text("bitmap");
      }
      if (kinds == START) {
        out.number("granularity", 4);
        out.number("bitmap_flags", 1);
      } else if (kinds == BITS) {
        bits(section, out, flags);
      }
      out.end(kinds == 0 ? "end" : names(kinds).get(0).toLowerCase(Locale.ROOT));
      if ((flags & EOS) != 0) {
        return;
      }
    }
  }

  private void bits(SectionBuilder section, RecordFields out, int flags) {
    out.number("first_sector", 8);
    out.number("sectors", 4);
    if ((flags & ZEROES) != 0) {
      return;
    }
    long length = out.number("length", 8);
    out.content(section, "content", "bitmap", length, "a piece of a dirty bitmap");
  }

  private static String counter(int flags) {
    return "BITMAP_FLAG_" + (flags < 0x10 ? "0" : "") + Integer.toHexString(flags);
  }

  private static List<String> names(int flags) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < NAMES.length; bit++) {
      if ((flags >> bit & 1) != 0) {
        names.add(NAMES[bit]);
      }
    }
    return names;
  }
}
