// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.lsp;

import dev.vtrace.decoder.analysis.model.Verdict;
import dev.vtrace.decoder.trace.LogLine;
import dev.vtrace.server.run.OpenRun;
import dev.vtrace.server.run.Ref;
import dev.vtrace.server.text.LandmarkRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.SemanticTokensLegend;
import org.eclipse.lsp4j.jsonrpc.CancelChecker;
import org.jspecify.annotations.Nullable;

/**
 * Colours of a log: time, event, names and values of arguments; and what became of the operations
 * that a line shows. In the encoding of LSP: five numbers a token, places relative to the one
 * before.
 */
final class Tokens {
  private static final String[] TYPES = {
    "comment", "function", "parameter", "number", "enumMember", "variable", "string"
  };
  private static final int COMMENT = 0;
  private static final int FUNCTION = 1;
  private static final int PARAMETER = 2;
  private static final int NUMBER = 3;
  private static final int ENUM = 4;
  private static final int VARIABLE = 5;
  private static final int STRING = 6;

  /** Verdicts that a client may colour in its own way. */
  private static final String[] MODIFIERS = {"executed", "skipped", "failed", "violation"};

  /** A longer text is coloured as far as it is looked at. */
  static final int LINES = 20_000;

  private static final int LONGEST = 4_000;

  private final List<Integer> out = new ArrayList<>();
  private final CharacterUnit unit;
  private LineUnits units;
  private long line;
  private int column;

  private Tokens(CharacterUnit unit) {
    this.unit = unit;
    this.units = LineUnits.of(unit, "");
  }

  static SemanticTokensLegend legend() {
    return new SemanticTokensLegend(List.of(TYPES), List.of(MODIFIERS));
  }

  static List<Integer> of(
      Document document,
      @Nullable OpenRun run,
      long from,
      long to,
      CharacterUnit unit,
      CancelChecker cancelled)
      throws IOException {
    Tokens tokens = new Tokens(unit);
    long last = -1;
    for (LandmarkRow row : document.file().rows(from, Math.min(to, from + LINES))) {
      cancelled.checkCanceled();
      // Of a line with two records, as interleaved writing leaves it, the first one counts.
      if (row.line() != last) {
        tokens.row(row, modifiers(document, run, row.line()));
      }
      last = row.line();
    }
    return tokens.out;
  }

  private static int modifiers(Document document, @Nullable OpenRun run, long line) {
    int bits = 0;
    for (Ref ref : document.refs(run, line)) {
      if (run != null && ref instanceof Ref.OperationRef of) {
        Verdict verdict = RunStateAt.operation(run, of).verdict();
        for (int i = 0; i < MODIFIERS.length; i++) {
          bits |= verdict.label().equals(MODIFIERS[i]) ? 1 << i : 0;
        }
      }
    }
    return bits;
  }

  private void row(LandmarkRow row, int modifiers) {
    String text = row.text();
    units = LineUnits.of(unit, text);
    if (row.event() == null) {
      if (row.record() instanceof LogLine plain) {
        int start = Math.max(0, text.indexOf(plain.text()));
        add(row.line(), 0, start, COMMENT, 0);
        add(row.line(), start, text.length(), STRING, 0);
      }
      return;
    }
    String name = row.event().name();
    int at = text.indexOf(name);
    if (at < 0) {
      return;
    }
    add(row.line(), 0, at, COMMENT, 0);
    add(row.line(), at, at + name.length(), FUNCTION, modifiers);
    arguments(row.line(), text, at + name.length());
  }

  private void arguments(long number, String text, int start) {
    int end = Math.min(text.length(), LONGEST);
    int at = start;
    while (at < end) {
      if (!WordFinder.in(text.charAt(at))) {
        at++;
        continue;
      }
      int stop = at;
      while (stop < end && WordFinder.in(text.charAt(stop))) {
        stop++;
      }
      add(number, at, stop, type(text, at, stop), 0);
      at = stop;
    }
  }

  private static int type(String text, int from, int to) {
    char first = text.charAt(from);
    char next = to < text.length() ? text.charAt(to) : ' ';
    if (Character.isDigit(first)) {
      boolean pointer = to - from > 8 && text.startsWith("0x", from);
      return pointer ? VARIABLE : NUMBER;
    }
    if (from > 0 && text.charAt(from - 1) == '(' && next == ')') {
      return ENUM;
    }
    return next == ':' || next == '=' ? PARAMETER : STRING;
  }

  private void add(long number, int begin, int end, int type, int modifiers) {
    if (end <= begin) {
      return;
    }
    int from = units.sent(begin);
    int to = units.sent(end);
    boolean same = number == line;
    out.add((int) (number - line));
    out.add(same ? from - column : from);
    out.add(to - from);
    out.add(type);
    out.add(modifiers);
    line = number;
    column = from;
  }
}
