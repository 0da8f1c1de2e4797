// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.spark;

import dev.vtrace.decoder.fleet.CaptureRows;
import dev.vtrace.decoder.fleet.ColumnType;
import dev.vtrace.decoder.fleet.CsvSink;
import dev.vtrace.decoder.fleet.FleetColumn;
import dev.vtrace.decoder.fleet.FleetRow;
import dev.vtrace.decoder.fleet.FleetTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A row of any of the tables, so that a capture is read once for all of them.
 *
 * @param table its place among the tables
 */
record TableRow(int table, ArrayList<@Nullable Object> values) implements Serializable {
  private static final long serialVersionUID = 1;

  static Iterator<TableRow> of(CaptureRows rows) {
    List<TableRow> out = new ArrayList<>();
    for (FleetRow row : rows.rows()) {
      out.add(new TableRow(row.table().ordinal(), new ArrayList<>(row.values())));
    }
    return out.iterator();
  }

  Row row() {
    return RowFactory.create(values.toArray());
  }

  String csv() {
    return CsvSink.line(new FleetRow(FleetTable.values()[table], values));
  }

  /** The schema of a table for Spark. */
  static StructType schema(FleetTable table) {
    List<StructField> fields = new ArrayList<>();
    for (FleetColumn column : table.columns()) {
      fields.add(DataTypes.createStructField(column.name(), type(column.type()), true));
    }
    return DataTypes.createStructType(fields);
  }

  private static DataType type(ColumnType type) {
    return switch (type) {
      case TEXT -> DataTypes.StringType;
      case INTEGER -> DataTypes.LongType;
      case TRUTH -> DataTypes.BooleanType;
    };
  }
}
