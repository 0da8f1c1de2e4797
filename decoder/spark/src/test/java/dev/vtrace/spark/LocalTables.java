// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.spark;

import dev.vtrace.decoder.fleet.CaptureFinder;
import dev.vtrace.decoder.fleet.CaptureRows;
import dev.vtrace.decoder.fleet.CsvSink;
import dev.vtrace.decoder.fleet.FleetCapture;
import dev.vtrace.decoder.fleet.FleetTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What 'vtrace summarize' makes of captures, and what Spark has written, as sorted lines of CSV.
 */
final class LocalTables {
  private LocalTables() {}

  static Map<FleetTable, List<String>> of(Path fleet) throws IOException {
    Map<FleetTable, List<String>> out = new EnumMap<>(FleetTable.class);
    for (FleetTable table : FleetTable.values()) {
      out.put(table, new ArrayList<>());
    }
    for (FleetCapture capture : CaptureFinder.find(List.of(fleet.toString()))) {
      CaptureRows rows = capture.rows();
      rows.rows().forEach(row -> out.get(row.table()).add(CsvSink.line(row)));
    }
    out.values().forEach(lines -> lines.sort(null));
    return out;
  }

  /** The tables that a job has written as CSV. */
  static Map<FleetTable, List<String>> written(Path folder) throws IOException {
    Map<FleetTable, List<String>> out = new EnumMap<>(FleetTable.class);
    for (FleetTable table : FleetTable.values()) {
      List<Path> parts;
      try (Stream<Path> files = Files.list(folder.resolve(table.label()))) {
        parts = files.filter(file -> file.getFileName().toString().startsWith("part-")).toList();
      }
      if (parts.size() != 1) {
        throw new IOException(table + " has " + parts.size() + " parts");
      }
      String text = Files.readString(parts.get(0), StandardCharsets.UTF_8);
      List<String> lines = new ArrayList<>(List.of(text.split("\r\n")));
      if (!lines.remove(0).equals(CsvSink.head(table))) {
        throw new IOException(table + " has another head");
      }
      out.put(table, lines);
    }
    return out;
  }
}
