// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.stream;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the payloads of commands, all big-endian. */
final class CommandPayload {
  private CommandPayload() {}

  /**
   * Reads so many bytes, known to be there, as the payload of a command; null for an unknown one.
   */
  static void read(Cursor in, @Nullable StreamCommand command, int length, SectionBuilder record) {
    long end = in.position() + length;
    long outer = in.limit(end);
    if (command == null) {
      record.report(Code.UNKNOWN_COMMAND, record.offset, length, "", "this command is not known");
    } else {
      known(in, command, record);
    }
    long left = end - in.position();
    if (left > 0) {
      record.fields.add(Field.opaque("payload", "unknown", in.position(), left));
      in.skip(left);
    }
    in.limit(outer);
  }

  private static void known(Cursor in, StreamCommand command, SectionBuilder record) {
    switch (command) {
      case PING:
        number(in, record.fields, "value", 4);
        break;
      case PACKAGED:
        number(in, record.fields, "package_length", 4);
        if (record.fields.size() < 3) {
          record.stopped = true;
          record.report(Code.BAD_LENGTH, record.offset, 5, "", "a package needs its length");
        }
        break;
      case POSTCOPY_ADVISE:
        number(in, record.fields, "page_size_summary", 8);
        number(in, record.fields, "target_page_size", 8);
        break;
      case POSTCOPY_RAM_DISCARD:
        discard(in, record);
        break;
      case RECV_BITMAP:
        name(in, record.fields);
        break;
      default:
        // The others have no payload.
    }
  }

  private static void discard(Cursor in, SectionBuilder record) {
    number(in, record.fields, "version", 1);
    name(in, record.fields);
    number(in, record.fields, "terminator", 1);
    List<Field> ranges = new ArrayList<>();
    long start = in.position();
    while (in.has(16)) {
      long at = in.position();
      List<Field> range = new ArrayList<>();
      number(in, range, "start", 8);
      number(in, range, "length", 8);
      ranges.add(Field.struct("", "range", at, 16, range).at(ranges.size()));
    }
    if (!ranges.isEmpty()) {
      record.fields.add(Field.struct("ranges", "ranges", start, in.position() - start, ranges));
    }
  }

  private static void name(Cursor in, List<Field> out) {
    long at = in.position();
    int length = in.peek();
    if (length >= 0 && in.has(1L + length)) {
      Value text = new Value.TextValue(in.shortText());
      out.add(Field.leaf("block", "string", at, in.position() - at, text));
    }
  }

  private static void number(Cursor in, List<Field> out, String name, int bytes) {
    if (in.has(bytes)) {
      long at = in.position();
      Value value = new Value.Int(in.integer(bytes, false), bytes, false);
      out.add(Field.leaf(name, "uint" + bytes * 8, at, bytes, value));
    }
  }
}
