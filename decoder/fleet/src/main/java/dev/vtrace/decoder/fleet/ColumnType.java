// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import org.jspecify.annotations.Nullable;

/** Types of columns, and the classes of their values. */
public enum ColumnType {
  /** UTF-8, of any length. */
  TEXT("text", String.class),
  /** A signed integer of 64 bits. */
  INTEGER("integer", Long.class),
  /** True or false. */
  TRUTH("boolean", Boolean.class);

  private final String label;
  private final Class<?> values;

  ColumnType(String label, Class<?> values) {
    this.label = label;
    this.values = values;
  }

  /** The word in the documentation of the schema. */
  public String label() {
    return label;
  }

  /** Whether a value may stand in such a column; null means that it is not known. */
  boolean takes(@Nullable Object value) {
    return value == null || values.isInstance(value);
  }
}
