// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table. Immutable.
 *
 * @param values of all columns in their order, of the classes that {@link ColumnType} names; null
 *     where it is not known
 */
public record FleetRow(FleetTable table, List<@Nullable Object> values) {
  public FleetRow {
    List<FleetColumn> columns = table.columns();
    if (values.size() != columns.size()) {
      throw new IllegalArgumentException(values.size() + " values for " + columns.size());
    }
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).type().takes(values.get(i))) {
        throw new IllegalArgumentException("wrong type of " + columns.get(i).name());
      }
    }
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  static <T> FleetRow of(FleetTable table, List<FleetColumn.ColumnSource<T>> sources, T facts) {
    List<@Nullable Object> values = new ArrayList<>(sources.size());
    for (FleetColumn.ColumnSource<T> source : sources) {
      values.add(source.value().of(facts));
    }
    return new FleetRow(table, values);
  }

  /** A row that has nothing but the name of its capture and a reason. */
  static FleetRow failed(String capture, String error) {
    List<@Nullable Object> values =
        new ArrayList<>(Collections.nCopies(FleetTable.MIGRATIONS.columns().size(), null));
    values.set(FleetTable.MIGRATIONS.indexOf(MigrationColumns.CAPTURE), capture);
    values.set(FleetTable.MIGRATIONS.indexOf(MigrationColumns.ERROR), error);
    return new FleetRow(FleetTable.MIGRATIONS, values);
  }

  /** The value of a text column; null where it is not known. */
  public @Nullable String text(String column) {
    return (String) values.get(table.indexOf(column));
  }

  /** The value of an integer column; null where it is not known. */
  public @Nullable Long number(String column) {
    return (Long) values.get(table.indexOf(column));
  }

  /** Whether a column of truth is known to be true. */
  public boolean isTrue(String column) {
    return Boolean.TRUE.equals(values.get(table.indexOf(column)));
  }
}
