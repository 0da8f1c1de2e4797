// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as a Parquet file: flat, all columns optional, a page for each column of a row group,
 * packed with Zstandard. Rows are kept until a group is full. Source of the layout: README.md and
 * parquet.thrift of Apache Parquet's format; numbers in the comments are those of its fields.
 */
final class ParquetSink implements TableSink {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** A group is full with so many rows, or so many bytes. */
  private static final int MOST_ROWS = 100_000;

  private static final long MOST_BYTES = 8L << 20;

  private static final int OPTIONAL = 1;
  private static final int UTF8 = 0;
  private static final int ZSTD = 6;

  private record ColumnChunk(FleetColumn column, long offset, ParquetColumn.DataPage page) {}

  private record ParquetGroup(int rows, List<ColumnChunk> chunks) {}

  private final FleetTable table;
  private final OutputStream out;
  private final List<ParquetColumn> columns;
  private final List<ParquetGroup> groups = new ArrayList<>();
  private long at;
  private int waiting;

  ParquetSink(FleetTable table, OutputStream out) throws IOException {
    this.table = table;
    this.out = out;
    this.columns = table.columns().stream().map(ParquetColumn::new).toList();
    write(MAGIC);
  }

  @Override
  public void add(FleetRow row) throws IOException {
    long bytes = 0;
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).add(row.values().get(i));
      bytes += columns.get(i).size();
    }
    waiting++;
    if (waiting == MOST_ROWS || bytes >= MOST_BYTES) {
      group();
    }
  }

  private void group() throws IOException {
    List<ColumnChunk> chunks = new ArrayList<>();
    for (ParquetColumn column : columns) {
      ParquetColumn.DataPage page = column.write(out);
      chunks.add(new ColumnChunk(column.column(), at, page));
      at += page.packed();
    }
    groups.add(new ParquetGroup(waiting, chunks));
    waiting = 0;
  }

  @Override
  public void close() throws IOException {
    if (waiting > 0) {
      group();
    }
    byte[] footer = footer();
    write(footer);
    write(
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(footer.length)
            .array());
    write(MAGIC);
    out.flush();
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    at += bytes.length;
  }

  private byte[] footer() {
    CompactThrift thrift = new CompactThrift().i32(1, 1);
    thrift.structs(2, columns.size() + 1);
    thrift.element().text(4, table.label()).i32(5, columns.size()).end();
    for (FleetColumn column : table.columns()) {
      thrift.element().i32(1, type(column)).i32(3, OPTIONAL).text(4, column.name());
      if (column.type() == ColumnType.TEXT) {
        // logicalType: the first of the union is a string.
        thrift.i32(6, UTF8).struct(10).struct(1).end().end();
      }
      thrift.end();
    }
    thrift.i64(3, groups.stream().mapToLong(ParquetGroup::rows).sum());
    thrift.structs(4, groups.size());
    groups.forEach(group -> group(thrift, group));
    thrift.structs(5, 2);
    thrift.element().text(1, "vtrace.format").text(2, FleetTable.FORMAT).end();
    thrift.element().text(1, "vtrace.table").text(2, table.label()).end();
    return thrift.text(6, "vtrace version 1").end().bytes();
  }

  private static void group(CompactThrift thrift, ParquetGroup group) {
    thrift.element().structs(1, group.chunks().size());
    long bytes = 0;
    for (ColumnChunk chunk : group.chunks()) {
      bytes += chunk.page().unpacked();
      thrift.element().i64(2, chunk.offset()).struct(3);
      thrift.i32(1, type(chunk.column()));
      thrift.integers(2, 2).element(ParquetColumn.PLAIN).element(ParquetColumn.RLE);
      thrift.texts(3, 1).element(chunk.column().name());
      thrift.i32(4, ZSTD).i64(5, group.rows());
      thrift.i64(6, chunk.page().unpacked()).i64(7, chunk.page().packed());
      thrift.i64(9, chunk.offset()).end().end();
    }
    thrift.i64(2, bytes).i64(3, group.rows()).end();
  }

  /** The number of a physical type. */
  private static int type(FleetColumn column) {
    return switch (column.type()) {
      case TRUTH -> 0;
      case INTEGER -> 2;
      case TEXT -> 6;
    };
  }
}
