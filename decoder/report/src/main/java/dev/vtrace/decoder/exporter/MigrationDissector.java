// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.devices.BackendField;
import dev.vtrace.decoder.stream.SectionKind;
import dev.vtrace.decoder.stream.StreamCommand;
import java.util.Locale;

/**
 * The tables of the dissector for {@link StreamPacket}: kinds of records, commands, and the fields
 * that have a filter of their own, as {@code migration.vhost_dev.nvqs}.
 */
final class MigrationDissector {
  private static final String PREFIX = "migration.";
  private static final int MOST_COMMANDS = 256;

  private MigrationDissector() {}

  static String tables() {
    StringBuilder out = new StringBuilder("\nlocal KINDS = {\n");
    for (SectionKind kind : SectionKind.values()) {
      row(out, StreamPacket.number(kind), kind.label());
    }
    out.append("}\nlocal COMMANDS = {\n");
    for (int number = 0; number < MOST_COMMANDS; number++) {
      StreamCommand command = StreamCommand.of(number);
      if (command != null) {
        row(out, number, command.name());
      }
    }
    out.append(
        "}\n-- Of each field of a back-end: structure, name, filter, bytes, whether bits.\n");
    out.append("local BACKEND_FIELDS = {\n");
    for (BackendField field : BackendField.all()) {
      out.append("  { \"").append(field.struct()).append("\", \"").append(field.name());
      out.append("\", \"").append(filter(field)).append("\", ").append(field.bytes());
      out.append(", ").append(field.bits()).append(" },\n");
    }
    return out.append("}\n").toString();
  }

  private static void row(StringBuilder out, int number, String name) {
    out.append("  [").append(number).append("] = \"").append(name).append("\",\n");
  }

  /**
   * The name of a filter: {@code vhost-dev} and {@code _features} give {@code vhost_dev.features}.
   */
  private static String filter(BackendField field) {
    String name = field.name().startsWith("_") ? field.name().substring(1) : field.name();
    return PREFIX + field.struct().replace('-', '_').toLowerCase(Locale.ROOT) + "." + name;
  }
}
