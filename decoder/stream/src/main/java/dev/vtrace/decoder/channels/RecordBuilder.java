// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.channels;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.List;

/** A record of a channel while it is read. All integers are big-endian. */
final class RecordBuilder {
  final Cursor in;
  final long offset;
  final List<Field> fields = new ArrayList<>();
  final List<Diagnostic> diagnostics = new ArrayList<>();
  String name = "record";
  long unreachable;

  /** Whether what follows cannot be read any more. */
  boolean lost;

  RecordBuilder(Cursor in) {
    this.in = in;
    this.offset = in.position();
  }

  /** Reads an unsigned integer. */
  long number(String field, int bytes) {
    long at = in.position();
    long value = in.integer(bytes, false);
    fields.add(
        Field.leaf(field, "uint" + bytes * 8, at, bytes, new Value.Int(value, bytes, false)));
    return value;
  }

  /** Gives the integer that was read last a meaning. */
  void name(String meaning) {
    Field last = fields.remove(fields.size() - 1);
    Value value = new Value.Named(last.number(0), (int) last.length(), meaning);
    fields.add(Field.leaf(last.name(), last.type(), last.offset(), last.length(), value));
  }

  /** Names the bits of the integer that was read last. */
  void flags(List<String> names) {
    Field last = fields.remove(fields.size() - 1);
    Value value = new Value.FlagsValue(last.number(0), (int) last.length(), names);
    fields.add(Field.leaf(last.name(), last.type(), last.offset(), last.length(), value));
  }

  /** Reads bytes that are shown as such. */
  void bytes(String field, String type, long length) {
    span(field, type, length, Value.BYTES);
  }

  /** Passes over bytes with a meaning. */
  void span(String field, String type, long length, Value value) {
    long at = in.position();
    in.skip(length);
    if (length > 0) {
      fields.add(Field.leaf(field, type, at, length, value));
    }
  }

  /** Passes over bytes without known meaning. */
  void opaque(String field, String type, long length) {
    long at = in.position();
    in.skip(length);
    if (length > 0) {
      fields.add(Field.opaque(field, type, at, length));
    }
  }

  /** Reads so many bytes as text, which a zero byte may end before. */
  String text(String field, int length) {
    long at = in.position();
    String text = in.text(length);
    int end = text.indexOf(0);
    String shown = end < 0 ? text : text.substring(0, end);
    fields.add(Field.leaf(field, "string", at, length, new Value.TextValue(shown)));
    return shown;
  }

  /** Takes what is left of the channel as bytes without meaning. */
  void rest(String field) {
    opaque(field, "unknown", in.remaining());
  }

  void report(Code code, long at, long length, String message) {
    diagnostics.add(new Diagnostic(code, at, length, name, message));
  }

  /** Reports what makes the rest of the channel unreadable. */
  void lose(long at, long length, String message) {
    report(Code.CHANNEL_RECORD, at, length, message);
    lost = true;
  }

  ChannelRecord build() {
    long opaque = 0;
    for (Field field : fields) {
      opaque += field.opaqueBytes();
    }
    return new ChannelRecord(
        offset, in.position() - offset, name, List.copyOf(fields), opaque, unreachable);
  }
}
