// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A printf format, used in both directions: prints arguments as the log backend does, and finds the
 * arguments in a printed line.
 */
public final class EventFormat {
  /** Attempts to match one line; only a format with several texts could need more. */
  private static final int MAX_ATTEMPTS = 20_000;

  private final List<Piece> pieces;

  /** Literal text, or a conversion. */
  private record Piece(
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
    static Piece text(String literal) {
      return new Piece(literal, 't', 0, 0, -1, false, false, false, false, false, false);
    }

    boolean isText() {
      return conversion == 't';
    }
  }

  private EventFormat(List<Piece> pieces) {
    this.pieces = pieces;
  }

  /** Compiles a format; null if it has a conversion that no event uses. */
  static EventFormat compile(String format) {
    List<Piece> pieces = new ArrayList<>();
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
        pieces.add(Piece.text(literal.toString()));
        literal.setLength(0);
      }
      at = conversion(format, at, pieces);
      if (at < 0) {
        return null;
      }
    }
    if (literal.length() > 0) {
      pieces.add(Piece.text(literal.toString()));
    }
    return new EventFormat(List.copyOf(pieces));
  }

  private static int conversion(String format, int start, List<Piece> pieces) {
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
        new Piece(
            null,
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
  String print(EventDeclaration declaration, long[] numbers, String[] texts) {
    StringBuilder out = new StringBuilder();
    int arg = 0;
    for (Piece piece : pieces) {
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

  private static String body(Piece piece, int precision, long value, String text) {
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
    return new Matcher(declaration, text, numbers, texts).match(0, 0, 0);
  }

  private final class Matcher {
    private final EventDeclaration declaration;
    private final String text;
    private final long[] numbers;
    private final String[] texts;
    private int attempts;

    Matcher(EventDeclaration declaration, String text, long[] numbers, String[] texts) {
      this.declaration = declaration;
      this.text = text;
      this.numbers = numbers;
      this.texts = texts;
    }

    boolean match(int index, int start, int argument) {
      int at = start;
      int arg = argument;
      for (int i = index; i < pieces.size(); i++) {
        Piece piece = pieces.get(i);
        if (piece.isText()) {
          if (!text.startsWith(piece.literal(), at)) {
            return false;
          }
          at += piece.literal().length();
          continue;
        }
        if (piece.starWidth()) {
          arg++;
        }
        if (piece.starPrecision()) {
          arg++;
        }
        if (arg >= numbers.length) {
          return false;
        }
        if (piece.conversion() == 's') {
          return string(i, at, arg);
        }
        at = number(piece, i, at, arg);
        if (at < 0) {
          return false;
        }
        arg++;
      }
      return at == text.length();
    }

    /**
     * The longest text that lets the rest match: of two texts behind each other, the first is more
     * often a name with blanks or slashes in it ({@code APM State end/0}).
     */
    private boolean string(int index, int at, int arg) {
      Piece piece = pieces.get(index);
      boolean last = index + 1 == pieces.size();
      if (last) {
        texts[arg] = unpadded(piece, text.substring(at));
        return true;
      }
      Piece next = pieces.get(index + 1);
      int doubled = next.isText() ? doubled(next.literal(), at) : -1;
      if (doubled > 0 && match(index + 1, doubled, arg + 1)) {
        texts[arg] = text.substring(at, doubled);
        return true;
      }
      int end = text.length();
      while (attempts++ < MAX_ATTEMPTS && end >= at) {
        if (next.isText()) {
          end = text.lastIndexOf(next.literal(), end);
          if (end < at) {
            return false;
          }
        }
        if (match(index + 1, end, arg + 1)) {
          texts[arg] = unpadded(piece, text.substring(at, end));
          return true;
        }
        end--;
      }
      return false;
    }

    /**
     * Where a first name ends that the second begins with: {@code cpu/cpu/poll_control_msr} is the
     * device {@code cpu} and its subsection {@code cpu/poll_control_msr}.
     */
    private int doubled(String separator, int at) {
      int end = text.indexOf(separator, at);
      if (end <= at || !separator.equals("/")) {
        return -1;
      }
      int length = end - at;
      boolean same =
          text.regionMatches(at, text, end + 1, length) && text.startsWith("/", end + 1 + length);
      return same ? end : -1;
    }

    private String unpadded(Piece piece, String printed) {
      int from = 0;
      int to = printed.length();
      if (piece.width() > 0 && to <= piece.width()) {
        while (!piece.left() && from < to && printed.charAt(from) == ' ') {
          from++;
        }
        while (piece.left() && to > from && printed.charAt(to - 1) == ' ') {
          to--;
        }
      }
      return printed.substring(from, to);
    }

    private int number(Piece piece, int index, int start, int arg) {
      if (piece.conversion() == 'c') {
        if (start >= text.length()) {
          return -1;
        }
        numbers[arg] = text.charAt(start);
        return start + 1;
      }
      int at = start;
      while (piece.width() > 0 && at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      if (piece.conversion() == 'p') {
        if (text.startsWith("(nil)", at)) {
          numbers[arg] = 0;
          return at + 5;
        }
        if (!text.startsWith("0x", at)) {
          return -1;
        }
        at += 2;
      } else if (piece.alternate() && text.startsWith("0x", at)) {
        at += 2;
      }
      boolean negative = at < text.length() && text.charAt(at) == '-';
      if (negative || piece.plus() && at < text.length() && text.charAt(at) == '+') {
        at++;
      }
      int radix = piece.conversion() == 'd' || piece.conversion() == 'u' ? 10 : 16;
      if (piece.conversion() == 'o') {
        radix = 8;
      }
      boolean joined = index + 1 < pieces.size() && !pieces.get(index + 1).isText();
      int most = joined && piece.width() > 0 ? start + piece.width() : text.length();
      long value = 0;
      int digits = at;
      for (; at < Math.min(most, text.length()); at++) {
        int d = Character.digit(text.charAt(at), radix);
        if (d < 0) {
          break;
        }
        value = value * radix + d;
      }
      if (at == digits) {
        return -1;
      }
      ArgumentType type = declaration.arguments().get(arg).type();
      numbers[arg] = type.normal(negative ? -value : value);
      return piece.left() ? trailing(piece, start, at) : at;
    }

    private int trailing(Piece piece, int start, int end) {
      int at = end;
      while (at < start + piece.width() && at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      return at;
    }
  }
}
