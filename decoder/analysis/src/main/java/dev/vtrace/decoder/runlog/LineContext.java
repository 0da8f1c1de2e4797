// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.runlog;

import dev.vtrace.decoder.bytes.ByteSource;
import dev.vtrace.decoder.bytes.SourceStream;
import dev.vtrace.decoder.runlog.ShownPlace.ShownLine;
import dev.vtrace.decoder.trace.line.LimitedFindings;
import dev.vtrace.decoder.trace.line.LineReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Lines of a text around one of them, counted as all readers count them. */
final class LineContext {
  /** Of a longer line the beginning is shown. */
  private static final int LONGEST = 64 * 1024;

  private final List<ShownLine> lines = new ArrayList<>();
  private long wanted = -1;
  private long from = -1;
  private long until = -1;

  private LineContext() {}

  List<ShownLine> lines() {
    return lines;
  }

  /** Number of the wanted line, -1 if there is none. */
  long wanted() {
    return wanted;
  }

  /** Offset of its first byte. */
  long from() {
    return from;
  }

  /** Offset after its last byte. */
  long until() {
    return until;
  }

  /**
   * Looks for a line.
   *
   * @param number of the line, or -1 where the offset is given
   * @param around how many lines before and after it
   */
  static LineContext read(ByteSource source, long number, long offset, int around)
      throws IOException {
    LineContext context = new LineContext();
    LimitedFindings none = new LimitedFindings(finding -> {});
    LineReader in =
        new LineReader(new SourceStream(source), LineReader.DATA_LINE, source.name(), none);
    Deque<ShownLine> before = new ArrayDeque<>();
    long last = -1;
    while (last < 0 || in.line() < last) {
      if (!in.next()) {
        break;
      }
      boolean here =
          last < 0
              && (number >= 0
                  ? in.line() >= number
                  : offset <= in.offset() + in.length() || offset < in.consumed());
      int shown = Math.min(in.length(), LONGEST);
      boolean kept = here || last >= 0 || around > 0;
      if (!kept) {
        continue;
      }
      String text = in.text(in.start(), in.start() + shown);
      boolean cut = in.cut() || shown < in.length();
      ShownLine line = new ShownLine(in.line(), text, cut, here);
      if (here) {
        context.wanted = in.line();
        context.from = in.offset();
        context.until = in.offset() + in.length();
        last = in.line() + around;
        context.lines.addAll(before);
      }
      if (last >= 0) {
        context.lines.add(line);
      } else {
        before.add(line);
        if (before.size() > around) {
          before.remove();
        }
      }
    }
    if (number >= 0 && context.wanted != number) {
      context.wanted = -1;
    }
    return context;
  }
}
