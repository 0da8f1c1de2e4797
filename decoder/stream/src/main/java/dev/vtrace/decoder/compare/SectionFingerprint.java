// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.compare;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.Value;
import java.util.List;

/**
 * A 64-bit number that stands for what a section says: equal sections have equal numbers, so that
 * their fields need not be kept to be compared. Offsets, ids and footers are no part of it.
 */
final class SectionFingerprint {
  private static final long PRIME = 0x9e37_79b9_7f4a_7c15L;
  private static final int PIECE = 4096;

  private final Cursor bytes;
  private long state;

  SectionFingerprint(ByteSource source) {
    bytes = new Cursor(source, 0, source.size());
  }

  long of(Section section) {
    state = section.version();
    fields(section.fields());
    return state;
  }

  private void fields(List<Field> fields) {
    add(fields.size());
    for (Field field : fields) {
      add(field.name());
      add(field.index());
      if (field.children().isEmpty()) {
        value(field);
      } else {
        fields(field.children());
      }
    }
  }

  private void value(Field field) {
    Value value = field.value();
    if (value instanceof Value.Int v) {
      add(v.bits());
    } else if (value instanceof Value.Bool v) {
      add(v.value() ? 1 : 0);
    } else if (value instanceof Value.TextValue v) {
      add(v.text());
    } else if (value instanceof Value.FlagsValue v) {
      add(v.bits());
    } else if (value instanceof Value.Named v) {
      add(v.bits());
      add(v.name());
    } else if (value instanceof Value.DescriptorValue v) {
      add(v.kind());
    } else {
      content(field);
    }
  }

  private void content(Field field) {
    add(field.length());
    bytes.seek(field.offset());
    long left = Math.min(field.length(), bytes.remaining());
    while (left > 0) {
      int step = (int) Math.min(left, PIECE);
      for (byte b : bytes.bytes(step)) {
        add(b);
      }
      left -= step;
    }
  }

  private void add(String text) {
    add(text.length());
    for (int i = 0; i < text.length(); i++) {
      add(text.charAt(i));
    }
  }

  private void add(long word) {
    long mixed = (state ^ word) * PRIME;
    state = mixed ^ mixed >>> 29;
  }
}
