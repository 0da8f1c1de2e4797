// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.dap.replay;

/** A value in the model: what a variable holds, and what expressions compare. */
public sealed interface Datum {
  /** For people. */
  String text();

  /** What kind of value it is, in one word. */
  String type();

  /**
   * An unsigned number of 64 bits.
   *
   * @param hex whether people read it in hexadecimal
   */
  record Number(long bits, boolean hex) implements Datum {
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
  record Text(String text) implements Datum {
    @Override
    public String type() {
      return "text";
    }
  }

  /** A truth value. */
  record Truth(boolean value) implements Datum {
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
  static Datum of(long number) {
    return new Number(number, false);
  }

  /** An address, a size, or a word of bits. */
  static Datum hex(long bits) {
    return new Number(bits, true);
  }

  static Datum of(String text) {
    return new Text(text);
  }

  static Datum of(boolean value) {
    return new Truth(value);
  }
}
