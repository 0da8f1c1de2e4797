// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.fleet;

import org.jspecify.annotations.Nullable;

/**
 * A column of a table. Every column may lack its value where the evidence does not tell it.
 *
 * @param unit of its numbers
 * @param meaning one clause
 */
public record FleetColumn(String name, ColumnType type, ColumnUnit unit, String meaning) {
  /** What the numbers of a column measure. */
  public enum ColumnUnit {
    /** What is only counted, and what is no number. */
    NONE(""),
    NANOSECONDS("ns"),
    BYTES("bytes");

    private final String label;

    ColumnUnit(String label) {
      this.label = label;
    }

    /** The word in tables and JSON. */
    public String label() {
      return label;
    }
  }

  /**
   * A column with what gives its value.
   *
   * @param <T> what a row is made of
   */
  record ColumnSource<T>(FleetColumn column, ColumnValue<T> value) {
    static <T> ColumnSource<T> text(String name, String meaning, ColumnValue<T> value) {
      return new ColumnSource<>(
          new FleetColumn(name, ColumnType.TEXT, ColumnUnit.NONE, meaning), value);
    }

    static <T> ColumnSource<T> count(String name, String meaning, ColumnValue<T> value) {
      return new ColumnSource<>(
          new FleetColumn(name, ColumnType.INTEGER, ColumnUnit.NONE, meaning), value);
    }

    static <T> ColumnSource<T> number(
        String name, ColumnUnit unit, String meaning, ColumnValue<T> value) {
      return new ColumnSource<>(new FleetColumn(name, ColumnType.INTEGER, unit, meaning), value);
    }

    static <T> ColumnSource<T> truth(String name, String meaning, ColumnValue<T> value) {
      return new ColumnSource<>(
          new FleetColumn(name, ColumnType.TRUTH, ColumnUnit.NONE, meaning), value);
    }
  }

  /** Gives the value of a column in a row; null where it is not known. */
  @FunctionalInterface
  interface ColumnValue<T> {
    @Nullable Object of(T facts);
  }

  /** A number of the model, in which -1 stands for what is not known. */
  static @Nullable Long known(long number) {
    return number < 0 ? null : number;
  }

  /** A text of the model, in which an empty one stands for what is not known. */
  static @Nullable String known(String text) {
    return text.isEmpty() ? null : text;
  }
}
