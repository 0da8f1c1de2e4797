// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Code;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code block} sections, the content of disks: records of a 64-bit word whose low nine bits
 * are flags, the rest a sector (of 512 bytes) or a percentage (migration/block.c of QEMU 7.2).
 */
final class BlockReader implements IterativeReader {
  private static final int SECTOR_BITS = 9;
  private static final int DEVICE_BLOCK = 0x01;
  private static final int EOS = 0x02;
  private static final int PROGRESS = 0x04;
  private static final int ZERO_BLOCK = 0x08;
  private static final String[] NAMES = {"DEVICE_BLOCK", "EOS", "PROGRESS", "ZERO_BLOCK"};

  /** Always sent whole, also where the disk ends before. */
  private static final int CONTENT = 1 << 20;

  private final Cursor in;

  BlockReader(Cursor in) {
    this.in = in;
  }

  @Override
  public void read(SectionBuilder section) {
    RecordFields out = new RecordFields(in, section.fields);
    while (!section.stopped) {
      long offset = in.position();
      out.begin();
      int flags = (int) in.u64() & (1 << SECTOR_BITS) - 1;
      boolean known = flags == EOS || flags == PROGRESS || (flags & ~ZERO_BLOCK) == DEVICE_BLOCK;
      if (!known) {
        in.seek(offset);
        section.stopped = true;
        section.report(
            Code.PART_RECORD,
            offset,
            8,
            "",
            "unknown flags of a record of disk content: 0x" + Integer.toHexString(flags));
        return;
      }
      section.counts.add("BLK_FLAG_" + Integer.toHexString(flags));
      in.seek(offset);
      long word = in.u64();
      out.flags(
          flags == PROGRESS ? "percent << 9 | flags" : "sector << 9 | flags",
          8,
          word,
          names(flags));
      if ((flags & DEVICE_BLOCK) != 0) {
        out.text("device");
        if ((flags & ZERO_BLOCK) == 0) {
          out.content(section, "content", "disk content", CONTENT, "a block of a disk");
        }
      }
      out.end(flags == EOS ? "end" : flags == PROGRESS ? "progress" : "block");
      if (flags == EOS) {
        return;
      }
    }
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
