// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

/**
 * Builds lines of aligned text for terminals. What is added is made safe to show, so that widths
 * are those of what is seen.
 */
final class TextLine {
  static final char ESCAPE = '\u001b';
  private static final String COLOUR = ESCAPE + "[";
  private static final String NO_COLOUR = COLOUR + "0m";
  private static final int WIDTH = 100;

  private final StringBuilder text = new StringBuilder();
  private final boolean colour;

  TextLine(boolean colour) {
    this.colour = colour;
  }

  /** Colours of a terminal; none where the output is no terminal. */
  enum Colour {
    BOLD("1"),
    DIM("2"),
    RED("31"),
    YELLOW("33"),
    CYAN("36"),
    GREEN("32");

    private final String begin;

    Colour(String code) {
      this.begin = COLOUR + code + "m";
    }
  }

  /** How long the change of colour at this place is; 0 for anything else. */
  static int colourAt(String text, int at) {
    if (text.startsWith(NO_COLOUR, at)) {
      return NO_COLOUR.length();
    }
    for (Colour colour : Colour.values()) {
      if (text.startsWith(colour.begin, at)) {
        return colour.begin.length();
      }
    }
    return 0;
  }

  TextLine add(String more) {
    text.append(Plain.text(more));
    return this;
  }

  TextLine add(Colour with, String more) {
    if (!colour) {
      return add(more);
    }
    text.append(with.begin).append(Plain.text(more)).append(NO_COLOUR);
    return this;
  }

  /** Adds text and spaces up to a width. */
  TextLine left(String more, int width) {
    String safe = Plain.text(more);
    text.append(safe);
    return spaces(width - safe.length());
  }

  /** Adds text after spaces, together of a width. */
  TextLine right(String more, int width) {
    String safe = Plain.text(more);
    text.append(" ".repeat(Math.max(0, width - safe.length()))).append(safe);
    return this;
  }

  TextLine spaces(int count) {
    for (int i = 0; i < count; i++) {
      text.append(' ');
    }
    return this;
  }

  /** Adds words, going on in further lines with an indent where one line does not hold them. */
  TextLine wrap(Iterable<String> words, int indent) {
    int column = indent;
    boolean first = true;
    for (String each : words) {
      String word = Plain.text(each);
      if (!first && column + 1 + word.length() > WIDTH) {
        text.append('\n');
        spaces(indent);
        column = indent;
      } else if (!first) {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
      first = false;
    }
    return this;
  }

  /** The line, without spaces at its end. */
  String end() {
    int length = text.length();
    while (length > 0 && text.charAt(length - 1) == ' ') {
      length--;
    }
    return text.substring(0, length);
  }

  /** A number with its digits in groups of three. */
  static String grouped(long number) {
    String digits = Long.toString(number);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      out.append(c);
      int behind = digits.length() - 1 - i;
      if (behind > 0 && behind % 3 == 0 && c != '-') {
        out.append(',');
      }
    }
    return out.toString();
  }

  /** A part of a whole in percent with two decimals, rounded down so that 100 means all. */
  static String percent(long part, long whole) {
    long hundredths = whole == 0 ? 10000 : (long) Math.floor((double) part / whole * 10000);
    if (part == whole) {
      hundredths = 10000;
    }
    long decimals = hundredths % 100;
    return hundredths / 100 + (decimals < 10 ? ".0" : ".") + decimals + " %";
  }

  /** A count with its noun: {@code 1 ring}, {@code 2 rings}. */
  static String count(long number, String noun) {
    return grouped(number) + " " + noun + (number == 1 ? "" : "s");
  }
}
