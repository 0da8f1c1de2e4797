// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.export;

import java.util.ArrayList;
import java.util.List;

/**
 * Folds lines that are wider than a terminal, between words if possible. Nothing is left out, and
 * the colours of {@link TextLine} take no columns.
 */
final class TextFold {
  /** Columns that a folded line has at least after its indent. */
  private static final int LEAST = 24;

  private final CharSequence text;
  private final int width;
  private final int hang;
  private final StringBuilder out;

  private TextFold(CharSequence text, int width, int hang) {
    this.text = text;
    this.width = width;
    this.hang = hang;
    this.out = new StringBuilder(text.length() + 16);
  }

  /**
   * The lines of a text, each folded, without spaces at their ends.
   *
   * @param hang the indent of what goes on, or -1 for two columns more than the line has
   */
  static String fold(CharSequence text, int width, int hang) {
    TextFold fold = new TextFold(text, width, hang);
    int from = 0;
    for (int at = 0; at <= text.length(); at++) {
      if (at == text.length() || text.charAt(at) == '\n') {
        fold.line(from, at);
        fold.out.append(at < text.length() ? "\n" : "");
        from = at + 1;
      }
    }
    return fold.out.toString();
  }

  /** A text that stands in so many columns. */
  static List<String> lines(String text, int width) {
    TextFold fold = new TextFold(text, width, 0);
    List<String> out = new ArrayList<>();
    int from = 0;
    while (true) {
      int to = fold.fitting(from, text.length(), width);
      if (to == text.length()) {
        out.add(text.substring(from));
        return out;
      }
      int next = fold.cut(from, to);
      out.add(text.substring(from, next).stripTrailing());
      from = fold.afterSpaces(next, text.length());
    }
  }

  /** How many columns a text takes that has no colours. */
  static int columns(String text) {
    int columns = 0;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      columns += columns(c);
      at += Character.charCount(c);
    }
    return columns;
  }

  /** Letters of East Asia and pictures take two columns, marks on another letter none. */
  private static int columns(int c) {
    if (c < 0x300) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        c >= 0x1100 && c <= 0x115f
            || c >= 0x2e80 && c <= 0xa4cf
            || c >= 0xac00 && c <= 0xd7a3
            || c >= 0xf900 && c <= 0xfaff
            || c >= 0xfe30 && c <= 0xfe6f
            || c >= 0xff00 && c <= 0xff60
            || c >= 0xffe0 && c <= 0xffe6
            || c >= 0x1f300 && c <= 0x1faff
            || c >= 0x20000 && c <= 0x3fffd;
    return wide ? 2 : 1;
  }

  private void line(int start, int limit) {
    int end = limit;
    while (end > start && text.charAt(end - 1) == ' ') {
      end--;
    }
    int indent = start;
    while (indent < end && text.charAt(indent) == ' ') {
      indent++;
    }
    int wanted = hang < 0 ? indent - start + 2 : hang;
    int further = Math.max(0, Math.min(wanted, width - LEAST));
    int from = start;
    int room = width;
    // Spaces at the beginning of a line are its indent, and no place to fold it.
    int words = indent;
    if (indent - start > Math.max(width / 2, width - LEAST) && end > indent) {
      // A column that lies outside of the screen, or at its edge.
      out.append(" ".repeat(further));
      from = indent;
      room = width - further;
    }
    while (true) {
      int to = fitting(from, end, room);
      if (to == end) {
        out.append(text, from, end);
        return;
      }
      int next = cut(words, to);
      trimmed(from, next);
      next = afterSpaces(next, end);
      out.append('\n').append(" ".repeat(further));
      from = next;
      words = next;
      room = width - further;
    }
  }

  /** The end of what fits into so many columns; at least one character. */
  private int fitting(int from, int end, int room) {
    int at = from;
    int left = room;
    while (at < end) {
      int colour = text.charAt(at) == TextLine.ESCAPE ? colourAt(at) : 0;
      if (colour > 0) {
        at += colour;
        continue;
      }
      int c = Character.codePointAt(text, at);
      left -= columns(c);
      if (left < 0 && at > from) {
        return at;
      }
      at += Character.charCount(c);
    }
    return end;
  }

  private int colourAt(int at) {
    return TextLine.colourAt(text.subSequence(at, Math.min(at + 8, text.length())).toString(), 0);
  }

  /** Where a line ends that may go up to a place: before a space, or in a path, or there. */
  private int cut(int from, int to) {
    for (int at = to; at > from; at--) {
      if (text.charAt(at) == ' ') {
        return at;
      }
    }
    for (int at = to; at > from + (to - from) / 2; at--) {
      if (text.charAt(at - 1) == '/' || text.charAt(at - 1) == ',') {
        return at;
      }
    }
    return Math.max(to, from + 1);
  }

  private int afterSpaces(int from, int end) {
    int at = from;
    while (at < end && text.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private void trimmed(int from, int to) {
    int end = to;
    while (end > from && text.charAt(end - 1) == ' ') {
      end--;
    }
    out.append(text, from, end);
  }
}
