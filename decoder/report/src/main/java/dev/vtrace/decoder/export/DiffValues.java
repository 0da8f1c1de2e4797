// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.compare.Difference;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import org.jspecify.annotations.Nullable;

/** The values of one stream that are to be shown in a difference. */
final class DiffValues {
  private static final int BYTES_SHOWN = 8;

  private final Cursor bytes;

  DiffValues(ByteSource source) {
    bytes = new Cursor(source, 0, source.size());
  }

  /** The value of a field; of one with many elements, that of the first element that differs. */
  String describe(Field field, Difference.@Nullable Spread spread) {
    if (field.offset() < 0 && spread != null) {
      return "0";
    }
    if (field.value() instanceof Value.Array array) {
      return spread == null
          ? TextLine.count(array.count(), "element")
          : element(field, array, spread);
    }
    boolean content =
        field.value() instanceof Value.BytesValue || field.value() instanceof Value.None;
    if (!content || !field.children().isEmpty()) {
      return FieldText.describe(field);
    }
    if (spread == null) {
      return TextLine.count(field.length(), "byte");
    }
    bytes.seek(field.offset() + spread.first());
    int most = spread.differing() == 1 ? 1 : BYTES_SHOWN;
    int length = (int) Math.min(most, field.length() - spread.first());
    String more = length > 1 && spread.first() + length < field.length() ? " ..." : "";
    return Hex.spaced(bytes.bytes(length), length) + more;
  }

  private String element(Field field, Value.Array array, Difference.Spread spread) {
    bytes.seek(field.offset() + spread.first() * array.bytes());
    long bits = bytes.integer(array.bytes(), array.signed());
    Value value = new Value.Int(bits, array.bytes(), array.signed());
    if (array.bool()) {
      value = new Value.Bool(bits != 0);
    }
    return FieldText.describe(Field.leaf("", "", 0, array.bytes(), value));
  }

  /**
   * Which element or byte a value is of, as in {@code [3]} or {@code +3}; empty for all of them.
   */
  static String offsetOf(Field field, Difference.@Nullable Spread spread) {
    if (spread == null) {
      return "";
    }
    return field.value() instanceof Value.Array ? "[" + spread.first() + "]" : "+" + spread.first();
  }

  /** How many elements or bytes differ, where it is more than one; else empty. */
  static String extent(Field field, Difference.@Nullable Spread spread) {
    if (spread == null || spread.differing() == 1) {
      return "";
    }
    String what = field.value() instanceof Value.Array ? " elements differ" : " bytes differ";
    return TextLine.grouped(spread.differing()) + " of " + TextLine.grouped(spread.total()) + what;
  }
}
