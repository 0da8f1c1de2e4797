// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.eclipse.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Markdown as the server writes it, as text with styles: headings, strong and emphasised words,
 * code, lists, links (their text), and what is escaped. Nothing in it is ever taken for markup of
 * another kind.
 */
record StyledMarkdown(String text, List<Style> styles) {
  /** How a part of the text looks. */
  enum Look {
    STRONG,
    EMPHASIS,
    CODE
  }

  /** A part of the text with a look. */
  record Style(int from, int length, Look look) {}

  static StyledMarkdown of(String markdown) {
    StringBuilder text = new StringBuilder();
    List<Style> styles = new ArrayList<>();
    boolean fenced = false;
    for (String line : markdown.split("\n", -1)) {
      if (line.startsWith("```")) {
        fenced = !fenced;
        continue;
      }
      int begin = text.length();
      if (fenced) {
        text.append(line);
        styles.add(new Style(begin, line.length(), Look.CODE));
      } else if (line.startsWith("#")) {
        inline(line.replaceFirst("^#{1,6}+ ?+", ""), text, styles);
        styles.add(new Style(begin, text.length() - begin, Look.STRONG));
      } else if (line.startsWith("- ") || line.startsWith("* ")) {
        text.append("\u2022 ");
        inline(line.substring(2), text, styles);
      } else {
        inline(line, text, styles);
      }
      text.append('\n');
    }
    return new StyledMarkdown(text.toString().stripTrailing(), List.copyOf(styles));
  }

  private static void inline(String line, StringBuilder out, List<Style> styles) {
    int strong = -1;
    int emphasis = -1;
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '\\' && at + 1 < line.length()) {
        out.append(line.charAt(at + 1));
        at += 2;
      } else if (c == '`') {
        at = code(line, at, out, styles);
      } else if (line.startsWith("**", at)) {
        strong = toggle(strong, Look.STRONG, out, styles);
        at += 2;
      } else if (c == '*') {
        emphasis = toggle(emphasis, Look.EMPHASIS, out, styles);
        at++;
      } else if (c == '[') {
        at = link(line, at, out);
      } else {
        out.append(c);
        at++;
      }
    }
  }

  private static int toggle(int open, Look look, StringBuilder out, List<Style> styles) {
    if (open < 0) {
      return out.length();
    }
    styles.add(new Style(open, out.length() - open, look));
    return -1;
  }

  /** Code ends at as many ticks as it begins with. */
  private static int code(String line, int at, StringBuilder out, List<Style> styles) {
    int begin = at;
    while (begin < line.length() && line.charAt(begin) == '`') {
      begin++;
    }
    String ticks = line.substring(at, begin);
    int end = line.indexOf(ticks, begin);
    if (end < 0) {
      out.append(ticks);
      return begin;
    }
    String code = line.substring(begin, end);
    styles.add(new Style(out.length(), code.strip().length(), Look.CODE));
    out.append(code.strip());
    return end + ticks.length();
  }

  private static int link(String line, int at, StringBuilder out) {
    int middle = line.indexOf("](", at);
    int end = middle < 0 ? -1 : line.indexOf(')', middle);
    if (end < 0) {
      out.append('[');
      return at + 1;
    }
    out.append(line, at + 1, middle);
    return end + 1;
  }
}
