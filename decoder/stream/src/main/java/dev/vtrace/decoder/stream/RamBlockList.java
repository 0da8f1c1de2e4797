// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The list of RAM blocks at the start of a {@code ram} section: the size of all together, then name
 * and length of each and, as the migration's capabilities have it, its page size, its address and
 * where its pages lie in the file.
 */
final class RamBlockList {
  static final RamBlock NO_BLOCK = new RamBlock("", 0, 0, -1);

  private static final int SMALLEST_HOST_PAGE = 4096;

  private final StreamContext stream;
  private final Cursor in;
  private final Map<String, RamBlock> blocks = new HashMap<>();

  RamBlockList(StreamContext stream) {
    this.stream = stream;
    this.in = stream.in();
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  boolean has(RamBlock block) {
    return blocks.get(block.name()) == block;
  }

  /** The block of that name; one without length if the list has none. */
  RamBlock find(String name) {
    RamBlock block = blocks.get(name);
    return block == null ? new RamBlock(name, 0, 0, -1) : block;
  }

  /** Reads the list after the word that tells its total. */
  void read(SectionBuilder section, long total) throws IOException {
    long start = in.position() - 8;
    List<Field> list = new ArrayList<>();
    list.add(Field.leaf("total", "uint64", start, 8, new Value.Int(total, 8, false)));
    try {
      long left = total;
      while (left > 0 && !section.stopped) {
        left -= entry(section, list, left);
      }
    } finally {
      section.fields.add(Field.struct("blocks", "ram blocks", start, end(list) - start, list));
    }
  }

  /** Reads one block; returns its length. */
  private long entry(SectionBuilder section, List<Field> list, long left) throws IOException {
    long at = in.position();
    List<Field> entry = new ArrayList<>();
    String name = in.shortText();
    entry.add(Field.leaf("name", "string", at, in.position() - at, new Value.TextValue(name)));
    long length = number(entry, "length");
    if (length < 0 || length > left) {
      in.seek(at);
      section.stopped = true;
      section.report(
          Code.BAD_LENGTH, at, 8, "blocks", "block " + name + " is larger than all RAM together");
      return 0;
    }
    long pageSize = pageSizeIsNext() ? number(entry, "page_size") : 0;
    long address = stream.ignoresShared() ? number(entry, "address") : -1;
    RamBlock block = new RamBlock(name, length, pageSize, address);
    blocks.put(name, block);
    section.counts.add("RAMBLOCK");
    stream.visitor().ramBlock(block);
    if (stream.mapsRam()) {
      new MappedRam(stream, section).read(block, entry);
    }
    list.add(Field.struct(name, "ram block", at, end(entry) - at, entry));
    return length;
  }

  /**
   * Whether a block tells its page size, as it does in a postcopy migration where that is not the
   * host's usual one. Nothing announces it; but the size begins with a zero byte, which no name
   * does, and the word that ends the list is smaller than any host page.
   */
  private boolean pageSizeIsNext() {
    if (stream.hostPageSizes() == 0 || !in.has(8)) {
      return false;
    }
    long size = in.peekU32(0) << 32 | in.peekU32(4);
    boolean listed = size >= SMALLEST_HOST_PAGE && (size & stream.hostPageSizes()) == size;
    return listed && Long.bitCount(size) == 1 && (!stream.ignoresShared() || entryEndsAt(16));
  }

  /** Whether what lies so far ahead begins another block or ends the list. */
  private boolean entryEndsAt(int ahead) {
    int length = in.peek(ahead);
    if (length > 0) {
      int first = in.peek(ahead + 1);
      return first > ' ' && first < 0x7f && in.has(ahead + 1L + length + 8);
    }
    long low = in.peekU32(ahead + 4);
    return in.peekU32(ahead) == 0 && low > 0 && low <= RamFlag.ALL;
  }

  /** Where the last field ends; the input may end inside the one that would follow. */
  private static long end(List<Field> fields) {
    return fields.get(fields.size() - 1).end();
  }

  private long number(List<Field> out, String name) {
    long at = in.position();
    long value = in.u64();
    out.add(Field.leaf(name, "uint64", at, 8, new Value.Int(value, 8, false)));
    return value;
  }
}
