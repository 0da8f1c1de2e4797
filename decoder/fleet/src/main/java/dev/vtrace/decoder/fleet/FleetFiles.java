// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a fleet in a folder: a file for each table, and the journal. A table appears when it
 * is whole.
 */
public final class FleetFiles {
  /** The name of the journal. */
  public static final String JOURNAL = "captures.jsonl";

  private static final int BUFFER = 1 << 16;

  private FleetFiles() {}

  /** Writes the tables of a journal into a folder; the captures are in the order of their names. */
  public static List<Path> write(RowJournal journal, TableFormat format, Path folder)
      throws IOException {
    Map<FleetTable, Path> partial = new EnumMap<>(FleetTable.class);
    Map<FleetTable, OutputStream> streams = new EnumMap<>(FleetTable.class);
    try {
      Map<FleetTable, TableSink> sinks = new EnumMap<>(FleetTable.class);
      for (FleetTable table : FleetTable.values()) {
        partial.put(table, folder.resolve(name(table, format) + ".partial"));
        OutputStream out = Files.newOutputStream(requireNonNull(partial.get(table)));
        streams.put(table, new BufferedOutputStream(out, BUFFER));
        sinks.put(table, format.open(table, requireNonNull(streams.get(table))));
      }
      for (String capture : journal.captures()) {
        for (FleetRow row : journal.rows(capture).rows()) {
          requireNonNull(sinks.get(row.table())).add(row);
        }
      }
      for (TableSink sink : sinks.values()) {
        sink.close();
      }
    } finally {
      for (OutputStream stream : streams.values()) {
        stream.close();
      }
    }
    List<Path> files = new ArrayList<>();
    for (FleetTable table : FleetTable.values()) {
      Path file = folder.resolve(name(table, format));
      Files.move(
          requireNonNull(partial.get(table)),
          file,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
      files.add(file);
    }
    return files;
  }

  private static String name(FleetTable table, TableFormat format) {
    return table.label() + "." + format.label();
  }

  /** Writes one table to a stream, which stays open. */
  public static void write(
      RowJournal journal, FleetTable table, TableFormat format, OutputStream out)
      throws IOException {
    try (TableSink sink = format.open(table, out)) {
      for (String capture : journal.captures()) {
        for (FleetRow row : journal.rows(capture).of(table)) {
          sink.add(row);
        }
      }
    }
  }
}
