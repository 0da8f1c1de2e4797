// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of one part of an iterative section as fields. A part may hold millions of small
 * records: those after the first thousands share one field, so that memory stays bounded.
 */
final class RecordFields {
  private static final int MOST = 4096;

  private final Cursor in;
  private final List<Field> out;
  private List<Field> record = new ArrayList<>();
  private long start;
  private int count;

  /** Fields to be added to a list. */
  RecordFields(Cursor in, List<Field> out) {
    this.in = in;
    this.out = out;
  }

  /** Begins a record at the cursor. */
  void begin() {
    start = in.position();
    record = new ArrayList<>();
  }

  /** Ends the record at the cursor. */
  void end(String name) {
    long length = in.position() - start;
    count++;
    if (count <= MOST) {
      out.add(Field.struct(name, "record", start, length, record));
      return;
    }
    Field last = count == MOST + 1 ? null : out.remove(out.size() - 1);
    long from = last == null ? start : last.offset();
    Value more = new Value.Named(count - MOST, 8, "more records of the same kinds");
    out.add(Field.leaf("(more)", "records", from, in.position() - from, more));
  }

  /** Reads an unsigned big-endian integer of the record. */
  long number(String name, int bytes) {
    long at = in.position();
    long value = in.integer(bytes, false);
    record.add(Field.leaf(name, "uint" + bytes * 8, at, bytes, new Value.Int(value, bytes, false)));
    return value;
  }

  /** Adds an integer of the record that was read already. */
  void flags(String name, int bytes, long bits, List<String> names) {
    long at = in.position() - bytes;
    record.add(
        Field.leaf(name, "uint" + bytes * 8, at, bytes, new Value.FlagsValue(bits, bytes, names)));
  }

  /** Reads text with a leading length byte. */
  String text(String name) {
    long at = in.position();
    String text = in.shortText();
    record.add(Field.leaf(name, "string", at, in.position() - at, new Value.TextValue(text)));
    return text;
  }

  /** Passes over content; reports it if the input ends inside, which {@code what} names. */
  void content(SectionBuilder section, String name, String type, long length, String what) {
    long at = in.position();
    if (!in.has(length)) {
      long left = in.remaining();
      record.add(Field.truncated(name, type, at, left));
      in.skip(left);
      section.truncated(at, left, what);
    } else if (length > 0) {
      record.add(Field.leaf(name, type, at, length, Value.NONE));
      in.skip(length);
    }
  }
}
