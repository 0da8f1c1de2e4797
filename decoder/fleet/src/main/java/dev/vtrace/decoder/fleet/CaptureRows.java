// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import java.util.List;

/**
 * What the tables have of one capture. Immutable.
 *
 * @param capture its name in the tables
 * @param isWrong whether it could not be read, or has an error that nobody asked for
 * @param rows of all tables; those of one table in the order in which they are written
 */
public record CaptureRows(String capture, boolean isWrong, List<FleetRow> rows) {
  public CaptureRows {
    rows = List.copyOf(rows);
  }

  /** The rows of a capture that cannot be read. */
  static CaptureRows failed(String capture, String error) {
    return new CaptureRows(capture, true, List.of(FleetRow.failed(capture, error)));
  }

  /** The rows of one table. */
  public List<FleetRow> of(FleetTable table) {
    return rows.stream().filter(row -> row.table() == table).toList();
  }

  /** Whether it could not be read. */
  public boolean isFailed() {
    return rows.size() == 1
        && rows.get(0).table() == FleetTable.MIGRATIONS
        && rows.get(0).text(MigrationColumns.ERROR) != null;
  }
}
