// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds bytes that a text has as numbers or letter by letter, and hides them: hex dumps of xxd,
 * hexdump, od and QEMU's {@code x}, lists of hexadecimal, octal or decimal bytes, {@code %xx},
 * {@code \xhh} and {@code \ooo}, UTF-16 read as Latin-1, and words spaced out. Single numbers are
 * state and stay; it is several alike in a row that are data. What is hidden keeps its length and
 * notation.
 */
final class EncodedBytes {
  /** Letters in a row that are no word of a message. */
  private static final int FEWEST_LETTERS = 4;

  private static final int FEWEST_BYTES = 4;
  private static final int FEWEST_GROUPS = 3;
  private static final int FEWEST_ESCAPES = 2;
  private static final int LONGEST_MARK = 4;
  private static final int LONGEST_CELL = 24;

  /** Lists of small numbers only count something. */
  private static final int PRINTABLE = 0x20;

  private static final int OCTAL = 1;
  private static final int DECIMAL = 2;
  private static final int HEX = 4;
  private static final int WORD = 8;

  /** What each ASCII letter is. */
  private static final byte[] SORTS = new byte[0x80];

  static {
    for (char c = 0; c < SORTS.length; c++) {
      boolean word = c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      SORTS[c] =
          (byte)
              ((Character.digit(c, 8) >= 0 ? OCTAL : 0)
                  | (Character.digit(c, 10) >= 0 ? DECIMAL : 0)
                  | (Character.digit(c, 16) >= 0 ? HEX : 0)
                  | (word || Character.digit(c, 10) >= 0 ? WORD : 0));
    }
  }

  private final String text;
  private final char[] letters;
  private final char[] out;
  private final BitSet taken;
  private boolean found;

  private EncodedBytes(String text, char[] letters, char[] out, BitSet taken) {
    this.text = text;
    this.letters = letters;
    this.out = out;
    this.taken = taken;
  }

  /**
   * Hides them in {@code out} and marks their places.
   *
   * @param letters those of the text, which in an array are read many times faster by code of the
   *     quick compiler
   * @param taken places that are replaced already
   * @return whether there were any
   */
  static boolean hide(String text, char[] letters, char[] out, BitSet taken) {
    EncodedBytes bytes = new EncodedBytes(text, letters, out, taken);
    bytes.run();
    return bytes.found;
  }

  /** How one number or letter is written. */
  private enum Form {
    PERCENT(true),
    BACKSLASH(false),
    PREFIXED(true),
    HEXADECIMAL(true),
    DECIMAL(false),
    LETTER(true);

    private static final Form[] ESCAPES = {PERCENT, BACKSLASH};
    private static final Form[] WORDS = {PREFIXED, HEXADECIMAL, DECIMAL, LETTER};

    /** Whether all have the same width in one piece of data. */
    private final boolean regular;

    Form(boolean regular) {
      this.regular = regular;
    }
  }

  /**
   * One number or letter.
   *
   * @param from its first character, of the sign before it
   * @param digits where its digits begin
   * @param large whether it counts as a letter
   */
  private record Cell(Form form, int from, int digits, int to, boolean large) {
    int width() {
      return to - digits;
    }
  }

  private void run() {
    wide();
    int at = 0;
    while (at < letters.length) {
      int end = at;
      int common = HEX | DECIMAL;
      while (end < letters.length && isWord(letters[end])) {
        common &= SORTS[letters[end++]];
      }
      int next = Math.max(end, at + 1);
      if (mayBegin(at, end, common)) {
        for (Form form : end == at ? Form.ESCAPES : Form.WORDS) {
          // A row of another form may have taken the place.
          boolean free = taken.isEmpty() || !taken.get(at);
          Cell first = !free ? null : end == at ? cell(at, form) : whole(form, at, end);
          if (first != null) {
            next = Math.max(next, row(first));
          }
        }
      }
      at = next;
    }
  }

  /**
   * Whether a cell of any form may begin at a place; words of other letters are most of a log.
   *
   * @param end where the word ends that begins there; the same place for none
   * @param common which digits all of its letters are
   */
  private boolean mayBegin(int at, int end, int common) {
    if (end == at) {
      return letters[at] == '%' || letters[at] == '\\';
    }
    return end - at <= LONGEST_CELL && (common != 0 || end - at == 1 || text.startsWith("0x", at));
  }

  /** UTF-16 in which every second byte is zero, in either order. */
  private void wide() {
    int from = 0;
    for (int zero = text.indexOf(0, 1); zero > 0; zero = text.indexOf(0, zero + 1)) {
      int begin = Math.max(from, zero - 1);
      int end = zero;
      while (end < letters.length && letters[end] == 0 && end > 0 && letters[end - 1] != 0) {
        end += 2;
      }
      end = Math.min(end, letters.length);
      if (end - begin >= 2 * FEWEST_GROUPS) {
        hide(begin, end);
      }
      from = end;
      zero = Math.max(zero, end - 1);
    }
  }

  /** Follows cells that are alike from the first of them; returns where to go on. */
  private int row(Cell first) {
    Cell last = first;
    String mark = null;
    int cells = 1;
    int large = first.large() ? 1 : 0;
    for (Cell next = next(first); next != null; next = next(next)) {
      String between = text.substring(last.to(), next.from());
      boolean same = mark == null || mark.equals(between) || mark.isBlank() && between.isBlank();
      if (!same || first.form().regular && first.width() != next.width()) {
        break;
      }
      mark = between;
      cells++;
      large += next.large() ? 1 : 0;
      last = next;
    }
    if (isData(first, cells, large)) {
      hide(first.from(), last.to());
      return last.to();
    }
    return cells > 1 ? last.from() : first.to();
  }

  private boolean isData(Cell first, int cells, int large) {
    boolean wide = first.width() > 2;
    return switch (first.form()) {
      case PERCENT, BACKSLASH -> cells >= FEWEST_ESCAPES;
      case PREFIXED -> cells >= FEWEST_GROUPS || first.width() >= 8 && offset(first);
      case HEXADECIMAL ->
          cells >= (wide ? FEWEST_GROUPS : FEWEST_BYTES)
              || (cells > 1 || first.width() >= 8) && offset(first);
      case DECIMAL -> cells >= FEWEST_BYTES && large >= FEWEST_GROUPS || wide && offset(first);
      case LETTER -> cells >= FEWEST_LETTERS && large >= FEWEST_GROUPS;
    };
  }

  /** Whether the offset of a dump stands before: hexadecimal, and a colon. */
  private boolean offset(Cell first) {
    int at = first.from() - 1;
    while (at >= 0 && letters[at] == ' ') {
      at--;
    }
    if (at < 0 || letters[at] != ':') {
      return false;
    }
    int end = at;
    while (at > 0 && isHex(letters[at - 1])) {
      at--;
    }
    return end - at >= 8 && (at == 0 || !isWord(letters[at - 1]) || prefix(at));
  }

  private boolean prefix(int at) {
    return at >= 2 && text.startsWith("0x", at - 2);
  }

  private @Nullable Cell next(Cell cell) {
    int at = cell.to();
    int most = Math.min(letters.length, at + LONGEST_MARK);
    while (at < most && isMark(letters[at], cell.form())) {
      at++;
    }
    boolean escape = cell.form() == Form.PERCENT || cell.form() == Form.BACKSLASH;
    boolean apart = at > cell.to() || escape;
    return apart && at < letters.length && !taken.get(at) ? cell(at, cell.form()) : null;
  }

  private static boolean isMark(char c, Form form) {
    return switch (form) {
      case PERCENT, BACKSLASH -> c == ' ' || c == ',';
      case DECIMAL -> " ,\t.\r\n".indexOf(c) >= 0;
      case LETTER -> c < '0' && c != '/' && c != '%' || c == '|' || c == ':';
      default -> " ,:-\t.".indexOf(c) >= 0;
    };
  }

  /** The number or letter of a form that begins at a place, or null. */
  private @Nullable Cell cell(int at, Form form) {
    char c = letters[at];
    if (form == Form.PERCENT) {
      return c == '%' ? escape(form, at, at + 1, 2, 2, HEX) : null;
    }
    if (form == Form.BACKSLASH) {
      boolean hex = text.startsWith("\\x", at);
      return c != '\\'
          ? null
          : hex ? escape(form, at, at + 2, 1, 2, HEX) : escape(form, at, at + 1, 1, 3, OCTAL);
    }
    if (!isWord(c) || at > 0 && isWord(letters[at - 1])) {
      return null;
    }
    int end = at;
    int most = Math.min(letters.length, at + LONGEST_CELL);
    while (end < most && isWord(letters[end]) && !taken.get(end)) {
      end++;
    }
    return end == letters.length || !isWord(letters[end]) ? word(form, at, end) : null;
  }

  /** The same of a word whose end is known. */
  private @Nullable Cell whole(Form form, int from, int to) {
    int next = taken.isEmpty() ? -1 : taken.nextSetBit(from);
    return next < 0 || next >= to ? word(form, from, to) : null;
  }

  private @Nullable Cell escape(Form form, int from, int digits, int fewest, int most, int sort) {
    int end = digits;
    while (end < letters.length && end - digits < most && is(letters[end], sort)) {
      end++;
    }
    return end - digits >= fewest ? new Cell(form, from, digits, end, false) : null;
  }

  private @Nullable Cell word(Form form, int from, int to) {
    boolean prefixed = text.startsWith("0x", from);
    int digits = prefixed ? from + 2 : from;
    int width = to - digits;
    boolean group =
        (width == 2 || width == 4 || width == 8 || width == 16) && isAll(digits, to, HEX);
    boolean fits =
        switch (form) {
          case PREFIXED -> prefixed && group;
          case HEXADECIMAL -> !prefixed && group;
          case DECIMAL -> isAll(from, to, DECIMAL);
          default -> width == 1;
        };
    return fits ? new Cell(form, from, digits, to, large(form, from, to)) : null;
  }

  /**
   * Whether a decimal number may be a letter, or is more than a byte; or whether it is a letter.
   */
  private boolean large(Form form, int from, int to) {
    return form == Form.DECIMAL
        ? to - from > 3 || Integer.parseInt(text, from, to, 10) >= PRINTABLE
        : form == Form.LETTER && !is(letters[from], DECIMAL);
  }

  private boolean isAll(int from, int to, int sort) {
    for (int i = from; i < to; i++) {
      if (!is(letters[i], sort)) {
        return false;
      }
    }
    return to > from;
  }

  private void hide(int from, int to) {
    taken.set(from, to);
    boolean number = false;
    for (int i = from; i < to; i++) {
      char c = letters[i];
      char hidden = c;
      if (is(c, DECIMAL)) {
        // JSON has no number that begins with zeros.
        boolean leads = !number && i + 1 < to && is(letters[i + 1], DECIMAL);
        hidden = leads ? '1' : '0';
      } else if (c != 'x' && (isWord(c) || c >= 0x80)) {
        hidden = number && isHex(c) ? '0' : 'x';
      }
      found |= hidden != c;
      out[i] = hidden;
      number = isWord(c);
    }
  }

  private static boolean is(char c, int sort) {
    return c < 0x80 && (SORTS[c] & sort) != 0;
  }

  private static boolean isHex(char c) {
    return is(c, HEX);
  }

  private static boolean isWord(char c) {
    return is(c, WORD);
  }
}
