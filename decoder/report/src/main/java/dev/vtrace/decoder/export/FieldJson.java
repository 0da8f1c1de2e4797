// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.IOException;
import java.util.List;

/** Writes the fields of one input as JSON, and numbers the descriptors among them. */
final class FieldJson {
  /** Integers above this are not exact in every JSON reader and are written as text. */
  private static final long EXACT = 1L << 53;

  private static final int CHUNK = 4096;

  private final JsonGenerator out;
  private final Cursor bytes;
  private final boolean hex;
  private int descriptors;

  /**
   * A writer.
   *
   * @param hex whether each field gets its bytes
   */
  FieldJson(JsonGenerator out, ByteSource source, boolean hex) {
    this.out = out;
    this.bytes = new Cursor(source, 0, source.size());
    this.hex = hex;
  }

  /** Counts descriptors of fields that are not written. */
  void pass(List<Field> fields) {
    for (Field field : fields) {
      if (field.value() instanceof Value.DescriptorValue) {
        descriptors++;
      } else if (field.hasDescriptors()) {
        pass(field.children());
      }
    }
  }

  /** Writes fields as an array of this name. */
  void write(String name, List<Field> fields, String parent) throws IOException {
    out.writeArrayFieldStart(name);
    for (Field field : fields) {
      field(field, parent);
    }
    out.writeEndArray();
  }

  private void field(Field field, String parent) throws IOException {
    String path = Field.path(parent, field.label());
    out.writeStartObject();
    out.writeStringField("name", field.label());
    out.writeStringField("path", path);
    out.writeStringField("type", field.type());
    out.writeNumberField("offset", field.offset());
    out.writeNumberField("length", field.length());
    value(field);
    if (field.status() != Field.Status.DECODED) {
      out.writeStringField(
          "status", field.status() == Field.Status.OPAQUE ? "opaque" : "truncated");
    }
    if (hex && !(field.value() instanceof Value.BytesValue)) {
      out.writeFieldName("hex");
      hex(field);
    }
    if (!field.children().isEmpty()) {
      write("children", field.children(), path);
    }
    out.writeEndObject();
  }

  private void value(Field field) throws IOException {
    Value value = field.value();
    if (value instanceof Value.Int v) {
      integer("value", v.bits(), v.signed());
    } else if (value instanceof Value.Bool v) {
      out.writeBooleanField("value", v.value());
    } else if (value instanceof Value.TextValue v) {
      out.writeStringField("value", v.text());
    } else if (value instanceof Value.FlagsValue v) {
      number("value", v.bits());
      out.writeArrayFieldStart("names");
      for (String name : v.names()) {
        out.writeString(name);
      }
      out.writeEndArray();
    } else if (value instanceof Value.Named v) {
      number("value", v.bits());
      out.writeStringField("meaning", v.name());
    } else if (value instanceof Value.Array v) {
      array(field, v);
    } else if (value instanceof Value.DescriptorValue v) {
      out.writeStringField("value", v.kind());
      out.writeNumberField("fd", descriptors++);
    } else if (value instanceof Value.BytesValue) {
      out.writeFieldName("value");
      hex(field);
    }
  }

  private void array(Field field, Value.Array array) throws IOException {
    out.writeArrayFieldStart("value");
    bytes.seek(field.offset());
    for (int i = 0; i < array.count(); i++) {
      long bits = bytes.integer(array.bytes(), array.signed());
      if (array.bool()) {
        out.writeBoolean(bits != 0);
      } else if (exact(bits, array.signed())) {
        out.writeNumber(bits);
      } else {
        out.writeString("0x" + Long.toHexString(bits));
      }
    }
    out.writeEndArray();
  }

  /** Writes the bytes of a field as a string of hexadecimal digits, piece by piece. */
  private void hex(Field field) throws IOException {
    out.writeRawValue("\"");
    bytes.seek(field.offset());
    long left = Math.min(field.length(), bytes.remaining());
    while (left > 0) {
      int step = (int) Math.min(left, CHUNK);
      out.writeRaw(Hex.digits(bytes.bytes(step)));
      left -= step;
    }
    out.writeRaw('"');
  }

  void number(String name, long bits) throws IOException {
    integer(name, bits, false);
  }

  private void integer(String name, long bits, boolean signed) throws IOException {
    if (exact(bits, signed)) {
      out.writeNumberField(name, bits);
    } else {
      out.writeStringField(name, "0x" + Long.toHexString(bits));
    }
  }

  private static boolean exact(long bits, boolean signed) {
    return bits <= EXACT && (signed ? bits >= -EXACT : bits >= 0);
  }
}
