// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.bytes.Cursor;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state of one device section as its description tells.
 *
 * <p>The reader stops, and keeps what it has, where the input ends; {@link #stopped} tells. Sizes
 * in a description leave out file descriptors (one byte each on the wire), so the reader counts
 * those that it meets and never uses a size to find its place where a type tells it.
 */
public final class StateReader {
  /** Deeper than any device; keeps a hostile description from exhausting the stack. */
  private static final int MAX_DEPTH = 64;

  static final int SUBSECTION = 0x05;
  private static final int FOOTER = 0x7e;

  /** Of a list: more than any device has. */
  private static final int MOST_ELEMENTS = 1 << 16;

  /** Up to so many names comparing each with each is quicker than hashing them. */
  private static final int FEW = 6;

  private final Cursor in;
  private final SectionContext section;
  private final TypeReader types;
  private final @Nullable SubsectionIndex borrowed;
  private final List<Diagnostic> diagnostics;

  /** The structures around the field at hand, outermost first. */
  private final List<FieldDescription> path = new ArrayList<>();

  private int descriptors;
  private boolean stopped;

  /**
   * What a type reader may want to know of the section that its field is in.
   *
   * @param name section name on the wire
   * @param kind name of the device's state, as {@code vhost-user-blk}
   * @param id section id
   * @param start offset of the first byte of the section's state
   * @param end offset after its last byte where that is known though no footer tells it, or -1
   */
  public record SectionContext(String name, String kind, long id, long start, long end) {}

  /**
   * A reader at the cursor's position, which is the first byte of the section's state.
   *
   * @param borrowed null if the description is of the same stream; else the subsections that its
   *     own stream had, any of which this stream may have, too, or may lack
   * @param diagnostics where findings are added
   */
  public StateReader(
      Cursor in,
      SectionContext section,
      TypeReader types,
      @Nullable SubsectionIndex borrowed,
      List<Diagnostic> diagnostics) {
    this.in = in;
    this.section = section;
    this.types = types;
    this.borrowed = borrowed;
    this.diagnostics = diagnostics;
  }

  /** The cursor that is read. */
  public Cursor in() {
    return in;
  }

  /** The section that is read. */
  public SectionContext section() {
    return section;
  }

  /** Whether the cursor is where the section ends: at its footer, or where else that is known. */
  public boolean isSectionEnd() {
    boolean footer = in.peek() == FOOTER && in.peekU32(1) == section.id();
    return footer || in.position() == section.end();
  }

  /** Name of the structure or subsection that the field at hand is in; empty at the top. */
  public String enclosing() {
    return path.isEmpty() ? "" : path.get(path.size() - 1).name();
  }

  /** Whether the input ended, or the description was found wrong, before all fields were read. */
  public boolean stopped() {
    return stopped;
  }

  /** Makes the reader stop after the field at hand. */
  public void stop() {
    stopped = true;
  }

  /** Tells the reader of descriptors inside a field that a type reader returned. */
  public void addDescriptors(int count) {
    descriptors += count;
  }

  /** Reports a finding about the field with this label in the structure being read. */
  public void report(Code code, long offset, long length, String label, String message) {
    diagnostics.add(new Diagnostic(code, offset, length, path(label), message));
  }

  private String path(String label) {
    String whole = section.name();
    for (FieldDescription part : path) {
      String name = part.name();
      whole = Field.path(whole, part.index() < 0 ? name : name + "[" + part.index() + "]");
    }
    return label.isEmpty() ? whole : Field.path(whole, label);
  }

  /** Reads fields and subsections of a structure. */
  public List<Field> read(StructDescription struct) {
    List<Field> out = new ArrayList<>();
    fields(struct, out);
    number(out);
    return out;
  }

  /**
   * Numbers fields that share a name. QEMU does not always tell the index of an array's elements:
   * 11.1 never does where they differ in size, 10.0 does for the first only.
   */
  static void number(List<Field> fields) {
    if (allDiffer(fields)) {
      return;
    }
    Map<String, Integer> seen = new HashMap<>();
    for (Field field : fields) {
      seen.put(field.name(), 1 + seen.getOrDefault(field.name(), 0));
    }
    Map<String, Integer> next = new HashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (requireNonNull(seen.get(field.name())) > 1) {
        int index = next.getOrDefault(field.name(), 0);
        next.put(field.name(), index + 1);
        if (index != field.index()) {
          fields.set(i, field.at(index));
        }
      }
    }
  }

  private static boolean allDiffer(List<Field> fields) {
    int size = fields.size();
    if (size > FEW) {
      Set<String> names = new HashSet<>(2 * size);
      for (Field field : fields) {
        if (!names.add(field.name())) {
          return false;
        }
      }
      return true;
    }
    for (int i = 1; i < size; i++) {
      String name = fields.get(i).name();
      for (int j = 0; j < i; j++) {
        if (name.equals(fields.get(j).name())) {
          return false;
        }
      }
    }
    return true;
  }

  private List<Field> fields(StructDescription struct, List<Field> out) {
    if (path.size() >= MAX_DEPTH) {
      report(Code.DESCRIPTION_MISFIT, in.position(), 0, "", "structures are nested too deep");
      stopped = true;
      return out;
    }
    for (FieldDescription field : struct.fields()) {
      if (stopped) {
        return out;
      }
      if (field.arrayLength() < 0) {
        out.add(read(field, field.index()));
      } else {
        array(field, out);
      }
    }
    if (borrowed != null) {
      present(struct, out);
      return out;
    }
    for (StructDescription subsection : struct.subsections()) {
      if (stopped) {
        return out;
      }
      Field field = subsection(subsection);
      if (field == null) {
        return out;
      }
      out.add(field);
    }
    return out;
  }

  /** Reads those subsections of a structure that are there and that the schema knows. */
  private void present(StructDescription struct, List<Field> out) {
    while (!stopped) {
      long start = in.position();
      Field header = SubsectionHeader.read(in);
      in.seek(start);
      StructDescription found =
          header == null
              ? null
              : requireNonNull(borrowed).find(struct, SubsectionHeader.name(header));
      if (found == null) {
        return;
      }
      out.add(subsection(found));
    }
  }

  private void array(FieldDescription field, List<Field> out) {
    long start = in.position();
    FieldType.FieldKind kind = FieldType.kind(field.type());
    int width = (int) Math.min(field.size(), 16);
    boolean scalar = kind != null && isInteger(kind, width);
    if (scalar || field.size() == 0 && field.struct() == null) {
      long length = field.size() * field.arrayLength();
      if (field.arrayLength() > Integer.MAX_VALUE || !in.has(length)) {
        out.add(truncated(field, -1));
        return;
      }
      in.skip(length);
      boolean bool = kind == FieldType.FieldKind.BOOL;
      Value value =
          scalar
              ? new Value.Array(
                  (int) field.arrayLength(), width, kind == FieldType.FieldKind.SIGNED, bool)
              : Value.NONE;
      out.add(Field.leaf(field.name(), field.type(), start, length, value));
      return;
    }
    for (int i = 0; i < field.arrayLength() && !stopped; i++) {
      long before = in.position();
      out.add(read(field, i));
      if (in.position() == before) {
        // Elements without bytes: one stands for all, however many the description claims.
        break;
      }
    }
  }

  private static boolean isInteger(FieldType.FieldKind kind, int width) {
    switch (kind) {
      case BOOL:
        return width == 1;
      case SIGNED:
      case UNSIGNED:
        return width == 1 || width == 2 || width == 4 || width == 8;
      default:
        return false;
    }
  }

  /** Reads a field that is no array. */
  Field one(FieldDescription field) {
    return read(field, -1);
  }

  private Field read(FieldDescription field, int index) {
    Field read = types.read(field, this);
    if (read == null) {
      read = plain(field);
    }
    return index < 0 ? read : read.at(index);
  }

  private Field plain(FieldDescription field) {
    FieldType.FieldKind kind = FieldType.kind(field.type());
    if (kind == FieldType.FieldKind.STRUCT && field.struct() != null) {
      return struct(field);
    }
    if (kind == FieldType.FieldKind.DESCRIPTOR) {
      return descriptor(field);
    }
    StructDescription elements = field.struct();
    if (kind == FieldType.FieldKind.LIST && elements != null && !elements.fields().isEmpty()) {
      Field list = list(field, elements.fields());
      if (list != null) {
        return list;
      }
    }
    long start = in.position();
    if (field.size() < 0) {
      // A built-in description knows no size, and the type's reader did not know these bytes.
      stopped = true;
      return Field.opaque(field.name(), field.type(), start, 0);
    }
    if (!in.has(field.size())) {
      return truncated(field, -1);
    }
    Value value = value(field, kind, start);
    in.seek(start + field.size());
    if (value == null) {
      return Field.opaque(field.name(), field.type(), start, field.size());
    }
    return Field.leaf(field.name(), field.type(), start, field.size(), value);
  }

  private @Nullable Value value(
      FieldDescription field, FieldType.@Nullable FieldKind kind, long start) {
    if (kind == null) {
      return null;
    }
    int width = (int) Math.min(field.size(), 16);
    if (isInteger(kind, width)) {
      boolean signed = kind == FieldType.FieldKind.SIGNED;
      long bits = in.integer(width, signed);
      if (kind == FieldType.FieldKind.BOOL) {
        return new Value.Bool(bits != 0);
      }
      return new Value.Int(bits, width, signed);
    }
    switch (kind) {
      case MARKER:
        if (width != 1) {
          return null;
        }
        int marker = in.u8();
        return new Value.Named(marker, 1, marker == '0' ? "null" : "present");
      case LIST:
      case UNDESCRIBED_LIST:
        return width == 1 && in.u8() == 0 ? new Value.Named(0, 1, "empty") : null;
      case BYTES:
        return Value.BYTES;
      default:
        return null;
    }
  }

  private Field struct(FieldDescription field) {
    long start = in.position();
    int before = descriptors;
    path.add(field);
    StructDescription struct = requireNonNull(field.struct());
    List<Field> children = read(struct);
    long described = start + field.size() + descriptors - before;
    if (!stopped && in.position() < described && !varies(struct)) {
      if (in.has(described - in.position())) {
        // QEMU counted bytes that it did not describe; the count is right where the fields are.
        long gap = described - in.position();
        children.add(Field.opaque("(not described)", "unknown", in.position(), gap));
        in.skip(gap);
      } else {
        children.add(truncated(field, -1));
      }
    }
    path.remove(path.size() - 1);
    return Field.struct(field.name(), field.type(), start, in.position() - start, children);
  }

  /**
   * Reads a list by the structures of its elements. Another stream than the described one may have
   * more elements, which are read like the last.
   *
   * @return null, with all as it was, if the bytes are not such a list
   */
  private @Nullable Field list(FieldDescription field, List<FieldDescription> elements) {
    long start = in.position();
    int reported = diagnostics.size();
    int before = descriptors;
    List<Field> children = new ArrayList<>();
    path.add(field);
    int mark = 1;
    for (int i = 0; mark == 1 && !stopped && in.has(1); i++) {
      mark = in.u8();
      Value value = new Value.Int(mark, 1, false);
      children.add(Field.leaf("mark", "uint8", in.position() - 1, 1, value).at(i));
      int known = borrowed == null ? i : Math.min(i, elements.size() - 1);
      if (mark == 1 && known < elements.size() && i < MOST_ELEMENTS) {
        children.add(struct(elements.get(known)).at(i));
      } else if (mark == 1) {
        mark = -1;
      }
    }
    path.remove(path.size() - 1);
    long length = in.position() - start;
    boolean sized = borrowed != null || length == field.size() + descriptors - before;
    if (mark == 0 && !stopped && sized) {
      return Field.struct(field.name(), field.type(), start, length, children);
    }
    diagnostics.subList(reported, diagnostics.size()).clear();
    descriptors = before;
    stopped = false;
    in.seek(start);
    return null;
  }

  /** Whether another stream may have another size of this structure than its own stream had. */
  private boolean varies(StructDescription struct) {
    if (borrowed == null) {
      return false;
    }
    if (!struct.subsections().isEmpty()) {
      return true;
    }
    for (FieldDescription field : struct.fields()) {
      if (field.struct() != null && varies(field.struct())) {
        return true;
      }
    }
    return false;
  }

  private Field descriptor(FieldDescription field) {
    long start = in.position();
    // Sent past the stream's byte counter: one byte that the description does not count. A mode
    // that
    // inherits descriptors over exec writes their number instead, and counts it.
    if (field.size() > 0) {
      if (!in.has(field.size()) || !isInteger(FieldType.FieldKind.SIGNED, (int) field.size())) {
        return truncated(field, -1);
      }
      long number = in.integer((int) field.size(), true);
      return Field.leaf(
          field.name(),
          field.type(),
          start,
          field.size(),
          new Value.Int(number, (int) field.size(), true));
    }
    if (!in.has(1)) {
      return truncated(field, -1);
    }
    in.skip(1);
    descriptors++;
    return Field.leaf(field.name(), field.type(), start, 1, new Value.DescriptorValue(""));
  }

  private Field truncated(FieldDescription field, int index) {
    stopped = true;
    long start = in.position();
    long left = in.remaining();
    in.skip(left);
    if (left == 0) {
      report(Code.TRUNCATED, start, 0, "", "the input ends inside this structure");
    } else {
      report(
          Code.TRUNCATED,
          start,
          left,
          field.name(),
          "the input ends inside this field: " + left + " of " + field.size() + " bytes are there");
    }
    return Field.truncated(field.name(), field.type(), start, left).at(index);
  }

  /** Reads a described subsection; null, with the cursor where it was, if it is not there. */
  private @Nullable Field subsection(StructDescription subsection) {
    long start = in.position();
    Field header = SubsectionHeader.read(in);
    if (header == null || !SubsectionHeader.name(header).equals(subsection.name())) {
      in.seek(start);
      stopped = true;
      if (in.remaining() == 0) {
        report(Code.TRUNCATED, start, 0, "", "the input ends where a subsection may follow");
      } else {
        report(
            Code.DESCRIPTION_MISFIT,
            start,
            0,
            subsection.name(),
            "according to the description this subsection is here, but the stream has something"
                + " else");
      }
      return null;
    }
    path.add(new FieldDescription(subsection.name(), "subsection", 0, -1, -1, subsection));
    List<Field> children = new ArrayList<>();
    children.add(header);
    children.addAll(read(subsection));
    path.remove(path.size() - 1);
    return Field.struct(subsection.name(), "subsection", start, in.position() - start, children);
  }
}
