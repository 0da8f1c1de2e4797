// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import org.jspecify.annotations.Nullable;

/**
 * Sections that are written in parts and that no description tells, by name. To add one, add a row
 * and its reader.
 */
enum Iterative {
  RAM("ram"),
  DIRTY_BITMAP("dirty-bitmap"),
  /** Disk content; gone since QEMU 9.1. */
  BLOCK("block"),
  HASH_TABLE("spapr/htab"),
  STORAGE_ATTRIBUTES("s390-storage_attributes");

  private final String name;

  Iterative(String name) {
    this.name = name;
  }

  /** A reader for the section of this name, or null if it is a device. */
  static @Nullable IterativeReader reader(String name, StreamContext stream) {
    for (Iterative row : values()) {
      if (row.name.equals(name)) {
        return row.reader(stream);
      }
    }
    return null;
  }

  private IterativeReader reader(StreamContext stream) {
    switch (this) {
      case RAM:
        return new RamReader(stream);
      case DIRTY_BITMAP:
        return new DirtyBitmapReader(stream.in());
      case BLOCK:
        return new BlockReader(stream.in());
      case HASH_TABLE:
        return new HashTableReader(stream.in());
      default:
        return new StorageAttributesReader(stream);
    }
  }
}
