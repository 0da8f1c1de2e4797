// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decoded part of a device state. Children lie inside the span of their parent, in stream order,
 * and cover it without gaps.
 *
 * @param name name in the description or in the built-in layout; empty for an element of an array
 *     that has a node of its own
 * @param index position in an array, or -1
 * @param type type name as the stream's description or the layout calls it
 * @param offset absolute offset of the first byte
 * @param length bytes on the wire, descriptors included
 */
public record Field(
    String name,
    int index,
    String type,
    long offset,
    long length,
    Value value,
    List<Field> children,
    Status status) {

  /** How well the bytes of a field are understood. */
  public enum Status {
    /** Every byte has a name and a meaning. */
    DECODED,
    /** Bounded and named, meaning unknown. */
    OPAQUE,
    /** The input ended inside the field. */
    TRUNCATED
  }

  /** A field whose meaning is known, without children. */
  public static Field leaf(String name, String type, long offset, long length, Value value) {
    return new Field(name, -1, type, offset, length, value, List.of(), Status.DECODED);
  }

  /** A field made of others. */
  public static Field struct(
      String name, String type, long offset, long length, List<Field> children) {
    return new Field(name, -1, type, offset, length, Value.NONE, children, Status.DECODED);
  }

  /** Bytes with a name whose meaning is unknown. */
  public static Field opaque(String name, String type, long offset, long length) {
    return new Field(name, -1, type, offset, length, Value.BYTES, List.of(), Status.OPAQUE);
  }

  /** A field that the input ends in; {@code length} is what there is of it. */
  public static Field truncated(String name, String type, long offset, long length) {
    return new Field(name, -1, type, offset, length, Value.BYTES, List.of(), Status.TRUNCATED);
  }

  /** The same field as an element of an array. */
  public Field at(int newIndex) {
    return new Field(name, newIndex, type, offset, length, value, children, status);
  }

  /** Absolute offset after the last byte. */
  public long end() {
    return offset + length;
  }

  /** Name and index, as {@code vqs[0]}. */
  public String label() {
    return index < 0 ? name : name + "[" + index + "]";
  }

  /** The path of a child with this label under a parent path. */
  public static String path(String parent, String label) {
    if (parent.isEmpty() || label.startsWith("[")) {
      return parent + label;
    }
    return parent + "/" + label;
  }

  /**
   * The same field without those of its parts that lie after the end of the input, which were not
   * read at all.
   *
   * @param end offset of the end of the input
   */
  public Field upTo(long end) {
    List<Field> kept = upTo(children, end);
    return kept.size() == children.size() && kept.equals(children)
        ? this
        : new Field(name, index, type, offset, length, value, kept, status);
  }

  /** Those of some fields that have bytes in the input, each without parts that have none. */
  public static List<Field> upTo(List<Field> fields, long end) {
    List<Field> kept = new ArrayList<>();
    for (Field field : fields) {
      if (field.length > 0 || field.offset < end) {
        kept.add(field.end() < end ? field : field.upTo(end));
      }
    }
    return List.copyOf(kept);
  }

  /** How many bytes of this field have no known meaning. */
  public long opaqueBytes() {
    if (status == Status.OPAQUE) {
      return length;
    }
    long sum = 0;
    for (Field child : children) {
      sum += child.opaqueBytes();
    }
    return sum;
  }

  /** Whether there is a descriptor in this field. */
  public boolean hasDescriptors() {
    if (value instanceof Value.DescriptorValue) {
      return true;
    }
    for (Field child : children) {
      if (child.hasDescriptors()) {
        return true;
      }
    }
    return false;
  }

  /** The first child with this name, or null. */
  public @Nullable Field child(String childName) {
    for (Field child : children) {
      if (child.name.equals(childName)) {
        return child;
      }
    }
    return null;
  }

  /** The integer value of a child, or {@code otherwise} where there is none. */
  public long number(String childName, long otherwise) {
    Field child = child(childName);
    return child == null ? otherwise : child.number(otherwise);
  }

  /** The integer value of this field, or {@code otherwise} where it has none. */
  public long number(long otherwise) {
    if (value instanceof Value.Int v) {
      return v.bits();
    } else if (value instanceof Value.FlagsValue v) {
      return v.bits();
    } else if (value instanceof Value.Named v) {
      return v.bits();
    } else if (value instanceof Value.Bool v) {
      return v.value() ? 1 : 0;
    }
    return otherwise;
  }
}
