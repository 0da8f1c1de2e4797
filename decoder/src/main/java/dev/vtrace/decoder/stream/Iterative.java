// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import java.util.function.Function;

/**
 * Sections that are written in parts and that no description tells, by name. To add one, add a row
 * and its reader.
 */
enum Iterative {
  RAM("ram", RamReader::new);

  private final String name;
  private final Function<StreamContext, IterativeReader> reader;

  Iterative(String name, Function<StreamContext, IterativeReader> reader) {
    this.name = name;
    this.reader = reader;
  }

  /** A reader for the section of this name, or null if it is a device. */
  static IterativeReader reader(String name, StreamContext stream) {
    for (Iterative row : values()) {
      if (row.name.equals(name)) {
        return row.reader.apply(stream);
      }
    }
    return null;
  }
}
