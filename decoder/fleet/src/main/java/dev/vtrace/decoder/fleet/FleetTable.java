// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables. Their columns are a contract: a column keeps its name, type, unit and meaning, new
 * ones are added at the end, and {@link #FORMAT} counts up if that cannot be held.
 */
public enum FleetTable {
  /** A row for each migration and device; one for a capture that has none, or cannot be read. */
  MIGRATIONS("migrations", MigrationColumns.columns()),
  /** A row for each finding. */
  FINDINGS("findings", FindingColumns.columns()),
  /** A row for each operation of each start and stop of a device. */
  OPERATIONS("operations", OperationColumns.columns());

  /** The version of the schema. */
  public static final String FORMAT = "vtrace-fleet/1";

  private final String label;
  private final List<FleetColumn> columns;
  private final Map<String, Integer> places = new HashMap<>();

  FleetTable(String label, List<FleetColumn> columns) {
    this.label = label;
    this.columns = columns;
    for (FleetColumn column : columns) {
      if (places.put(column.name(), places.size()) != null) {
        throw new IllegalStateException("two columns are called " + column.name());
      }
    }
  }

  /** The word on the command line and in the names of files. */
  public String label() {
    return label;
  }

  /** The columns in their order. */
  public List<FleetColumn> columns() {
    return columns;
  }

  /** Where a column stands. */
  int indexOf(String column) {
    Integer place = places.get(column);
    if (place == null) {
      throw new IllegalArgumentException("no column " + column + " in " + label);
    }
    return place;
  }

  /** The table with this label, or null. */
  public static @Nullable FleetTable of(String label) {
    for (FleetTable table : values()) {
      if (table.label.equals(label)) {
        return table;
      }
    }
    return null;
  }
}
