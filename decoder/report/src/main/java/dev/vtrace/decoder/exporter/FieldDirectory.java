// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.exporter;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which fields a record of a stream has, for a reader that has its bytes: parents before their
 * children, in stream order. Each entry, big-endian:
 *
 * <pre>
 *  u8   how the value is read, see {@link ValueForm}
 *  u8   bytes of a number, or of each number of several
 *  u8   0 decoded, 1 meaning unknown, 2 the input ends in it
 *  u16  how many equal elements this entry stands for; their numbers and offsets go up
 *  u32  bytes from one of them to the next
 *  i32  number of the element; -1 none
 *  u32  offset in the record
 *  u32  length
 *  u16  length of the name, then the name (UTF-8)
 *  u16  length of the type, then the type
 *  u16  length of the note, then the note: text, names of bits, what a descriptor is
 *  u8   1 if its parts follow, up to a byte 255 where another entry would begin
 * </pre>
 */
final class FieldDirectory {
  /** How a reader gets the value out of the bytes. The position is the number in the file. */
  enum ValueForm {
    /** There is none. */
    NONE,
    UNSIGNED,
    SIGNED,
    LITTLE_ENDIAN,
    TRUTH,
    /** The note is the value. */
    NOTE,
    BYTES,
    UNSIGNED_LIST,
    SIGNED_LIST,
    TRUTH_LIST,
    /** Out of band; the note says of which kind. */
    DESCRIPTOR,
    /** The note has the number, then a space and what else is known of it. */
    TOLD
  }

  private static final int MOST_BYTES = 96 << 10;
  private static final int MOST_EQUAL = 0xffff;
  private static final int END = 255;
  private static final String LITTLE = "little-endian";
  private static final int DEEPEST = 40;
  private static final int LONGEST = 1024;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);
  private final Cursor source;
  private final long base;
  private final long end;
  private boolean cut;

  /**
   * An empty one.
   *
   * @param base offset of the record
   * @param end of the bytes that a reader will have; numbers that lie after it are told
   */
  FieldDirectory(Cursor source, long base, long end) {
    this.source = source;
    this.base = base;
    this.end = end;
  }

  /** Adds fields at the top. */
  FieldDirectory add(List<Field> fields) {
    try {
      list(fields, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** Whether fields were left out because there are too many. */
  boolean cut() {
    return cut;
  }

  private void list(List<Field> fields, int depth) throws IOException {
    for (int at = 0; at < fields.size(); ) {
      if (bytes.size() > MOST_BYTES || depth > DEEPEST) {
        cut = true;
        return;
      }
      int equal = equal(fields, at);
      long stride = equal > 1 ? fields.get(at + 1).offset() - fields.get(at).offset() : 0;
      entry(fields.get(at), equal, stride, depth);
      at += equal;
    }
  }

  private void entry(Field field, int equal, long stride, int depth) throws IOException {
    ValueForm form = form(field);
    out.writeByte(form.ordinal());
    out.writeByte(width(field.value()));
    out.writeByte(field.status().ordinal());
    out.writeShort(equal);
    out.writeInt((int) stride);
    out.writeInt(field.index());
    out.writeInt((int) (field.offset() - base));
    out.writeInt((int) Math.min(field.length(), Integer.MAX_VALUE));
    text(field.name());
    text(field.type());
    text(note(field, form));
    out.writeByte(field.children().isEmpty() ? 0 : 1);
    if (!field.children().isEmpty()) {
      list(field.children(), depth + 1);
      out.writeByte(END);
    }
  }

  private void text(String text) throws IOException {
    String kept = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    byte[] encoded = kept.getBytes(StandardCharsets.UTF_8);
    out.writeShort(encoded.length);
    out.write(encoded);
  }

  private static String note(Field field, ValueForm form) {
    Value value = field.value();
    boolean told = form == ValueForm.TOLD;
    if (value instanceof Value.TextValue text) {
      return text.text();
    } else if (value instanceof Value.Bool truth && form == ValueForm.NOTE) {
      return Boolean.toString(truth.value());
    } else if (value instanceof Value.FlagsValue flags) {
      String names = String.join(" ", flags.names());
      return told ? Long.toUnsignedString(flags.bits()) + " " + names : names;
    } else if (value instanceof Value.Named named) {
      return told ? Long.toUnsignedString(named.bits()) + " " + named.name() : named.name();
    } else if (value instanceof Value.DescriptorValue descriptor) {
      return descriptor.kind();
    } else if (value instanceof Value.Int number && told) {
      return number.signed() ? "" + number.bits() : Long.toUnsignedString(number.bits());
    }
    return "";
  }

  private static int width(Value value) {
    if (value instanceof Value.Int number) {
      return number.bytes();
    } else if (value instanceof Value.FlagsValue flags) {
      return flags.bytes();
    } else if (value instanceof Value.Named named) {
      return named.bytes();
    } else if (value instanceof Value.Array array) {
      return array.bytes();
    }
    return value instanceof Value.Bool ? 1 : 0;
  }

  private ValueForm form(Field field) {
    Value value = field.value();
    if (value instanceof Value.Int number) {
      return number(field, number.bits(), number.bytes(), number.signed());
    } else if (value instanceof Value.FlagsValue flags) {
      return number(field, flags.bits(), flags.bytes(), false);
    } else if (value instanceof Value.Named named) {
      return number(field, named.bits(), named.bytes(), false);
    } else if (value instanceof Value.Array array) {
      return array.bool()
          ? ValueForm.TRUTH_LIST
          : array.signed() ? ValueForm.SIGNED_LIST : ValueForm.UNSIGNED_LIST;
    } else if (value instanceof Value.Bool) {
      return field.end() <= end ? ValueForm.TRUTH : ValueForm.NOTE;
    } else if (value instanceof Value.TextValue) {
      return ValueForm.NOTE;
    } else if (value instanceof Value.BytesValue) {
      return ValueForm.BYTES;
    }
    return value instanceof Value.DescriptorValue ? ValueForm.DESCRIPTOR : ValueForm.NONE;
  }

  /** The way that gives this number; the type's name decides between two that do. */
  private ValueForm number(Field field, long bits, int width, boolean signed) {
    boolean there = width <= field.length() && field.offset() + width <= end;
    if (width < 1 || width > Long.BYTES || !there) {
      return ValueForm.TOLD;
    }
    source.seek(field.offset());
    boolean big = source.integer(width, signed) == bits;
    source.seek(field.offset());
    boolean little = !signed && source.little(width) == bits;
    if (little && (!big || field.type().endsWith(LITTLE))) {
      return ValueForm.LITTLE_ENDIAN;
    }
    return !big ? ValueForm.TOLD : signed ? ValueForm.SIGNED : ValueForm.UNSIGNED;
  }

  /** How many fields from one on differ only in their numbers, at equal distances. */
  private int equal(List<Field> fields, int at) {
    Field first = fields.get(at);
    int end = at + 1;
    if (first.index() < 0) {
      return 1;
    }
    while (end < fields.size() && end - at < MOST_EQUAL) {
      Field next = fields.get(end);
      long shift = next.offset() - first.offset();
      long stride = fields.get(at + 1).offset() - first.offset();
      boolean inStep = shift == stride * (end - at) && next.index() == first.index() + end - at;
      if (!inStep || !alike(first, next, shift)) {
        break;
      }
      end++;
    }
    return end - at;
  }

  private boolean alike(Field one, Field other, long shift) {
    ValueForm form = form(one);
    boolean same =
        one.offset() + shift == other.offset()
            && one.length() == other.length()
            && one.status() == other.status()
            && one.name().equals(other.name())
            && one.type().equals(other.type())
            && form == form(other)
            && width(one.value()) == width(other.value())
            && note(one, form).equals(note(other, form))
            && one.children().size() == other.children().size();
    for (int i = 0; same && i < one.children().size(); i++) {
      Field child = one.children().get(i);
      Field its = other.children().get(i);
      same = child.index() == its.index() && alike(child, its, shift);
    }
    return same;
  }
}
