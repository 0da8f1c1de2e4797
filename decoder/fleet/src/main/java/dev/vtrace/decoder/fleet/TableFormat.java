// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** Formats of files of tables. */
public enum TableFormat {
  /** RFC 4180 with a line of names, UTF-8; a missing value is empty. */
  CSV("csv") {
    @Override
    public TableSink open(FleetTable table, OutputStream out) throws IOException {
      return new CsvSink(table, out);
    }
  },
  /** An object a line; a missing value is null. */
  JSONL("jsonl") {
    @Override
    public TableSink open(FleetTable table, OutputStream out) throws IOException {
      return new JsonLinesSink(table, out);
    }
  },
  /** Apache Parquet, packed with Zstandard; all columns are optional. */
  PARQUET("parquet") {
    @Override
    public TableSink open(FleetTable table, OutputStream out) throws IOException {
      return new ParquetSink(table, out);
    }
  };

  private final String label;

  TableFormat(String label) {
    this.label = label;
  }

  /** The word on the command line, and the ending of files. */
  public String label() {
    return label;
  }

  /** The format with this label. */
  public static TableFormat of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** Begins a table in a stream that the caller closes after it. */
  public abstract TableSink open(FleetTable table, OutputStream out) throws IOException;
}
