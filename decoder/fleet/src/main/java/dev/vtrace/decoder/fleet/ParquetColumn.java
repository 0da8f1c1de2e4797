// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The values of an optional column that wait to be written as one page: runs of definition levels
 * (1 where there is a value), then the values in the encoding PLAIN. Source: Encodings.md of Apache
 * Parquet's format.
 */
final class ParquetColumn {
  static final int PLAIN = 0;
  static final int RLE = 3;
  private static final int DATA_PAGE = 0;
  private static final int LEVEL = 3;

  private final FleetColumn column;
  private final ByteArrayOutputStream levels = new ByteArrayOutputStream();
  private final ByteArrayOutputStream values = new ByteArrayOutputStream();
  private int rows;
  private int run;
  private boolean there;
  private int bits;
  private int bitCount;

  ParquetColumn(FleetColumn column) {
    this.column = column;
  }

  /**
   * A page that was written.
   *
   * @param packed bytes in the file, with the header
   * @param unpacked bytes with the header
   */
  record DataPage(long packed, long unpacked) {}

  FleetColumn column() {
    return column;
  }

  /** Bytes that wait. */
  int size() {
    return values.size();
  }

  void add(@Nullable Object value) {
    boolean now = value != null;
    if (now != there && run > 0) {
      endRun();
    }
    there = now;
    run++;
    rows++;
    if (value instanceof Long number) {
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        values.write((int) (number >>> shift));
      }
    } else if (value instanceof Boolean truth) {
      bit(truth);
    } else if (value instanceof String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      little(values, bytes.length);
      values.writeBytes(bytes);
    }
  }

  /** Writes what waits as a page, and begins anew. */
  DataPage write(OutputStream out) throws IOException {
    endRun();
    if (bitCount > 0) {
      values.write(bits);
    }
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    little(page, levels.size());
    levels.writeTo(page);
    values.writeTo(page);
    byte[] packed = Zstd.compress(page.toByteArray(), LEVEL);
    byte[] header =
        new CompactThrift()
            .i32(1, DATA_PAGE)
            .i32(2, page.size())
            .i32(3, packed.length)
            .struct(5)
            .i32(1, rows)
            .i32(2, PLAIN)
            .i32(3, RLE)
            .i32(4, RLE)
            .end()
            .end()
            .bytes();
    out.write(header);
    out.write(packed);
    DataPage written =
        new DataPage((long) header.length + packed.length, (long) header.length + page.size());
    levels.reset();
    values.reset();
    rows = 0;
    bits = 0;
    bitCount = 0;
    return written;
  }

  private void endRun() {
    int rest = run << 1;
    while ((rest & ~0x7f) != 0) {
      levels.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    levels.write(rest);
    levels.write(there ? 1 : 0);
    run = 0;
  }

  private void bit(boolean truth) {
    bits |= truth ? 1 << bitCount : 0;
    if (++bitCount == Byte.SIZE) {
      values.write(bits);
      bits = 0;
      bitCount = 0;
    }
  }

  private static void little(ByteArrayOutputStream out, int number) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(number >>> shift);
    }
  }
}
