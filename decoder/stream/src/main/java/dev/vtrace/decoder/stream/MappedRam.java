// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.util.List;

/**
 * Reads what {@code mapped-ram} puts after the entry of a block: a header with offsets, a bitmap of
 * the pages that are there, in little-endian 64-bit words, and the pages, each at its own place in
 * the file. Offsets count from the start of the file.
 */
final class MappedRam {
  private static final int CHUNK = 4096;
  private static final int VERSION = 1;
  private static final int MOST_PAGE = 1 << 20;

  private final StreamContext stream;
  private final SectionBuilder section;
  private final Cursor in;

  MappedRam(StreamContext stream, SectionBuilder section) {
    this.stream = stream;
    this.section = section;
    this.in = stream.in();
  }

  void read(RamBlock block, List<Field> out) throws IOException {
    long at = in.position();
    long version = in.u32();
    out.add(Field.leaf("version", "uint32", at, 4, new Value.Int(version, 4, false)));
    long page = number(out, "page_size");
    long bitmapOffset = number(out, "bitmap_offset");
    long pagesOffset = number(out, "pages_offset");
    long here = in.position();
    boolean sane =
        version == VERSION
            && page >= 256
            && page <= MOST_PAGE
            && Long.bitCount(page) == 1
            && bitmapOffset == here;
    long count = sane ? (block.length() - 1) / page + 1 : 0;
    long bitmapLength = (count + 63) / 64 * 8;
    if (!sane || pagesOffset < here || pagesOffset - here < bitmapLength) {
      section.stopped = true;
      String message = "the pages of " + block.name() + " are not where they can be";
      section.report(Code.BAD_LENGTH, at, here - at, "blocks", message);
      return;
    }
    if (!in.has(pagesOffset - here)) {
      section.truncated(here, in.remaining(), "the bitmap of mapped pages");
      in.skip(in.remaining());
      return;
    }
    long there = Math.min(block.length(), in.end() - pagesOffset);
    long set = pages(block, page, count, pagesOffset, pagesOffset + there);
    String meaning = set + " of " + count + " pages are in the file";
    out.add(Field.leaf("bitmap", "bitmap", here, bitmapLength, new Value.Named(set, 8, meaning)));
    long gap = pagesOffset - here - bitmapLength;
    if (gap > 0) {
      out.add(Field.leaf("padding", "padding", here + bitmapLength, gap, Value.NONE));
    }
    if (there > 0) {
      out.add(Field.leaf("pages", "pages", pagesOffset, there, Value.NONE));
    }
    in.seek(pagesOffset + there);
    if (there < block.length()) {
      section.truncated(pagesOffset, there, "the mapped pages of " + block.name());
    }
  }

  /** Counts the pages that are there, and passes them on if they are wanted. */
  private long pages(RamBlock block, long page, long count, long first, long end)
      throws IOException {
    long set = 0;
    long number = 0;
    while (number < count) {
      byte[] bits = in.bytes((int) Math.min(CHUNK, (count - number + 7) / 8));
      for (byte bit : bits) {
        int left = bit & 0xff;
        while (left != 0) {
          long address = (number + Integer.numberOfTrailingZeros(left)) * page;
          left &= left - 1;
          if (address < block.length()) {
            set++;
            long length = Math.min(page, block.length() - address);
            if (stream.wantsPages() && first + address + length <= end) {
              long at = first + address;
              int size = (int) length;
              stream
                  .visitor()
                  .page(new RamPage(PageKind.MAPPED, block.name(), address, size, at, length));
            }
          }
        }
        number += 8;
      }
    }
    return set;
  }

  private long number(List<Field> out, String name) {
    long at = in.position();
    long value = in.u64();
    out.add(Field.leaf(name, "uint64", at, 8, new Value.Int(value, 8, false)));
    return value;
  }
}
