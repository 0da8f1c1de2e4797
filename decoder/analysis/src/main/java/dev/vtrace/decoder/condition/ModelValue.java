// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.condition;

/** A value in the model: what a variable holds, and what expressions compare. */
public sealed interface ModelValue {
  /** For people. */
  String text();

  /** What kind of value it is, in one word. */
  String type();

  /**
   * An unsigned number of 64 bits.
   *
   * @param hex whether people read it in hexadecimal
   */
  record ModelNumber(long bits, boolean hex) implements ModelValue {
    @Override
    public String text() {
      return hex ? "0x" + Long.toHexString(bits) : Long.toString(bits);
    }

    @Override
    public String type() {
      return "number";
    }
  }

  /** Text. */
  record ModelText(String text) implements ModelValue {
    @Override
    public String type() {
      return "text";
    }
  }

  /** A truth value. */
  record Truth(boolean value) implements ModelValue {
    @Override
    public String text() {
      return Boolean.toString(value);
    }

    @Override
    public String type() {
      return "boolean";
    }
  }

  /** A number that people count with. */
  static ModelValue of(long number) {
    return new ModelNumber(number, false);
  }

  /** An address, a size, or a word of bits. */
  static ModelValue hex(long bits) {
    return new ModelNumber(bits, true);
  }

  static ModelValue of(String text) {
    return new ModelText(text);
  }

  static ModelValue of(boolean value) {
    return new Truth(value);
  }
}
