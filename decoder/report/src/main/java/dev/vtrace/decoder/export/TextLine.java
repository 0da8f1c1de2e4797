// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

/**
 * Builds lines of aligned text for terminals. What is added is made safe to show, so that widths
 * are those of what is seen. Where the target folds, a line that is wider than the terminal goes on
 * in further lines, below where its last column begins.
 */
final class TextLine {
  static final char ESCAPE = '\u001b';
  private static final String COLOUR = ESCAPE + "[";
  private static final String NO_COLOUR = COLOUR + "0m";

  /** Columns that a text at the end of a line needs; with fewer it begins on a line of its own. */
  private static final int LEAST_TEXT = 44;

  private final StringBuilder text = new StringBuilder();
  private final boolean colour;
  private final int width;
  private final boolean folds;

  /** Where the last line begins in the text, and how much of it is not seen. */
  private int lineStart;

  private int unseen;

  /** Column of what is too long for the line, or -1 where nothing was said of it. */
  private int hang = -1;

  /** A line of the usual width. */
  TextLine(boolean colour) {
    this(colour, TextStream.USUAL_WIDTH, false);
  }

  /** A line of a printer that colours, or does not. */
  TextLine(boolean colour, TextStream target) {
    this(colour, target.width(), target.folds());
  }

  private TextLine(boolean colour, int width, boolean folds) {
    this.colour = colour;
    this.width = width;
    this.folds = folds;
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
    unseen += with.begin.length() + NO_COLOUR.length();
    return this;
  }

  /**
   * Adds text and spaces up to a width; what follows a longer text stands below it, or after it.
   */
  TextLine left(String more, int columns) {
    int end = column() + columns;
    text.append(Plain.text(more));
    return columns <= 0 ? this : tab(end);
  }

  /** Adds text after spaces, together of a width. */
  TextLine right(String more, int columns) {
    String safe = Plain.text(more);
    text.append(" ".repeat(Math.max(0, columns - safe.length()))).append(safe);
    return this;
  }

  TextLine spaces(int count) {
    text.append(" ".repeat(Math.max(0, count)));
    return this;
  }

  /**
   * Goes on at a column; if that is taken, on a new line, or after two spaces where none is folded.
   */
  private TextLine tab(int column) {
    if (column() <= column) {
      return spaces(column - column());
    }
    return folds ? newLine().spaces(column) : spaces(2);
  }

  /** Whatever is too long for the line goes on below what is added next. */
  TextLine hang() {
    hang = column();
    return this;
  }

  /** Adds words, going on in further lines with an indent where one line does not hold them. */
  TextLine wrap(Iterable<String> words, int indent) {
    hang = indent;
    boolean first = true;
    for (String each : words) {
      String word = Plain.text(each);
      if (!first && column() + 1 + TextFold.columns(word) > width) {
        newLine();
        spaces(indent);
      } else if (!first) {
        text.append(' ');
      }
      text.append(word);
      first = false;
    }
    return this;
  }

  /** Adds a sentence, which goes on below itself. */
  TextLine hanging(String sentence) {
    return hang().add(sentence);
  }

  /**
   * Adds a place and, in a column of its own or below it where that is too narrow, what stands
   * there.
   *
   * @param columns of the place
   */
  TextLine evidence(String location, int columns, String told) {
    int from = column();
    text.append(Plain.text(location));
    int room = width - from - columns;
    if (!folds) {
      tab(from + columns);
    } else if (room < LEAST_TEXT && room < TextFold.columns(Plain.text(told))) {
      newLine();
      spaces(from + 2);
    } else {
      tab(from + columns);
    }
    return hang().add(Colour.DIM, told);
  }

  private int column() {
    return text.length() - lineStart - unseen;
  }

  /** Goes on at the beginning of the next line. */
  TextLine newLine() {
    text.append('\n');
    lineStart = text.length();
    unseen = 0;
    return this;
  }

  /** The line, or lines, without spaces at the end. */
  String end() {
    return TextFold.fold(text, folds ? width : Integer.MAX_VALUE, hang);
  }

  /** A number with its digits in groups of three. */
  static String grouped(long number) {
    String digits = Long.toString(number);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      out.append(c);
      int after = digits.length() - 1 - i;
      if (after > 0 && after % 3 == 0 && c != '-') {
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
    return count(number, noun, noun + "s");
  }

  /** A count with its noun, whose plural is not made with an s: {@code 2 entries}. */
  static String count(long number, String noun, String nouns) {
    return grouped(number) + " " + (number == 1 ? noun : nouns);
  }
}
