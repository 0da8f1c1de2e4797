// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.stream;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;

/** Values of fields as short text. */
public final class FieldWords {
  private static final int ELEMENTS = 8;
  private static final int BYTES = 16;

  private final ByteSource source;

  /** Words for the fields of a stream; large values are read from it when they are asked for. */
  public FieldWords(ByteSource source) {
    this.source = source;
  }

  /** The name of a record: its own, or what kind it is. */
  public static String label(Section section) {
    return section.name().isEmpty()
        ? section.kind().label()
        : section.name() + " (" + section.kind().label() + ")";
  }

  /** The value of a field; empty for a structure. */
  public String value(Field field) {
    Value value = field.value();
    if (value instanceof Value.Int v) {
      return v.signed() && v.bits() < 0 || v.bits() >= 0 && v.bits() < 10
          ? Long.toString(v.bits())
          : Long.toUnsignedString(v.bits()) + " (0x" + Long.toHexString(v.bits()) + ")";
    } else if (value instanceof Value.Bool v) {
      return Boolean.toString(v.value());
    } else if (value instanceof Value.TextValue v) {
      return v.text();
    } else if (value instanceof Value.FlagsValue v) {
      return "0x" + Long.toHexString(v.bits()) + " " + String.join(" ", v.names());
    } else if (value instanceof Value.Named v) {
      return v.name() + " (" + v.bits() + ")";
    } else if (value instanceof Value.DescriptorValue v) {
      return "descriptor, " + v.kind();
    } else if (value instanceof Value.Array v) {
      return array(field, v);
    } else if (value instanceof Value.BytesValue) {
      return bytes(field);
    }
    return "";
  }

  private String array(Field field, Value.Array array) {
    StringBuilder out = new StringBuilder("[");
    Cursor cursor = cursor(field);
    for (int i = 0; i < array.count() && i < ELEMENTS && cursor.has(array.bytes()); i++) {
      long bits = cursor.integer(array.bytes(), array.signed());
      out.append(i == 0 ? "" : ", ").append(array.bool() ? bits != 0 : (Object) bits);
    }
    return out.append(array.count() > ELEMENTS ? ", ... " + array.count() + " in all]" : "]")
        .toString();
  }

  private String bytes(Field field) {
    StringBuilder out = new StringBuilder();
    Cursor cursor = cursor(field);
    for (int i = 0; i < Math.min(BYTES, field.length()) && cursor.has(1); i++) {
      int b = cursor.u8();
      out.append(Character.forDigit(b >> 4, 16)).append(Character.forDigit(b & 15, 16));
    }
    return field.length() > BYTES ? out + "... " + field.length() + " bytes" : out.toString();
  }

  private Cursor cursor(Field field) {
    return new Cursor(source, Math.min(field.offset(), source.size()), source.size());
  }
}
