// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;

/**
 * Reads {@code spapr/htab} sections, the hash page table of a pSeries guest. The first part tells
 * the binary logarithm of its size, or -1 where there is none; later parts are runs of entries,
 * each with the index of its first, how many valid ones follow and how many invalid ones are after
 * those; a run of nothing ends the part (hw/ppc/spapr.c of QEMU 7.2 to 11.1).
 */
final class HashTableReader implements IterativeReader {
  private static final long NONE = 0xffff_ffffL;
  private static final int ENTRY = 16;

  private final Cursor in;

  HashTableReader(Cursor in) {
    this.in = in;
  }

  @Override
  public void read(SectionBuilder section) {
    RecordFields out = new RecordFields(in, section.fields);
    out.begin();
    long shift = out.number("shift", 4);
    out.end(shift == 0 ? "part" : shift == NONE ? "no table" : "table");
    if (shift != 0) {
      return;
    }
    while (!section.stopped) {
      out.begin();
      long index = out.number("index", 4);
      long valid = out.number("valid", 2);
      long invalid = out.number("invalid", 2);
      boolean end = index == 0 && valid == 0 && invalid == 0;
      long length = valid * ENTRY;
      out.content(section, "entries", "page table entries", length, "hash page table entries");
      out.end(end ? "end" : "run");
      if (end) {
        return;
      }
    }
  }
}
