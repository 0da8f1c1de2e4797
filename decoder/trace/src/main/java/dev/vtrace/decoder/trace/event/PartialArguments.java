// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.event;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.trace.line.LineReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds arguments in a text that no declaration prints as a whole. Of a line that is cut there are
 * the values before the cut: a number or a word that runs to the end of the line has lost an
 * unknown part of itself, and a text with blanks may hold what follows it in the format. Of a line
 * of a version that is not known there are also those numbers and words whose label stands in it
 * exactly once.
 */
final class PartialArguments {
  private final String text;
  private final EventDeclaration declaration;
  private final List<FormatPiece> pieces;
  private final FormatMatcher matcher;
  private final long[] numbers;
  private final String[] texts;
  private final boolean[] found;
  private boolean cut;
  private int count;

  private PartialArguments(String text, EventDeclaration declaration) {
    int size = declaration.arguments().size();
    this.text = text;
    this.declaration = declaration;
    this.pieces = requireNonNull(declaration.format()).pieces();
    this.numbers = new long[size];
    this.texts = new String[size];
    this.found = new boolean[size];
    this.matcher = new FormatMatcher(declaration, pieces, text, numbers, texts);
  }

  /**
   * What can be told.
   *
   * @param declared with its variants; null for none
   * @param others more declarations of the same event
   */
  static PrintedArguments.Parsed of(
      String text, @Nullable EventDeclaration declared, List<EventDeclaration> others) {
    List<PartialArguments> readings = new ArrayList<>();
    for (EventDeclaration d = declared; d != null; d = d.variant()) {
      add(readings, text, d);
    }
    for (EventDeclaration d : others) {
      add(readings, text, d);
    }
    boolean cut = text.isEmpty();
    for (PartialArguments reading : readings) {
      reading.prefix();
      cut |= reading.cut;
    }
    PartialArguments best = null;
    for (PartialArguments reading : readings) {
      if (!cut) {
        reading.labelled();
      }
      best = best == null || reading.count > best.count ? reading : best;
    }
    return best == null
        ? new PrintedArguments.Parsed(declared, new long[0], new String[0])
        : best.parsed();
  }

  private static void add(
      List<PartialArguments> readings, String text, EventDeclaration declaration) {
    if (declaration.format() != null) {
      readings.add(new PartialArguments(text, declaration));
    }
  }

  private PrintedArguments.Parsed parsed() {
    List<EventDeclaration.Argument> names = new ArrayList<>();
    long[] someNumbers = new long[count];
    String[] someTexts = new String[count];
    for (int i = 0; i < found.length; i++) {
      if (found[i]) {
        someNumbers[names.size()] = numbers[i];
        someTexts[names.size()] = texts[i];
        names.add(declaration.arguments().get(i));
      }
    }
    return new PrintedArguments.Parsed(
        new EventDeclaration(declaration.name(), List.copyOf(names), null, null),
        someNumbers,
        someTexts);
  }

  private void found(int arg) {
    found[arg] = true;
    count++;
  }

  /** Goes along the format as far as the text follows it. */
  private void prefix() {
    int at = 0;
    int arg = 0;
    for (int i = 0; i < pieces.size(); i++) {
      FormatPiece piece = pieces.get(i);
      if (piece.isText()) {
        if (!text.startsWith(piece.literal(), at)) {
          cut = piece.literal().startsWith(text.substring(at));
          return;
        }
        at += piece.literal().length();
        continue;
      }
      if (piece.starWidth() || piece.starPrecision() || arg >= found.length) {
        return;
      }
      at = piece.conversion() == 's' ? string(i, at, arg) : number(i, at, arg);
      if (at < 0) {
        return;
      }
      found(arg++);
    }
  }

  /** The end of a number that has its end, else -1. */
  private int number(int index, int at, int arg) {
    int end = matcher.number(pieces.get(index), index, at, arg);
    if (end < 0) {
      // Where only the beginning of a number is there, the rest was cut off.
      String rest = text.substring(at);
      cut = rest.isEmpty() || rest.equals("-") || "0x".startsWith(rest);
      return -1;
    }
    boolean last = index + 1 == pieces.size();
    if (end == text.length()) {
      cut = !last;
      return last ? end : -1;
    }
    FormatPiece next = last ? null : pieces.get(index + 1);
    boolean follows =
        next == null
            ? !isNameChar(text.charAt(end))
            : !next.isText() || next.literal().charAt(0) == text.charAt(end);
    return follows ? end : -1;
  }

  /** The end of a text that has its end, else -1. */
  private int string(int index, int at, int arg) {
    boolean last = index + 1 == pieces.size();
    if (!matcher.isWord(arg)) {
      // It may hold what stands after it in the format.
      cut = !last;
      texts[arg] = last ? text.substring(at) : null;
      return last ? text.length() : -1;
    }
    int limit = matcher.wordEnd(at);
    int end = limit;
    if (!last) {
      FormatPiece next = pieces.get(index + 1);
      end = next.isText() ? text.indexOf(next.literal().charAt(0), at) : -1;
      cut = end < 0 && limit == text.length();
    }
    if (end <= at || end > limit) {
      cut |= at == text.length();
      return -1;
    }
    texts[arg] = text.substring(at, end);
    return end;
  }

  /** Looks for what is not found yet after its label. */
  private void labelled() {
    int arg = 0;
    for (int i = 0; i < pieces.size() && arg < found.length; i++) {
      FormatPiece piece = pieces.get(i);
      if (piece.isText()) {
        continue;
      }
      if (piece.starWidth() || piece.starPrecision()) {
        return;
      }
      String label = i == 0 || found[arg] ? "" : label(pieces.get(i - 1));
      int at = label.isEmpty() ? -1 : once(label);
      if (at >= 0 && isAfter(i, at, arg)) {
        found(arg);
      }
      arg++;
    }
  }

  private boolean isAfter(int index, int at, int arg) {
    FormatPiece piece = pieces.get(index);
    boolean last = index + 1 == pieces.size();
    int end;
    if (piece.conversion() != 's') {
      end = matcher.number(piece, index, at, arg);
    } else if (matcher.isWord(arg)) {
      end = matcher.wordEnd(at);
      texts[arg] = end > at ? text.substring(at, end) : null;
    } else {
      return false;
    }
    boolean whole = end == text.length() ? last : end > at && !isNameChar(text.charAt(end));
    texts[arg] = whole ? texts[arg] : null;
    return whole && end > at;
  }

  /** The place after the only occurrence of a label as a word of its own, or -1. */
  private int once(String label) {
    int at = text.indexOf(label);
    boolean alone = at == 0 || at > 0 && !isNameChar(text.charAt(at - 1));
    return alone && text.indexOf(label, at + 1) < 0 ? at + label.length() : -1;
  }

  /** {@code flags:0x} of {@code ) flags:0x}; empty if there is no word before the value. */
  private static String label(FormatPiece before) {
    if (!before.isText()) {
      return "";
    }
    String literal = before.literal();
    int at = literal.endsWith("0x") ? literal.length() - 2 : literal.length();
    while (at > 0 && ":= (".indexOf(literal.charAt(at - 1)) >= 0) {
      at--;
    }
    int end = at;
    while (at > 0 && isNameChar(literal.charAt(at - 1))) {
      at--;
    }
    return at == end ? "" : literal.substring(at);
  }

  private static boolean isNameChar(char c) {
    return LineReader.isNameByte(c) || c == '-';
  }
}
