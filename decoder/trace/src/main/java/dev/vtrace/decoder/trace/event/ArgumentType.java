// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

import java.util.HashMap;
import java.util.Map;

/** The C types of event arguments, on a 64-bit host. Types that are not listed are 64 bits wide. */
public enum ArgumentType {
  U8(8, false, "uint8_t", "unsigned char", "bool"),
  U16(16, false, "uint16_t", "unsigned short"),
  U32(32, false, "uint32_t", "unsigned", "unsigned int"),
  U64(
      64,
      false,
      "uint64_t",
      "size_t",
      "uintptr_t",
      "unsigned long",
      "unsigned long long",
      "long unsigned int"),
  I8(8, true, "int8_t", "char", "signed char"),
  I16(16, true, "int16_t", "short"),
  I32(32, true, "int32_t", "int"),
  I64(64, true, "int64_t", "ssize_t", "long", "long long"),
  POINTER(64, false),
  STRING(64, false),

  /** A text without blanks, as the built-in declarations know it. */
  WORD(64, false);

  private static final Map<String, ArgumentType> TYPES = new HashMap<>();

  static {
    for (ArgumentType type : values()) {
      for (String name : type.names) {
        TYPES.put(name, type);
      }
    }
  }

  private final int bits;
  private final boolean signed;
  private final String[] names;

  ArgumentType(int bits, boolean signed, String... names) {
    this.bits = bits;
    this.signed = signed;
    this.names = names;
  }

  /** The type with this C name. */
  static ArgumentType of(String name) {
    String plain = name.startsWith("const ") ? name.substring(6) : name;
    int star = plain.indexOf('*');
    if (star >= 0) {
      boolean single = plain.indexOf('*', star + 1) < 0;
      return single && plain.substring(0, star).trim().equals("char") ? STRING : POINTER;
    }
    return TYPES.getOrDefault(plain.trim(), U64);
  }

  /** Whether it is a text, which simpletrace stores with its length. */
  public boolean isText() {
    return this == STRING || this == WORD;
  }

  /**
   * Whether a printed value can be one of this type. Formats print a value as signed or unsigned
   * whatever its type.
   */
  boolean holds(long value) {
    return bits == 64 || value >= -1L << bits - 1 && value < 1L << bits;
  }

  /** Cuts a value to the type's width and extends it by the type's sign. */
  public long normal(long value) {
    int unused = 64 - bits;
    return signed ? value << unused >> unused : value << unused >>> unused;
  }
}
