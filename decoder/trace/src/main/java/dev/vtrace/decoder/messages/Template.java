// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.messages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of a message: literal text with captures between. {@code {name}} takes the shortest
 * text up to the literal that follows, or all that is left; {@code {.name}} a word up to a space,
 * one of {@code ,;'"()} or the literal that follows; {@code {#name}} a number in decimal or in
 * hexadecimal digits. Nothing is tried twice, so a match takes time linear in the length of the
 * text.
 */
final class Template {
  private static final int LONGEST = 256;

  private record TemplatePart(@Nullable String literal, @Nullable String capture, char kind) {}

  /**
   * Where a pattern fits.
   *
   * @param captures by name
   * @param end where the part of the text that it takes ends
   */
  record TemplateMatch(Map<String, String> captures, int end) {}

  private final List<TemplatePart> parts = new ArrayList<>();

  private Template() {}

  static Template of(String text) {
    Template template = new Template();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      if (open != at) {
        int end = open < 0 ? text.length() : open;
        template.parts.add(new TemplatePart(text.substring(at, end), null, ' '));
        at = end;
      } else {
        int close = text.indexOf('}', at);
        char kind = text.charAt(at + 1);
        boolean marked = kind == '.' || kind == '#';
        String name = text.substring(at + (marked ? 2 : 1), close);
        template.parts.add(new TemplatePart(null, name, marked ? kind : ' '));
        at = close + 1;
      }
    }
    return template;
  }

  /** The first character, in lower case; 0 if the pattern begins with a capture. */
  char first() {
    String literal = parts.get(0).literal;
    return literal == null ? 0 : Character.toLowerCase(literal.charAt(0));
  }

  /** Names of captures. */
  List<String> names() {
    return parts.stream().map(TemplatePart::capture).filter(name -> name != null).toList();
  }

  /** How much of it is literal text, in characters. */
  int literals() {
    int count = 0;
    for (TemplatePart part : parts) {
      count += part.literal == null ? 0 : part.literal.length();
    }
    return count;
  }

  /** Whether it begins with the name of a function or constant, which nobody else writes. */
  boolean beginsWithSymbol() {
    String literal = parts.get(0).literal;
    int end = literal == null ? -1 : literal.indexOf('_');
    return literal != null && end > 0 && (literal.indexOf(' ') < 0 || literal.indexOf(' ') > end);
  }

  /** The literal texts between captures. */
  List<String> literalTexts() {
    return parts.stream().map(TemplatePart::literal).filter(text -> text != null).toList();
  }

  /** What the captures take where the pattern begins at a place, or null if it does not. */
  @Nullable TemplateMatch match(String text, int start) {
    Map<String, String> out = new LinkedHashMap<>();
    int at = start;
    for (int i = 0; i < parts.size(); i++) {
      TemplatePart part = parts.get(i);
      if (part.literal != null) {
        if (!begins(text, at, part.literal, i == 0)) {
          return null;
        }
        at += part.literal.length();
        continue;
      }
      String next = i + 1 < parts.size() ? parts.get(i + 1).literal : null;
      int end =
          switch (part.kind) {
            case '#' -> number(text, at);
            case '.' -> word(text, at, next);
            default -> rest(text, at, next);
          };
      if (end <= at) {
        return null;
      }
      out.put(part.capture, text.substring(at, end));
      at = end;
    }
    return new TemplateMatch(out, at);
  }

  /** Versions differ in the case of the first letter. */
  private static boolean begins(String text, int at, String literal, boolean anyCase) {
    return text.startsWith(literal, at)
        || anyCase
            && at < text.length()
            && Character.toLowerCase(text.charAt(at)) == Character.toLowerCase(literal.charAt(0))
            && text.startsWith(literal.substring(1), at + 1);
  }

  private static int rest(String text, int at, @Nullable String next) {
    if (next == null) {
      return Math.min(text.length(), at + LONGEST);
    }
    int end = text.substring(at, Math.min(text.length(), at + LONGEST)).indexOf(next);
    return end < 0 ? -1 : at + end;
  }

  private static int word(String text, int at, @Nullable String next) {
    int end = at;
    while (end < text.length()
        && (next == null || end == at || !text.startsWith(next, end))
        && " ,;'\"()".indexOf(text.charAt(end)) < 0
        && !colon(text, end)) {
      end++;
    }
    return end;
  }

  /** Addresses such as {@code 0000:00:02.0} hold colons; one before a space ends a word. */
  private static boolean colon(String text, int at) {
    return text.charAt(at) == ':' && (at + 1 == text.length() || text.charAt(at + 1) == ' ');
  }

  private static int number(String text, int at) {
    int end = at < text.length() && text.charAt(at) == '-' ? at + 1 : at;
    int digits = text.startsWith("0x", end) ? end + 2 : end;
    end = digits;
    while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
      end++;
    }
    return end == digits ? -1 : end;
  }
}
