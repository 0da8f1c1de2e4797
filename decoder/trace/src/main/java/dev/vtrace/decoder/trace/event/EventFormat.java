// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A printf format, used in both directions: prints arguments as the log backend does, and finds the
 * arguments in a printed line.
 */
public final class EventFormat {
  private final List<FormatPiece> pieces;

  private EventFormat(List<FormatPiece> pieces) {
    this.pieces = pieces;
  }

  /** Literal texts and conversions in order. */
  List<FormatPiece> pieces() {
    return pieces;
  }

  /** Compiles a format; null if it has a conversion that no event uses. */
  static @Nullable EventFormat compile(String format) {
    List<FormatPiece> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%') {
        literal.append(c);
        continue;
      }
      if (at < format.length() && format.charAt(at) == '%') {
        literal.append('%');
        at++;
        continue;
      }
      if (literal.length() > 0) {
        pieces.add(FormatPiece.text(literal.toString()));
        literal.setLength(0);
      }
      at = conversion(format, at, pieces);
      if (at < 0) {
        return null;
      }
    }
    if (literal.length() > 0) {
      pieces.add(FormatPiece.text(literal.toString()));
    }
    return new EventFormat(List.copyOf(pieces));
  }

  private static int conversion(String format, int start, List<FormatPiece> pieces) {
    boolean left = false;
    boolean zero = false;
    boolean alternate = false;
    boolean plus = false;
    int at = start;
    for (; at < format.length() && "-0#+ '".indexOf(format.charAt(at)) >= 0; at++) {
      char c = format.charAt(at);
      left |= c == '-';
      zero |= c == '0';
      alternate |= c == '#';
      plus |= c == '+';
    }
    int width = 0;
    boolean starWidth = at < format.length() && format.charAt(at) == '*';
    if (starWidth) {
      at++;
    }
    for (; at < format.length() && digit(format.charAt(at)); at++) {
      width = Math.min(4096, width * 10 + format.charAt(at) - '0');
    }
    int precision = -1;
    boolean starPrecision = false;
    if (at < format.length() && format.charAt(at) == '.') {
      at++;
      precision = 0;
      starPrecision = at < format.length() && format.charAt(at) == '*';
      if (starPrecision) {
        at++;
      }
      for (; at < format.length() && digit(format.charAt(at)); at++) {
        precision = Math.min(4096, precision * 10 + format.charAt(at) - '0');
      }
    }
    int bits = 32;
    for (; at < format.length() && "hlLjzt".indexOf(format.charAt(at)) >= 0; at++) {
      char c = format.charAt(at);
      bits = c == 'h' ? bits / 2 : 64;
    }
    if (at >= format.length() || "diouxXcsp".indexOf(format.charAt(at)) < 0) {
      return -1;
    }
    char c = format.charAt(at);
    pieces.add(
        new FormatPiece(
            "",
            c == 'i' ? 'd' : c,
            c == 'p' ? 64 : bits,
            width,
            precision,
            left,
            zero,
            alternate,
            plus,
            starWidth,
            starPrecision));
    return at + 1;
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Prints values as the log backend does. */
  public String print(EventDeclaration declaration, long[] numbers, String[] texts) {
    StringBuilder out = new StringBuilder();
    int arg = 0;
    for (FormatPiece piece : pieces) {
      if (piece.isText()) {
        out.append(piece.literal());
        continue;
      }
      int width = piece.width();
      int precision = piece.precision();
      if (piece.starWidth() && arg < numbers.length) {
        width = (int) Math.max(0, Math.min(4096, numbers[arg++]));
      }
      if (piece.starPrecision() && arg < numbers.length) {
        precision = (int) Math.max(0, Math.min(4096, numbers[arg++]));
      }
      if (arg >= numbers.length) {
        return out.toString();
      }
      String body = body(piece, precision, numbers[arg], texts[arg]);
      arg++;
      boolean zeros = piece.zero() && !piece.left() && precision < 0 && piece.conversion() != 's';
      int missing = width - body.length();
      if (missing > 0 && !piece.left()) {
        int sign = zeros && (body.startsWith("-") || body.startsWith("+")) ? 1 : 0;
        out.append(body, 0, sign).append((zeros ? "0" : " ").repeat(missing));
        out.append(body, sign, body.length());
      } else {
        out.append(body);
        out.append(missing > 0 ? " ".repeat(missing) : "");
      }
    }
    return out.toString();
  }

  private static String body(FormatPiece piece, int precision, long value, String text) {
    int unused = 64 - piece.bits();
    long unsigned = value << unused >>> unused;
    String digits;
    switch (piece.conversion()) {
      case 's':
        String whole = text == null ? "" : text;
        return precision >= 0 && precision < whole.length() ? whole.substring(0, precision) : whole;
      case 'c':
        return String.valueOf((char) (value & 0xff));
      case 'p':
        return value == 0 ? "(nil)" : "0x" + Long.toHexString(value);
      case 'd':
        long signed = value << unused >> unused;
        digits = Long.toString(signed);
        if (piece.plus() && signed >= 0) {
          digits = "+" + digits;
        }
        break;
      case 'u':
        digits = Long.toUnsignedString(unsigned);
        break;
      case 'o':
        digits = Long.toOctalString(unsigned);
        break;
      case 'X':
        digits = Long.toHexString(unsigned).toUpperCase(Locale.ROOT);
        break;
      default:
        digits = Long.toHexString(unsigned);
        break;
    }
    if (precision > digits.length()) {
      digits = "0".repeat(precision - digits.length()) + digits;
    }
    boolean prefix = piece.alternate() && unsigned != 0;
    return prefix && (piece.conversion() == 'x' || piece.conversion() == 'X')
        ? "0" + piece.conversion() + digits
        : digits;
  }

  /**
   * Finds the values in what was printed.
   *
   * @return false if the text was not printed by this format
   */
  boolean parse(EventDeclaration declaration, String text, long[] numbers, String[] texts) {
    return new FormatMatcher(declaration, pieces, text, numbers, texts).match(0, 0, 0);
  }
}
