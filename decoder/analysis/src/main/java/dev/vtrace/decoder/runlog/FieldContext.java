// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.runlog.ShownPlace.ShownBytes;
import dev.vtrace.decoder.runlog.ShownPlace.ShownField;
import dev.vtrace.decoder.stream.Section;
import dev.vtrace.decoder.vmstate.Field;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes of a stream around an offset, with the fields that they are. */
final class FieldContext {
  private static final int ROW = 16;
  private static final int HEAD = 24;

  private final ByteSource source;
  private final long wanted;
  private final int around;
  private final Deque<ShownField> before = new ArrayDeque<>();
  private final List<ShownField> shown = new ArrayList<>();
  private int after;

  private FieldContext(ByteSource source, long wanted, int around) {
    this.source = source;
    this.wanted = wanted;
    this.around = around;
  }

  /**
   * Reads what is at an offset.
   *
   * @param section that it lies in, or null
   * @param around how many fields, and rows of bytes, before and after it
   */
  static ShownBytes read(ByteSource source, @Nullable Section section, long wanted, int around)
      throws IOException {
    FieldContext context = new FieldContext(source, wanted, around);
    if (section != null) {
      context.fields(section.fields(), "");
    }
    long row = wanted - wanted % ROW;
    int rows = Math.min(around, 64);
    long from = Math.max(0, row - (long) rows * ROW);
    int length = (int) Math.min(Math.max(0, source.size() - from), row - from + (rows + 1L) * ROW);
    return new ShownBytes(from, context.bytes(from, length), wanted, section, context.shown);
  }

  /** The innermost section at an offset, or null. */
  static @Nullable Section find(List<Section> sections, long offset) {
    for (Section section : sections) {
      if (offset >= section.offset() && offset < section.offset() + section.length()) {
        Section inner = find(section.sections(), offset);
        return inner == null ? section : inner;
      }
    }
    return null;
  }

  private byte[] bytes(long offset, int length) throws IOException {
    byte[] out = new byte[length];
    int there = source.read(offset, out, 0, length);
    return there == length ? out : Arrays.copyOf(out, Math.max(0, there));
  }

  private void fields(List<Field> fields, String parent) throws IOException {
    for (Field field : fields) {
      String path = Field.path(parent, field.label());
      if (!field.children().isEmpty()) {
        fields(field.children(), path);
      } else if (after < around || shown.isEmpty()) {
        visit(field, path);
      }
    }
  }

  private void visit(Field field, String path) throws IOException {
    boolean here = wanted >= field.offset() && wanted < field.end();
    boolean past = field.offset() > wanted;
    if (!here && !past && around == 0) {
      return;
    }
    byte[] head = bytes(field.offset(), (int) Math.min(HEAD, Math.max(0, field.length())));
    ShownField one = new ShownField(path, field, head, here);
    if (here || past) {
      shown.addAll(before);
      before.clear();
      shown.add(one);
      after += past ? 1 : 0;
    } else {
      before.add(one);
      if (before.size() > around) {
        before.remove();
      }
    }
  }
}
