// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import dev.vtrace.decoder.export.CsvLine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A table as CSV. */
public final class CsvSink implements TableSink {
  private final OutputStream out;

  CsvSink(FleetTable table, OutputStream out) throws IOException {
    this.out = out;
    write(head(table));
  }

  /** The line of names, without its end. */
  public static String head(FleetTable table) {
    return CsvLine.of(table.columns().stream().map(FleetColumn::name).toList());
  }

  /** The line of a row, without its end. */
  public static String line(FleetRow row) {
    return CsvLine.of(
        row.values().stream().map(value -> value == null ? "" : value.toString()).toList());
  }

  @Override
  public void add(FleetRow row) throws IOException {
    write(line(row));
  }

  private void write(String line) throws IOException {
    out.write((line + CsvLine.END).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
