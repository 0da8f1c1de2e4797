// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

import java.util.List;

/** Finds the arguments in one printed text by its printf format. */
final class FormatMatcher {
  /** How often a text may be looked through; only a format with several texts needs more. */
  private static final int PASSES = 64;

  /** The largest decimal number that can get one digit more. */
  private static final long BEFORE_LAST_DIGIT = Long.divideUnsigned(-1, 10);

  private final EventDeclaration declaration;
  private final List<FormatPiece> pieces;
  private final String text;
  private final long[] numbers;
  private final String[] texts;

  /** Characters that may still be looked at for the ends of texts. */
  private long budget;

  FormatMatcher(
      EventDeclaration declaration,
      List<FormatPiece> pieces,
      String text,
      long[] numbers,
      String[] texts) {
    this.declaration = declaration;
    this.pieces = pieces;
    this.text = text;
    this.numbers = numbers;
    this.texts = texts;
    this.budget = (long) PASSES * (text.length() + PASSES);
  }

  /**
   * Matches pieces from one on.
   *
   * @return whether all the rest of the text is what they print
   */
  boolean match(int index, int start, int argument) {
    int at = start;
    int arg = argument;
    for (int i = index; i < pieces.size(); i++) {
      FormatPiece piece = pieces.get(i);
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
   * The longest text that lets the rest match: of two texts one after the other, the first is more
   * often a name with blanks or slashes in it ({@code APM State end/0}).
   */
  private boolean string(int index, int at, int arg) {
    FormatPiece piece = pieces.get(index);
    boolean word = isWord(arg);
    int end = word ? wordEnd(at) : text.length();
    if (index + 1 == pieces.size()) {
      texts[arg] = unpadded(piece, text.substring(at));
      return end == text.length() && !(word && at == end);
    }
    FormatPiece next = pieces.get(index + 1);
    int doubled = next.isText() ? doubled(next.literal(), at) : -1;
    if (doubled > 0 && match(index + 1, doubled, arg + 1)) {
      texts[arg] = text.substring(at, doubled);
      return true;
    }
    int least = word ? at + 1 : at;
    while (budget > 0 && end >= least) {
      if (next.isText()) {
        int before = end;
        end = text.lastIndexOf(next.literal(), end);
        budget -= before - Math.max(end, 0);
        if (end < least) {
          return false;
        }
      }
      budget--;
      if (match(index + 1, end, arg + 1)) {
        texts[arg] = unpadded(piece, text.substring(at, end));
        return true;
      }
      end--;
    }
    return false;
  }

  boolean isWord(int arg) {
    return declaration.arguments().get(arg).type() == ArgumentType.WORD;
  }

  /** Where a word ends: at the next blank or at the end. */
  int wordEnd(int at) {
    int blank = text.indexOf(' ', at);
    return blank < 0 ? text.length() : blank;
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

  private String unpadded(FormatPiece piece, String printed) {
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

  /**
   * Reads a number into its place.
   *
   * @return where it ends, -1 if there is none, or one that the argument cannot hold
   */
  int number(FormatPiece piece, int index, int start, int arg) {
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
      char c = text.charAt(at);
      int d = c < 128 ? Character.digit(c, radix) : -1;
      if (d < 0) {
        break;
      }
      if (overflows(value, d, radix)) {
        return -1;
      }
      value = value * radix + d;
    }
    if (at == digits) {
      return -1;
    }
    ArgumentType type = declaration.arguments().get(arg).type();
    long signed = negative ? -value : value;
    if (negative ? value < 0 || !type.holds(signed) : !type.holds(value)) {
      return -1;
    }
    numbers[arg] = type.normal(signed);
    return piece.left() ? trailing(piece, start, at) : at;
  }

  private static boolean overflows(long value, int digit, int radix) {
    if (radix != 10) {
      return value >>> 64 - (radix == 16 ? 4 : 3) != 0;
    }
    // 2^64 - 1 ends in 5.
    int way = Long.compareUnsigned(value, BEFORE_LAST_DIGIT);
    return way > 0 || way == 0 && digit > 5;
  }

  private int trailing(FormatPiece piece, int start, int end) {
    int at = end;
    while (at < start + piece.width() && at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }
}
