// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.server.text;

import dev.vtrace.server.stream.CancellationCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Looks for what people type, in a text of any size, line by line. */
public final class TextMatches {
  /** A longer line is searched in parts. */
  private static final int CHUNK = 1 << 20;

  private final TextQuery query;
  private final long from;
  private final int most;
  private final byte[] wanted;
  private final @Nullable Pattern pattern;
  private final List<TextMatch> matches = new ArrayList<>();
  private long count;
  private long before;

  /** What is looked for. */
  public record TextQuery(String text, boolean regex, boolean matchCase) {}

  /** A place; line, column and length from 0, in UTF-16 units. */
  public record TextMatch(long line, int column, int length) {}

  /**
   * What was found.
   *
   * @param count in all of the text
   * @param before how many of them lie before the line that was asked from
   * @param matches the first ones from that line on
   */
  public record MatchList(long count, long before, List<TextMatch> matches) {}

  private TextMatches(TextQuery query, long from, int most) throws PatternSyntaxException {
    this.query = query;
    this.from = from;
    this.most = most;
    int flags = query.matchCase() ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    boolean plain = query.text().chars().allMatch(c -> c < 128) && !query.regex();
    this.wanted =
        plain
            ? lower(query.text().getBytes(StandardCharsets.UTF_8), query.matchCase())
            : new byte[0];
    this.pattern =
        plain
            ? null
            : Pattern.compile(query.regex() ? query.text() : Pattern.quote(query.text()), flags);
  }

  private static byte[] lower(byte[] bytes, boolean matchCase) {
    for (int i = 0; i < bytes.length && !matchCase; i++) {
      bytes[i] = lower(bytes[i]);
    }
    return bytes;
  }

  private static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }

  /**
   * Searches all of a text.
   *
   * @param from line from which on places are wanted
   * @param most places at most
   * @param progress gets the bytes that were looked at
   * @throws IOException if it cannot be read, or an expression takes too long
   * @throws PatternSyntaxException if the expression is none
   */
  public static MatchList find(
      TextFile file,
      TextQuery query,
      long from,
      int most,
      LongConsumer progress,
      CancellationCheck check)
      throws IOException {
    TextMatches search = new TextMatches(query, from, most);
    search.run(file, progress, check);
    return new MatchList(search.count, search.before, List.copyOf(search.matches));
  }

  private void run(TextFile file, LongConsumer progress, CancellationCheck check)
      throws IOException {
    byte[] buffer = new byte[2 * CHUNK];
    long base = 0;
    int filled = 0;
    long line = 0;
    int column = 0;
    while (true) {
      check.check();
      int n = file.source().read(base + filled, buffer, filled, CHUNK);
      filled += Math.max(0, n);
      int start = 0;
      for (int i = 0; i < filled; i++) {
        if (buffer[i] == '\n') {
          line(buffer, start, i, line++, column, check);
          start = i + 1;
          column = 0;
        }
      }
      if (n <= 0 || filled - start >= CHUNK) {
        line(buffer, start, filled, line, column, check);
        column += length(buffer, start, filled);
        start = filled;
      }
      if (n <= 0) {
        return;
      }
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      base += start;
      filled -= start;
      progress.accept(base);
    }
  }

  private void line(
      byte[] bytes, int start, int end, long line, int column, CancellationCheck check)
      throws IOException {
    if (pattern != null) {
      pattern(
          pattern,
          new String(bytes, start, end - start, StandardCharsets.UTF_8),
          line,
          column,
          check);
      return;
    }
    int last = end - wanted.length;
    for (int at = start; at <= last; at++) {
      if (matches(bytes, at)) {
        add(line, bytes, start, at, column);
        at += wanted.length - 1;
      }
    }
  }

  private boolean matches(byte[] bytes, int at) {
    for (int i = 0; i < wanted.length; i++) {
      byte b = bytes[at + i];
      if (wanted[i] != (query.matchCase() ? b : lower(b))) {
        return false;
      }
    }
    return true;
  }

  private void add(long line, byte[] bytes, int start, int at, int column) {
    if (wants(line)) {
      matches.add(new TextMatch(line, column + length(bytes, start, at), wanted.length));
    }
  }

  private void pattern(Pattern pattern, String text, long line, int column, CancellationCheck check)
      throws IOException {
    Matcher matcher = pattern.matcher(new BoundedText(text, check));
    try {
      while (matcher.find()) {
        int length = matcher.end() - matcher.start();
        if (length > 0 && wants(line)) {
          matches.add(new TextMatch(line, column + matcher.start(), length));
        }
      }
    } catch (BoundedText.TooManySteps | StackOverflowError e) {
      throw new IOException("the expression takes too long on line " + (line + 1));
    }
  }

  private boolean wants(long line) {
    count++;
    before += line < from ? 1 : 0;
    return line >= from && matches.size() < most;
  }

  /** Units of UTF-16 of what is UTF-8. */
  private static int length(byte[] bytes, int start, int end) {
    int units = 0;
    for (int i = start; i < end; i++) {
      units += (bytes[i] & 0xc0) != 0x80 ? 1 : 0;
      units += (bytes[i] & 0xf8) == 0xf0 ? 1 : 0;
    }
    return units;
  }
}
