// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Code;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code ram} sections: records of a big-endian 64-bit address whose low bits, below the
 * guest page size, are flags, up to the record that ends the part (migration/ram.c of QEMU 7.2 to
 * 11.1).
 */
final class RamReader implements IterativeReader {
  private static final int MIN_PAGE_SIZE = 256;

  private final StreamContext stream;
  private final Cursor in;
  private final RamBlockList blocks;
  private final PageRun run;
  private final long[] counts = new long[RamFlag.values().length];
  private RamBlock block = RamBlockList.NO_BLOCK;
  private boolean reported;

  RamReader(StreamContext stream) {
    this.stream = stream;
    this.in = stream.in();
    this.blocks = new RamBlockList(stream);
    this.run = new PageRun(stream);
  }

  @Override
  public void read(SectionBuilder section) throws IOException {
    try {
      records(section);
    } finally {
      for (RamFlag flag : RamFlag.values()) {
        section.counts.add(flag.counter(), counts[flag.ordinal()]);
        counts[flag.ordinal()] = 0;
      }
    }
  }

  private void records(SectionBuilder section) throws IOException {
    int inRow = 0;
    while (!section.stopped) {
      long offset = in.position();
      if (!in.has(8)) {
        section.truncated(offset, in.remaining(), "a RAM record");
        in.skip(in.remaining());
        return;
      }
      long word = in.u64();
      if (!stream.knowsPageSize() && tellsPageSize(word)) {
        in.seek(offset);
        int guess = PageSizeGuess.at(in, blocks);
        if (flag(word, guess - 1) != null) {
          stream.pageSize(guess);
        }
        in.seek(offset + 8);
      }
      int low = (int) word & mask();
      RamFlag flag = flag(word, mask());
      boolean sameBlock = (low & RamFlag.CONTINUE.bit()) != 0;
      if (flag == null || sameBlock && !flag.isPage()) {
        in.seek(offset);
        bad(section, offset, "unknown flags of a RAM record: 0x" + Integer.toHexString(low));
        return;
      }
      long address = word ^ low;
      switch (flag) {
        case EOS:
          counts[flag.ordinal()]++;
          stream.visitor().ramSync(RamSync.PART_END);
          return;
        case MEM_SIZE:
          blocks.read(section, address);
          break;
        case MULTIFD_FLUSH:
          counts[flag.ordinal()]++;
          stream.visitor().ramSync(RamSync.FLUSH);
          break;
        case HOOK:
        case FULL:
          counts[flag.ordinal()]++;
          unusual(section, flag, offset);
          break;
        default:
          page(section, flag, address, sameBlock, offset);
          inRow++;
          if (inRow >= PageRun.WORTHWHILE && !section.stopped && run.possible()) {
            inRow = 0;
            run();
          }
      }
    }
  }

  /**
   * Whether the page size shows at a record, now or never: it has a page after it, or bits of its
   * address stand where a guest with larger pages has flags.
   */
  private static boolean tellsPageSize(long word) {
    return (word & RamFlag.PAGE.bit()) != 0 || flag(word, RamFlag.ALL) == null;
  }

  private static @Nullable RamFlag flag(long word, int mask) {
    return RamFlag.of((int) word & mask & ~RamFlag.CONTINUE.bit());
  }

  /** The bits of a record's word that are flags; a page size not yet known may be the smallest. */
  private int mask() {
    if (!stream.knowsPageSize()) {
      return RamFlag.ALL;
    }
    return Math.max(stream.pageSize(), MIN_PAGE_SIZE) - 1;
  }

  private void run() throws IOException {
    run.read(block.name(), block == RamBlockList.NO_BLOCK ? Long.MAX_VALUE : block.length());
    counts[RamFlag.PAGE.ordinal()] += run.pages();
    counts[RamFlag.ZERO.ordinal()] += run.zeros();
  }

  private void page(
      SectionBuilder section, RamFlag flag, long address, boolean sameBlock, long offset)
      throws IOException {
    if (!sameBlock) {
      long at = in.position();
      block = blocks.find(in.shortText());
      if (!blocks.isEmpty() && !blocks.has(block)) {
        implausible(section, at, in.position() - at, "there is no RAM block " + block.name());
      }
    }
    long length = contentLength(section, flag, offset);
    if (section.stopped) {
      return;
    }
    long content = in.position();
    if (!in.has(length)) {
      section.truncated(offset, in.end() - offset, "page 0x" + Long.toHexString(address));
      in.skip(in.remaining());
      return;
    }
    in.skip(length);
    counts[flag.ordinal()]++;
    if (blocks.has(block) && Long.compareUnsigned(address, block.length()) >= 0) {
      String page = "page 0x" + Long.toHexString(address);
      implausible(section, offset, 8, page + " is past the end of " + block.name());
    }
    if (stream.wantsPages()) {
      stream.visitor().page(page(flag, address, content, length));
    }
  }

  private RamPage page(RamFlag flag, long address, long content, long length) {
    return new RamPage(flag.page(), block.name(), address, stream.pageSize(), content, length);
  }

  /** Reads what lies between a record's block and its content and tells how long that is. */
  private long contentLength(SectionBuilder section, RamFlag flag, long offset) {
    switch (flag) {
      case ZERO:
        return 1;
      case PAGE:
        return stream.pageSize();
      case XBZRLE:
        int encoding = in.u8();
        long encoded = in.u16();
        if (encoding != 1 || encoded > stream.pageSize()) {
          bad(
              section,
              offset,
              "an XBZRLE page of encoding " + encoding + ", " + encoded + " bytes");
        }
        return encoded;
      default:
        long compressed = in.u32();
        // The bound that zlib gives for what it cannot compress.
        long most = stream.pageSize() + (stream.pageSize() >> 12) + (stream.pageSize() >> 14) + 13;
        if (compressed > most) {
          bad(section, offset, "a compressed page of " + compressed + " bytes");
        }
        return compressed;
    }
  }

  private void bad(SectionBuilder section, long offset, String message) {
    section.stopped = true;
    section.report(Code.RAM_RECORD, offset, 8, "", message);
  }

  /** Reports what does not stop the reading; once, as more of it follows more often than not. */
  private void implausible(SectionBuilder section, long offset, long length, String message) {
    if (!reported) {
      reported = true;
      section.report(Code.RAM_RECORD, offset, length, "", message);
    }
  }

  private void unusual(SectionBuilder section, RamFlag flag, long offset) {
    if (!reported) {
      reported = true;
      section.report(
          Code.RAM_FLAG_UNUSUAL,
          offset,
          8,
          "",
          flag == RamFlag.HOOK
              ? "a hook of an RDMA migration: pages are not sent in this stream"
              : "a record with the flag FULL, which no QEMU since 0.12 writes");
    }
  }
}
