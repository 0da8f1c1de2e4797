// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.trace.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a line has that was copied out of the source of a web page: {@code &gt;} and the other
 * references that pages write for letters of their own syntax, and tags around it. Source of the
 * format: HTML, section on character references.
 */
final class HtmlText {
  /** The longest reference or tag that is known. */
  private static final int LONGEST = 128;

  private static final Map<String, String> LETTERS =
      Map.ofEntries(
          Map.entry("gt", ">"),
          Map.entry("lt", "<"),
          Map.entry("quot", "\""),
          Map.entry("amp", "&"),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("#39", "'"),
          Map.entry("#039", "'"),
          Map.entry("#34", "\""),
          Map.entry("#47", "/"),
          Map.entry("#x27", "'"),
          Map.entry("#x22", "\""),
          Map.entry("#x2F", "/"));

  private static final Set<String> TAGS =
      Set.of("pre", "code", "p", "br", "span", "div", "li", "td", "samp", "tt", "blockquote");

  private HtmlText() {}

  /** The line with letters for references; the same array if it has none. */
  static byte[] letters(byte[] b, int start, int end) {
    int at = LogPrefix.find(b, start, end, '&');
    if (at < 0) {
      return b;
    }
    byte[] out = new byte[end - start];
    int length = 0;
    boolean any = false;
    for (int i = start; i < end; i++) {
      String letter = b[i] == '&' ? letter(b, i, end) : null;
      if (letter == null) {
        out[length++] = b[i];
        continue;
      }
      any = true;
      out[length++] = (byte) letter.charAt(0);
      i = LogPrefix.find(b, i, end, ';');
    }
    return any ? Arrays.copyOf(out, length) : b;
  }

  private static @Nullable String letter(byte[] b, int at, int end) {
    int stop = LogPrefix.find(b, at, Math.min(end, at + 8), ';');
    return stop < 0
        ? null
        : LETTERS.get(new String(b, at + 1, stop - at - 1, StandardCharsets.ISO_8859_1));
  }

  /** The index after a tag that begins here, or -1. */
  static int opened(byte[] b, int start, int end) {
    int close = LogPrefix.find(b, start, Math.min(end, start + LONGEST), '>');
    return close > 0 && isTag(b, start + 1, close) ? close + 1 : -1;
  }

  /** The index of a tag that ends the line; {@code end} if none does. */
  static int closed(byte[] b, int start, int end) {
    int limit = Math.max(start, end - LONGEST);
    for (int i = end - 1; end > start && b[end - 1] == '>' && i >= limit; i--) {
      if (b[i] == '<') {
        int name = i + 1 < end && b[i + 1] == '/' ? i + 2 : i + 1;
        return isTag(b, name, end - 1) ? i : end;
      }
    }
    return end;
  }

  private static boolean isTag(byte[] b, int start, int close) {
    int stop = start;
    while (stop < close && (b[stop] >= 'a' && b[stop] <= 'z' || b[stop] >= 'A' && b[stop] <= 'Z')) {
      stop++;
    }
    boolean whole = stop == close || b[stop] == ' ' || b[stop] == '/';
    String name = new String(b, start, stop - start, StandardCharsets.ISO_8859_1);
    return whole && TAGS.contains(name.toLowerCase(Locale.ROOT));
  }
}
