// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

/** The documentation of the tables, made of their columns. */
public final class FleetSchema {
  private FleetSchema() {}

  /** All tables as Markdown. */
  public static String markdown() {
    StringBuilder out = new StringBuilder("# Tables of a fleet (" + FleetTable.FORMAT + ")\n");
    out.append("\nA value is missing where the evidence does not tell it.\n");
    for (FleetTable table : FleetTable.values()) {
      out.append("\n## ").append(table.label()).append("\n\n");
      out.append("| column | type | unit | meaning |\n|---|---|---|---|\n");
      for (FleetColumn column : table.columns()) {
        out.append("| ").append(column.name()).append(" | ").append(column.type().label());
        out.append(" | ").append(column.unit().label()).append(" | ").append(column.meaning());
        out.append(" |\n");
      }
    }
    return out.toString();
  }
}
