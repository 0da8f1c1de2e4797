// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import dev.vtrace.decoder.trace.OmissionMark;
import dev.vtrace.decoder.trace.line.LineReader;
import java.io.IOException;

/**
 * Finds the rest of a line that a bug tracker or a mail program folded. Such a text has no long
 * lines, a line is broken where the next word did not fit, and what follows begins like no line of
 * its own. Only lines that are in the buffer already are looked at, so that a log that grows is not
 * waited for.
 */
final class FoldedLines {
  /** Widths at which people's programs fold. */
  private static final int NARROWEST = 60;

  private static final int WIDEST = 100;

  /** One message is folded into no more. */
  private static final int MOST = 8;

  private final LineReader lines;
  private final Unwrapper wrapper = new Unwrapper();
  private int width = -1;

  FoldedLines(LineReader lines) {
    this.lines = lines;
  }

  /** The text of the lines after the current one that belong to it; they are passed over. */
  String rest(String text) throws IOException {
    width = width < 0 ? lines.longest() : width;
    if (width < NARROWEST || width > WIDEST) {
      return "";
    }
    byte[] b = lines.buffer();
    int start = lines.start();
    int quoted = quote(b, start, lines.end()) - start;
    int length = lines.length();
    StringBuilder out = new StringBuilder();
    char last = text.charAt(text.length() - 1);
    if (text.endsWith("...") || indented(b, start, lines.end())) {
      return "";
    }
    for (int i = 0; i < MOST && lines.peek(); i++) {
      int from = quote(b, lines.peekStart(), lines.peekEnd());
      int to = lines.peekEnd();
      int word = from;
      while (word < to && b[word] != ' ') {
        word++;
      }
      boolean same = from - lines.peekStart() == quoted && word > from;
      if (!same || length + 1 + word - from <= width || !goesOn(b, from, to, last)) {
        break;
      }
      length = to - lines.peekStart();
      out.append(' ').append(LineReader.utf8(b, from, to).strip());
      last = (char) b[to - 1];
      lines.next();
    }
    return out.toString();
  }

  private boolean goesOn(byte[] b, int from, int to, char last) {
    // The end of a block of code in Markdown is no word.
    boolean begins = b[from] >= 'A' && b[from] <= 'Z' || b[from] == '`';
    if (OmissionMark.is(LineReader.utf8(b, from, to))) {
      return false;
    }
    boolean awaited = last == ':' || last == ',';
    return (!begins || awaited)
        && TextKind.of(b, from, to, false, false) == null
        && !wrapper.unwrap(b, from, to);
  }

  /** A line that stands farther to the right than the rest of it would. */
  private static boolean indented(byte[] b, int start, int end) {
    return start < end && (b[start] == ' ' || b[start] == '\t');
  }

  private static int quote(byte[] b, int start, int end) {
    int at = start;
    while (at < end && (b[at] == '>' || b[at] == ' ' && b[start] == '>')) {
      at++;
    }
    return at;
  }
}
