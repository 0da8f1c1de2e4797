// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import java.io.Closeable;
import java.io.IOException;

/** Writes a table row by row. Closing it ends the table and flushes the stream beneath. */
public sealed interface TableSink extends Closeable permits CsvSink, JsonLinesSink, ParquetSink {
  /** Adds a row of the table. */
  void add(FleetRow row) throws IOException;

  @Override
  void close() throws IOException;
}
