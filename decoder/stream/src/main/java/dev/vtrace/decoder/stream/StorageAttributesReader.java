// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Code;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code s390-storage_attributes} sections: records of an address whose low bits are a flag,
 * with a length and one byte a page after those that carry attributes (hw/s390x/s390-stattrib.c of
 * QEMU 7.2 to 11.1).
 */
final class StorageAttributesReader implements IterativeReader {
  private static final int EOS = 0x01;
  private static final int MORE = 0x02;
  private static final int ERROR = 0x04;
  private static final int DONE = 0x08;

  private final StreamContext stream;
  private final Cursor in;

  StorageAttributesReader(StreamContext stream) {
    this.stream = stream;
    this.in = stream.in();
  }

  @Override
  public void read(SectionBuilder section) {
    RecordFields out = new RecordFields(in, section.fields);
    while (!section.stopped) {
      long offset = in.position();
      out.begin();
      long word = in.u64();
      int flag = (int) word & stream.pageSize() - 1;
      String name = name(flag);
      if (name == null) {
        in.seek(offset);
        section.stopped = true;
        section.report(
            Code.PART_RECORD,
            offset,
            8,
            "",
            "unknown flags of a record of storage attributes: 0x" + Integer.toHexString(flag));
        return;
      }
      out.flags("address | flags", 8, word, List.of(name));
      if (flag == MORE) {
        long count = out.number("count", 8);
        out.content(section, "attributes", "storage attributes", count, "storage attributes");
      }
      out.end(flag == MORE ? "attributes" : name.toLowerCase(Locale.ROOT));
      if (flag == EOS) {
        return;
      }
    }
  }

  private static @Nullable String name(int flag) {
    switch (flag) {
      case EOS:
        return "EOS";
      case MORE:
        return "MORE";
      case ERROR:
        return "ERROR";
      case DONE:
        return "DONE";
      default:
        return null;
    }
  }
}
