// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What fleets are compared by: the integers of the migrations that measure something. Downtimes
 * count only where a migration completed and the evidence has both ends of it: a lower bound is no
 * measurement.
 *
 * @param name the column's without its unit: {@code downtime_stop}
 * @param ofDevice whether each row has its own value; otherwise a migration has one
 */
public record FleetMetric(String name, FleetColumn column, boolean ofDevice) {
  private static final String NS = "_ns";
  private static final List<FleetMetric> ALL = table();

  private static List<FleetMetric> table() {
    List<FleetMetric> out = new ArrayList<>();
    for (FleetColumn column : FleetTable.MIGRATIONS.columns()) {
      String name = column.name();
      boolean downtime = name.startsWith("downtime_") && name.endsWith(NS);
      boolean device = name.startsWith("device_") && name.endsWith(NS);
      boolean operations = name.startsWith("operations_");
      boolean stream = name.equals("stream_bytes");
      if (downtime || device || operations || stream) {
        String bare = name.endsWith(NS) ? name.substring(0, name.length() - NS.length()) : name;
        out.add(new FleetMetric(bare, column, device || operations));
      }
    }
    return List.copyOf(out);
  }

  /** All metrics, in the order of the columns. */
  public static List<FleetMetric> all() {
    return ALL;
  }

  /** The metric of this name, or null. */
  public static @Nullable FleetMetric of(String name) {
    return ALL.stream().filter(metric -> metric.name().equals(name)).findFirst().orElse(null);
  }

  /** The value in a row; null where it has none, or none that counts. */
  @Nullable Long value(FleetRow row) {
    boolean time = column.unit() == FleetColumn.ColumnUnit.NANOSECONDS;
    boolean counts =
        !time || "completed".equals(row.text("outcome")) && row.isTrue("downtime_whole");
    return counts ? row.number(column.name()) : null;
  }
}
