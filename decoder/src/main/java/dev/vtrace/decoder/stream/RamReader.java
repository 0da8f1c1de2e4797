// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code ram} sections: records of a big-endian 64-bit address whose low bits, below the
 * guest page size, are flags.
 */
final class RamReader implements IterativeReader {
  private static final int[] PAGE_SIZES = {4096, 8192, 1024, 16384, 65536, 2048, 256};
  private static final int MIN_PAGE_SIZE = 256;

  private final StreamContext stream;
  private final Cursor in;
  private final Map<String, Long> blocks = new LinkedHashMap<>();
  private String block = "";

  RamReader(StreamContext stream) {
    this.stream = stream;
    this.in = stream.in();
  }

  @Override
  public void read(SectionBuilder section) throws IOException {
    while (true) {
      long offset = in.position();
      if (!in.has(8)) {
        section.truncated(offset, in.remaining(), "a RAM record");
        return;
      }
      long word = in.u64();
      if (!stream.knowsPageSize()) {
        guessPageSize(word);
      }
      // A page of 256 bytes leaves room for eight flags only.
      int mask = Math.max(stream.pageSize(), MIN_PAGE_SIZE) - 1;
      int flags = (int) word & mask & 0x3ff;
      boolean sameBlock = (flags & RamFlag.CONTINUE.bit()) != 0;
      RamFlag flag = RamFlag.of(flags & ~RamFlag.CONTINUE.bit());
      if (flag == null || flag == RamFlag.HOOK) {
        in.seek(offset);
        section.stopped = true;
        section.report(
            Code.RAM_RECORD,
            offset,
            8,
            "",
            "no RAM record has the flags 0x" + Integer.toHexString((int) word & mask));
        return;
      }
      long address = word & ~(long) mask;
      if (flag == RamFlag.EOS) {
        section.counts.add(flag.counter());
        return;
      } else if (flag == RamFlag.MEM_SIZE) {
        blockList(section, address);
      } else if (flag == RamFlag.MULTIFD_FLUSH) {
        section.counts.add(flag.counter());
      } else if (!page(section, flag, address, sameBlock, offset)) {
        return;
      }
      if (section.stopped) {
        return;
      }
    }
  }

  private boolean page(
      SectionBuilder section, RamFlag flag, long address, boolean sameBlock, long offset)
      throws IOException {
    if (!sameBlock) {
      block = in.shortText();
    }
    long content;
    long length;
    switch (flag) {
      case ZERO:
        content = in.position();
        length = 1;
        break;
      case PAGE:
        content = in.position();
        length = stream.pageSize();
        break;
      case XBZRLE:
        in.skip(1);
        length = in.u16();
        content = in.position();
        break;
      default:
        length = in.u32();
        content = in.position();
    }
    if (!in.has(length)) {
      section.truncated(offset, in.end() - offset, "page 0x" + Long.toHexString(address));
      in.skip(in.remaining());
      return false;
    }
    in.skip(length);
    section.counts.add(flag.counter());
    if (stream.wantsPages()) {
      stream.visitor().page(new RamPage(flag.counter(), block, address, content, length));
    }
    return true;
  }

  private void blockList(SectionBuilder section, long total) {
    long start = in.position() - 8;
    List<Field> list = new ArrayList<>();
    list.add(Field.leaf("total", "uint64", start, 8, new Value.Int(total, 8, false)));
    long left = total;
    while (left > 0 && !section.stopped) {
      long at = in.position();
      List<Field> entry = new ArrayList<>();
      String name = in.shortText();
      entry.add(Field.leaf("name", "string", at, in.position() - at, new Value.Text(name)));
      long length = number(entry, "length");
      if (length < 0 || length > left) {
        in.seek(at);
        section.stopped = true;
        section.report(
            Code.BAD_LENGTH, at, 8, "blocks", "block " + name + " is larger than all RAM together");
        break;
      }
      blocks.put(name, length);
      section.counts.add("RAMBLOCK");
      if (stream.ignoresShared()) {
        number(entry, "address");
      }
      if (stream.mapsRam()) {
        mapped(section, entry, length);
      }
      list.add(Field.struct(name, "ram block", at, in.position() - at, entry));
      left -= length;
      if (length == 0 && total > 0 && in.position() == at) {
        break;
      }
    }
    section.fields.add(Field.struct("blocks", "ram blocks", start, in.position() - start, list));
  }

  private long number(List<Field> out, String name) {
    long at = in.position();
    long value = in.u64();
    out.add(Field.leaf(name, "uint64", at, 8, new Value.Int(value, 8, false)));
    return value;
  }

  /** Bitmap and pages of a block at their places in the file, and the gap between them. */
  private void mapped(SectionBuilder section, List<Field> out, long length) {
    long at = in.position();
    out.add(Field.leaf("version", "uint32", at, 4, new Value.Int(in.u32(), 4, false)));
    long page = number(out, "page_size");
    long bitmapOffset = number(out, "bitmap_offset");
    long pagesOffset = number(out, "pages_offset");
    long bits = page <= 0 ? 0 : (length + page - 1) / page;
    long bitmapLength = (bits + 63) / 64 * 8;
    long here = in.position();
    boolean sane =
        page > 0
            && bitmapOffset == here
            && pagesOffset >= here + bitmapLength
            && pagesOffset <= in.end()
            && length <= in.end() - pagesOffset;
    if (!sane) {
      section.truncated(here, in.remaining(), "the mapped pages of a block");
      return;
    }
    out.add(Field.leaf("bitmap", "bitmap", here, bitmapLength, Value.BYTES));
    long gap = pagesOffset - here - bitmapLength;
    if (gap > 0) {
      out.add(Field.leaf("padding", "padding", here + bitmapLength, gap, Value.NONE));
    }
    if (length > 0) {
      out.add(Field.leaf("pages", "pages", pagesOffset, length, Value.NONE));
    }
    in.seek(pagesOffset + length);
  }

  /** Finds the page size from the first page record: the next record must have flags that exist. */
  private void guessPageSize(long word) {
    if ((word & RamFlag.PAGE.bit()) == 0 || (word & RamFlag.MEM_SIZE.bit()) != 0) {
      return;
    }
    long name = (word & RamFlag.CONTINUE.bit()) != 0 ? 0 : 1L + in.peek();
    for (int size : PAGE_SIZES) {
      long high = in.peekU32(name + size);
      long low = in.peekU32(name + size + 4);
      if (high >= 0 && low >= 0) {
        int flags = (int) low & (size - 1);
        RamFlag next = RamFlag.of(flags & 0x3ff & ~RamFlag.CONTINUE.bit());
        if (next != null && flags < 0x400 && high < 0x100) {
          stream.pageSize(size);
          return;
        }
      }
    }
  }
}
