// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.vmstate;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the type names of a description mean on the wire. All integers are big-endian, whatever the
 * guest. A type that is not in the table is opaque.
 *
 * <p>To add a type, add a row; a type whose layout depends on its data gets a {@link TypeReader}.
 */
public enum FieldType {
  BOOL(FieldKind.BOOL, "bool", "powered_off"),
  SIGNED(
      FieldKind.SIGNED,
      "int8",
      "int16",
      "int32",
      "int32 equal",
      // "Less or equal", not little-endian.
      "int32 le",
      "int64",
      "int64 equal",
      "timer"),
  UNSIGNED(
      FieldKind.UNSIGNED,
      "uint8",
      "uint8 equal",
      "uint16",
      "uint16 equal",
      // A number that is 32 bits wide in memory only.
      "int32_as_uint16",
      "uint32",
      "uint32 equal",
      "uint64",
      "uint64 equal",
      // Registers of a CPU, saved as one word.
      "cpsr",
      "fpscr",
      "fpcr",
      "fsr",
      "psr",
      "sr",
      "psw",
      "xcc",
      "sreg",
      "rampD",
      "rampX",
      "rampY",
      "rampZ",
      "eind",
      "vmx",
      "cpu/altivec/vscr"),
  BYTES(
      FieldKind.BYTES,
      "buffer",
      "unused_buffer",
      "bitmap",
      // Registers of a hot-plug controller.
      "shpc",
      // Floating point and vector registers.
      "CPU_Double_U",
      "float64",
      "fpr",
      "vsr",
      "avr",
      // An entry of the segment lookaside buffer: two 64-bit words.
      "slbe"),
  DESCRIPTOR(FieldKind.DESCRIPTOR, "fd"),
  STRUCT(FieldKind.STRUCT, "struct", "tmp", "vstruct"),
  /** Presence of the element of a pointer array: '0', or '1' with the element after it. */
  MARKER(FieldKind.MARKER, "nullptr", "ptr-marker"),
  /** Lists: a byte 1 before each element, and a 0. Each element is described, one by one. */
  LIST(FieldKind.LIST, "qtailq", "qlist"),
  /** Lists whose elements are not described; only the empty list, one zero byte, can be read. */
  UNDESCRIBED_LIST(FieldKind.UNDESCRIBED_LIST, "gtree", "scsi-requests");

  /** How the bytes of a type are read. */
  enum FieldKind {
    BOOL,
    SIGNED,
    UNSIGNED,
    BYTES,
    DESCRIPTOR,
    STRUCT,
    MARKER,
    LIST,
    UNDESCRIBED_LIST
  }

  private static final Map<String, FieldKind> KINDS = new HashMap<>();

  static {
    for (FieldType row : values()) {
      for (String name : row.names) {
        KINDS.put(name, row.kind);
      }
    }
  }

  private final FieldKind kind;
  private final String[] names;

  FieldType(FieldKind kind, String... names) {
    this.kind = kind;
    this.names = names;
  }

  /** Whether values of a type are read as numbers, so that an array of them is a list. */
  public static boolean isNumber(String name) {
    FieldKind kind = kind(name);
    return kind == FieldKind.BOOL || kind == FieldKind.SIGNED || kind == FieldKind.UNSIGNED;
  }

  /** Whether a field of this type has a structure for each of its elements. */
  static boolean isList(String name) {
    return kind(name) == FieldKind.LIST;
  }

  /** How a type is read, or null for a type that the table does not have. */
  static @Nullable FieldKind kind(String name) {
    return KINDS.get(name);
  }
}
