// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.util.List;

/** Prints the fields of a section as an indented tree with aligned values. */
final class FieldText {
  private static final int BYTES_SHOWN = 24;
  private static final int HEX_ROW = 16;
  private static final int NAME_WIDTH = 34;
  private static final int WIDEST_NAME = 46;

  /** Columns of offset and length. */
  private static final int OFFSETS = 21;

  private static final int ELEMENTS_SHOWN = 16;

  private final TextStream out;
  private final StreamText.Options options;
  private final Cursor bytes;

  FieldText(TextStream out, StreamText.Options options, ByteSource source) {
    this.out = out;
    this.options = options;
    this.bytes = new Cursor(source, 0, source.size());
  }

  void print(List<Field> fields, String parent, int indent) {
    int before = options.offsets() ? OFFSETS : 0;
    int column = Math.min(NAME_WIDTH, Math.max(indent + 12, (out.width() - before) / 2 - 2));
    for (Field field : fields) {
      column = Math.max(column, Math.min(indent + field.label().length(), WIDEST_NAME));
    }
    for (Field field : fields) {
      TextLine line = line();
      if (options.offsets()) {
        line.right(TextLine.grouped(field.offset()), 12).right(TextLine.grouped(field.length()), 9);
      }
      line.spaces(indent).left(field.label(), column - indent).add("  ").hanging(value(field));
      if (field.status() != Field.Status.DECODED) {
        String mark = field.status() == Field.Status.OPAQUE ? "opaque" : "truncated";
        line.add(TextLine.Colour.YELLOW, "  [" + mark + ", type " + field.type() + "]");
      }
      out.print(line.end());
      out.print('\n');
      if (options.hex() && field.children().isEmpty()) {
        hex(field, indent);
      }
      print(field.children(), Field.path(parent, field.label()), indent + 2);
    }
  }

  private String value(Field field) {
    if (field.value() instanceof Value.Array array) {
      return elements(field, array);
    }
    if (field.value() instanceof Value.BytesValue && field.children().isEmpty()) {
      int shown = (int) Math.min(field.length(), BYTES_SHOWN);
      bytes.seek(field.offset());
      byte[] content = bytes.bytes(shown);
      String more =
          field.length() > shown ? " ... " + TextLine.grouped(field.length()) + " bytes" : "";
      return Hex.spaced(content, shown) + more;
    }
    return describe(field);
  }

  private String elements(Field field, Value.Array array) {
    StringBuilder text = new StringBuilder();
    bytes.seek(field.offset());
    int shown = Math.min(array.count(), ELEMENTS_SHOWN);
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : " ");
      number(text, bytes.integer(array.bytes(), array.signed()), array.signed());
    }
    if (shown < array.count()) {
      text.append(" ... ").append(TextLine.grouped(array.count())).append(" elements");
    }
    return text.toString();
  }

  /** The value of a field without a look at its bytes. */
  static String describe(Field field) {
    Value value = field.value();
    StringBuilder text = new StringBuilder();
    if (value instanceof Value.Int v) {
      number(text, v.bits(), v.signed());
    } else if (value instanceof Value.Bool v) {
      text.append(v.value());
    } else if (value instanceof Value.TextValue v) {
      text.append(v.text());
    } else if (value instanceof Value.FlagsValue v) {
      text.append("0x").append(Long.toHexString(v.bits()));
      for (String name : v.names()) {
        text.append(' ').append(name);
      }
    } else if (value instanceof Value.Named v) {
      text.append(v.name());
      if (field.type().equals("subsection header")) {
        text.append(" version");
      }
      text.append(' ').append(v.bits());
    } else if (value instanceof Value.DescriptorValue v) {
      text.append("descriptor, ").append(v.kind());
    } else {
      text.append(TextLine.count(field.length(), "byte"));
    }
    return text.toString();
  }

  /** Small numbers in decimal, others in hexadecimal, too. */
  private static void number(StringBuilder text, long bits, boolean signed) {
    if (bits >= 0 && bits < 10 || signed && bits < 0) {
      text.append(bits);
    } else {
      text.append("0x").append(Long.toHexString(bits));
      if (bits > 0 && bits < 1 << 20) {
        text.append(" (").append(bits).append(')');
      }
    }
  }

  private TextLine line() {
    return new TextLine(options.colour(), out);
  }

  private void hex(Field field, int indent) {
    bytes.seek(field.offset());
    int before = indent + 2 + (options.offsets() ? OFFSETS : 0);
    int bytesOfRow = HEX_ROW;
    while (bytesOfRow > 1 && before + 10 + 3 * bytesOfRow > out.width()) {
      bytesOfRow /= 2;
    }
    for (long at = 0; at < field.length(); at += bytesOfRow) {
      int row = (int) Math.min(bytesOfRow, field.length() - at);
      TextLine line = line().spaces(before);
      line.left(Long.toHexString(field.offset() + at), 10);
      out.print(line.add(TextLine.Colour.DIM, Hex.spaced(bytes.bytes(row), row)).end());
      out.print('\n');
    }
  }
}
