// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

/** A part of a printf format: literal text, or a conversion, whose {@code literal} is empty. */
record FormatPiece(
    String literal,
    char conversion,
    int bits,
    int width,
    int precision,
    boolean left,
    boolean zero,
    boolean alternate,
    boolean plus,
    boolean starWidth,
    boolean starPrecision) {
  static FormatPiece text(String literal) {
    return new FormatPiece(literal, 't', 0, 0, -1, false, false, false, false, false, false);
  }

  boolean isText() {
    return conversion == 't';
  }
}
