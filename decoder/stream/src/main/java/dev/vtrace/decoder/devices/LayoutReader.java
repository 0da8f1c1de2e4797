// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.devices;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.vmstate.Field;
import dev.vtrace.decoder.vmstate.SubsectionHeader;
import dev.vtrace.decoder.vmstate.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads bytes by a built-in {@link Layout} as one attempt that may turn out wrong: the attempt
 * notes its first implausible value instead of reporting it, so that several layouts can be tried
 * on the same bytes.
 */
final class LayoutReader {
  /** Longer arrays end in elements that were never used; those become one field. */
  private static final int LONG_ARRAY = 8;

  /** VIRTIO_QUEUE_MAX; no array here is longer. */
  private static final int MAX_ELEMENTS = 1024;

  /** Of a list whose length no number tells, as the mappings of an IOMMU. */
  private static final int MAX_LISTED = 1 << 16;

  private static final int MAX_FAULTS = 8;
  private static final int NO_VECTOR = 0xffff;
  private static final int DESCRIPTOR_BYTE = 0x20;

  private final Cursor in;
  private final List<Field> descriptors = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private boolean truncated;
  private boolean lost;

  /** Of the number that the input ends in. */
  private long least;

  LayoutReader(Cursor in) {
    this.in = in;
  }

  /** A reader that goes on where another is, independently of it. */
  LayoutReader(LayoutReader other) {
    in = other.in;
    descriptors.addAll(other.descriptors);
    faults.addAll(other.faults);
    truncated = other.truncated;
    lost = other.lost;
  }

  Cursor in() {
    return in;
  }

  /** The descriptors met, in stream order. */
  List<Field> descriptors() {
    return descriptors;
  }

  /** Whether the input ended. */
  boolean truncated() {
    return truncated;
  }

  /** What was implausible, one sentence each. */
  List<String> faults() {
    return faults;
  }

  /** Notes a value that can hardly be right. */
  void implausible(String why) {
    if (faults.size() < MAX_FAULTS) {
      faults.add(why);
    }
  }

  /** Notes a value that cannot be right and ends the attempt. */
  void lose(String why) {
    implausible(why);
    lost = true;
  }

  /** Whether there is more to read. */
  boolean ok() {
    return !truncated && !lost;
  }

  /** Reads a layout and the subsections that it may have as one structure. */
  Field struct(String name, Layout layout) {
    long start = in.position();
    List<Field> children = new ArrayList<>();
    items(layout.items(), children);
    if (!layout.subsections().isEmpty()) {
      subsections(layout, children);
    }
    return Field.struct(name, layout.name(), start, in.position() - start, children);
  }

  /** Reads the items of a layout into a list. */
  void items(List<Layout.LayoutItem> items, List<Field> out) {
    for (Layout.LayoutItem item : items) {
      if (!ok()) {
        return;
      }
      item(item, out);
    }
  }

  private void item(Layout.LayoutItem item, List<Field> out) {
    if (item instanceof Layout.NumberItem number) {
      out.add(number(number.name(), number.type(), number.bytes()));
    } else if (item instanceof Layout.Features word) {
      out.add(features(word));
    } else if (item instanceof Layout.DescriptorItem descriptor) {
      out.add(descriptor(descriptor.name(), descriptor.type(), descriptor.kind()));
    } else if (item instanceof Layout.BytesItem bytes) {
      long times = bytes.timesField() == null ? 1 : value(out, bytes.timesField());
      out.add(bytes(bytes.name(), bytes.type(), bytes.length() * times));
    } else if (item instanceof Layout.WordsItem words) {
      out.add(readWords(words));
    } else if (item instanceof Layout.Chunks chunks) {
      out.add(chunks(chunks.name()));
    } else if (item instanceof Layout.Rest rest) {
      out.add(rest(rest.name(), "buffer"));
    } else if (item instanceof Layout.Bitmap bitmap) {
      out.add(bitmap(bitmap, value(out, bitmap.wholeField()), value(out, bitmap.unitField())));
    } else if (item instanceof Layout.Listed listed) {
      listed(listed, out);
    } else if (item instanceof Layout.Element element) {
      out.add(element(element.name()));
    } else if (item instanceof Layout.Nested nested) {
      out.add(struct(nested.name(), nested.layout()));
    } else if (item instanceof Layout.Repeated repeated) {
      long count = repeated.count();
      if (repeated.countField() != null) {
        count += value(out, repeated.countField());
      }
      out.add(repeated(repeated, count));
    } else if (item instanceof Layout.When when) {
      if (value(out, when.field()) != 0) {
        item(when.item(), out);
      }
    }
  }

  private Field bitmap(Layout.Bitmap bitmap, long whole, long unit) {
    if (unit <= 0 || whole < 0) {
      lose(bitmap.name() + " would be of units of " + unit + " bytes");
      return Field.opaque(bitmap.name(), "bitmap", in.position(), 0);
    }
    long bits = whole / unit;
    return bytes(bitmap.name(), "bitmap", (bits / 64 + (bits % 64 == 0 ? 0 : 1)) * 8);
  }

  private void listed(Layout.Listed listed, List<Field> out) {
    for (int i = 0; ok(); i++) {
      Field mark = number("mark", "uint8", 1);
      out.add(mark.at(i));
      if (mark.number(0) == 0) {
        return;
      }
      if (i == MAX_LISTED) {
        lose(listed.name() + " would be more than " + MAX_LISTED);
        return;
      }
      out.add(struct("", listed.element()).at(i));
    }
  }

  /**
   * Reads an element of a queue. It is a structure in the memory of the host, here of a
   * little-endian one, whose arrays always have the room for as many buffers as a queue may have.
   */
  private Field element(String name) {
    long start = in.position();
    long size = 16 + 2 * 8L * MAX_ELEMENTS + 2 * 16L * MAX_ELEMENTS;
    if (!in.has(size)) {
      return truncated(name, "virtqueue element");
    }
    List<Field> out = new ArrayList<>();
    little(out, "index", 4);
    long outs = little(out, "out_num", 4);
    long ins = little(out, "in_num", 4);
    long padding = little(out, "padding", 4);
    if (outs > MAX_ELEMENTS || ins > MAX_ELEMENTS || padding != 0) {
      lose(name + " would have " + outs + " and " + ins + " buffers");
      return Field.struct(name, "virtqueue element", start, in.position() - start, out);
    }
    out.add(addresses("in_addr", ins));
    out.add(addresses("out_addr", outs));
    out.add(bytes("in_sg", "host memory", 16L * MAX_ELEMENTS));
    out.add(bytes("out_sg", "host memory", 16L * MAX_ELEMENTS));
    return Field.struct(name, "virtqueue element", start, size, out);
  }

  private Field addresses(String name, long used) {
    long start = in.position();
    List<Field> children = new ArrayList<>();
    for (int i = 0; i < used; i++) {
      little(children, "", 8);
      children.set(i, children.get(i).at(i));
    }
    long unused = 8 * (MAX_ELEMENTS - used);
    if (unused > 0) {
      children.add(bytes("unused", "buffer", unused));
    }
    return Field.struct(name, "uint64 little-endian", start, in.position() - start, children);
  }

  private long little(List<Field> out, String name, int bytes) {
    long at = in.position();
    long value = in.little(bytes);
    String type = "uint" + bytes * 8 + " little-endian";
    out.add(Field.leaf(name, type, at, bytes, new Value.Int(value, bytes, false)));
    return value;
  }

  private static long value(List<Field> fields, String name) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return field.number(0);
      }
    }
    return 0;
  }

  Field number(String name, String type, int bytes) {
    long start = in.position();
    if (!in.has(bytes)) {
      least = least(bytes);
      if (bytes == 8 && least >>> 56 != 0) {
        implausible(name + " would have bits of its highest byte");
      }
      return truncated(name, type);
    }
    boolean signed = type.startsWith("int");
    long bits = in.integer(bytes, signed);
    if (type.equals("bool")) {
      if (bits > 1) {
        implausible(name + " is " + bits + ", neither 0 nor 1");
      }
      return Field.leaf(name, type, start, bytes, new Value.Bool(bits != 0));
    }
    return Field.leaf(name, type, start, bytes, new Value.Int(bits, bytes, signed));
  }

  /** The least that a number can be of which the input has the first bytes only. */
  private long least(int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | (i < in.remaining() ? in.peek(i) : 0);
    }
    return value;
  }

  /** The value of a number that was just read; the least that it can be where the input ends. */
  long atLeast(Field field) {
    return truncated ? least : field.number(0);
  }

  /** Reads the number of an MSI-X vector. */
  Field vector(String name, int vectors) {
    Field field = number(name, "uint16", 2);
    boolean none = truncated && least >> 8 == 0xff;
    long value = none ? NO_VECTOR : atLeast(field);
    if (value != NO_VECTOR && value >= vectors) {
      implausible(name + " is " + value + " of " + vectors + " vectors");
    }
    return field;
  }

  private Field features(Layout.Features word) {
    long start = in.position();
    String type = "uint" + word.bytes() * 8;
    if (!in.has(word.bytes())) {
      return truncated(word.name(), type);
    }
    long bits = in.integer(word.bytes(), false);
    Value value = new Value.FlagsValue(bits, word.bytes(), word.names().names(bits));
    return Field.leaf(word.name(), type, start, word.bytes(), value);
  }

  Field descriptor(String name, String type, String kind) {
    long start = in.position();
    if (!in.has(1)) {
      return truncated(name, type);
    }
    if (in.u8() != DESCRIPTOR_BYTE) {
      implausible(name + " is not the byte 0x20 that stands for a descriptor");
    }
    Field field = Field.leaf(name, type, start, 1, new Value.DescriptorValue(kind));
    descriptors.add(field);
    return field;
  }

  Field bytes(String name, String type, long length) {
    long start = in.position();
    if (!in.has(length)) {
      return truncated(name, type);
    }
    in.skip(length);
    return Field.leaf(name, type, start, length, Value.BYTES);
  }

  private Field readWords(Layout.WordsItem words) {
    long start = in.position();
    long length = 4L * words.count();
    if (!in.has(length)) {
      return truncated(words.name(), "uint32");
    }
    in.skip(length);
    Value value = new Value.Array(words.count(), 4, false, false);
    return Field.leaf(words.name(), "uint32", start, length, value);
  }

  private Field chunks(String name) {
    long start = in.position();
    List<Field> out = new ArrayList<>();
    while (ok()) {
      Field length = number("length", "uint32", 4);
      out.add(length);
      if (!ok() || length.number(0) == 0) {
        break;
      }
      long size = length.number(0);
      if (in.has(size)) {
        out.add(Field.opaque("data", name, in.position(), size));
        in.skip(size);
      } else {
        out.add(truncated("data", name));
      }
    }
    List<Field> known = name.equals(Layout.VIRTIOFSD) && ok() ? VirtiofsdState.read(out, in) : null;
    return Field.struct(name, "chunks", start, in.position() - start, known == null ? out : known);
  }

  /** Bytes up to the first subsection of the virtio device; no such field where one is next. */
  Field rest(String name, String type) {
    long start = in.position();
    long length = VirtioSubsections.distance(in);
    if (length < 0) {
      lose("no subsection of the device follows its own state");
      return Field.opaque(name, type, start, 0);
    }
    in.skip(length);
    return Field.opaque(name, type, start, length);
  }

  private Field repeated(Layout.Repeated repeated, long count) {
    long start = in.position();
    if (count > MAX_ELEMENTS) {
      lose(repeated.name() + " would have " + count + " elements");
    }
    List<Field> children = new ArrayList<>();
    for (long i = 0; i < count && ok(); i++) {
      long at = in.position();
      long zeros = i == 0 || count < LONG_ARRAY ? 0 : zeroTail(count - i, start, i);
      if (zeros > 0) {
        in.skip(zeros);
        String label = "[" + i + ".." + (count - 1) + "]";
        String type = repeated.element().name();
        children.add(Field.leaf(label, type, at, zeros, new Value.TextValue("all zero")));
        break;
      }
      if (in.remaining() == 0) {
        truncated = true;
        break;
      }
      children.add(struct("", repeated.element()).at((int) i));
    }
    return Field.struct(
        repeated.name(), repeated.element().name(), start, in.position() - start, children);
  }

  /** Bytes of the remaining elements if all of them are zero, else 0. */
  private long zeroTail(long elements, long start, long done) {
    long size = (in.position() - start) / done * elements;
    if (!in.has(size)) {
      return 0;
    }
    return in.zeros(size) ? size : 0;
  }

  private void subsections(Layout layout, List<Field> out) {
    while (ok()) {
      long start = in.position();
      Field header = SubsectionHeader.read(in);
      if (header == null) {
        if (endsInHeader(layout)) {
          out.add(truncated("header", "subsection header"));
        }
        return;
      }
      Layout found = find(layout, SubsectionHeader.name(header));
      if (found == null) {
        in.seek(start);
        return;
      }
      List<Field> children = new ArrayList<>();
      children.add(header);
      items(found.items(), children);
      if (ok() && !found.subsections().isEmpty()) {
        subsections(found, children);
      }
      out.add(Field.struct(found.name(), "subsection", start, in.position() - start, children));
    }
  }

  /** Whether what is left of the input begins the header of a subsection that may follow. */
  private boolean endsInHeader(Layout layout) {
    int length = in.peek(1);
    if (in.peek() != SubsectionHeader.MARK || length >= 0 && in.has(2L + length + 4)) {
      return false;
    }
    for (Layout subsection : layout.subsections()) {
      String name = subsection.name();
      boolean begins = length < 0 || length == name.length();
      for (int i = 0; begins && i < length && in.has(3L + i); i++) {
        begins = in.peek(2L + i) == name.charAt(i);
      }
      if (begins) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Layout find(Layout layout, String name) {
    for (Layout subsection : layout.subsections()) {
      if (subsection.name().equals(name)) {
        return subsection;
      }
    }
    return null;
  }

  private Field truncated(String name, String type) {
    truncated = true;
    long start = in.position();
    long left = in.remaining();
    in.skip(left);
    return Field.truncated(name, type, start, left);
  }
}
