// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.report;

import dev.vtrace.decoder.export.Plain;

/**
 * Text that stays text wherever Markdown is shown. Escapes with a backslash do not keep GitHub and
 * GitLab from making links of {@code @name}, {@code #1}, {@code !1}, URLs and commits, since they
 * look for these in the finished page; between backquotes they do not look. So each word that may
 * mean something becomes code.
 */
public final class InertMarkdown {
  private static final int WIDTH = 160;

  /** Marks that are always part of markup, of HTML or of a reference. */
  private static final String MARKS = "@#<>`*\\[]{}|~$^&:";

  private static final String OPENING = "(\"'";
  private static final String CLOSING = ".,;:\"'";
  private static final int SHORTEST_COMMIT = 7;

  private InertMarkdown() {}

  /** One line of text. */
  public static String text(String text) {
    StringBuilder out = new StringBuilder();
    for (String word : cut(text).split(" ", -1)) {
      if (out.length() > 0) {
        out.append(' ');
      }
      word(out, word, out.length() == 0);
    }
    return out.toString();
  }

  /** One line of code, with its backquotes. */
  static String code(String text) {
    return '`' + cut(text).replace('`', '\'') + '`';
  }

  private static String cut(String text) {
    String plain = Plain.text(text.length() > 2 * WIDTH ? text.substring(0, 2 * WIDTH) : text);
    return plain.length() > WIDTH ? plain.substring(0, WIDTH) + "..." : plain;
  }

  private static void word(StringBuilder out, String word, boolean first) {
    int from = 0;
    int to = word.length();
    while (from < to && OPENING.indexOf(word.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && closes(word, from, to)) {
      to--;
    }
    if (from < to && means(word.substring(from, to), first)) {
      out.append(word, 0, from)
          .append(code(word.substring(from, to)))
          .append(word, to, word.length());
    } else {
      out.append(word);
    }
  }

  /** Whether the last character belongs to the sentence and not to the word. */
  private static boolean closes(String word, int from, int to) {
    char last = word.charAt(to - 1);
    return CLOSING.indexOf(last) >= 0 || last == ')' && word.indexOf('(', from) < 0;
  }

  private static boolean means(String word, boolean first) {
    for (int i = 0; i < word.length(); i++) {
      if (MARKS.indexOf(word.charAt(i)) >= 0) {
        return true;
      }
    }
    char begin = word.charAt(0);
    boolean single = word.length() == 1;
    return begin == '_'
        || word.charAt(word.length() - 1) == '_'
        || !single && (begin == '!' || begin == '%' || begin == '/')
        || word.regionMatches(true, 0, "www.", 0, 4)
        || word.regionMatches(true, 0, "GH-", 0, 3)
        || first && isNumber(word)
        || isCommit(word);
  }

  private static boolean isNumber(String word) {
    return word.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-' || c == '+' || c == '=');
  }

  /** Whether a hexadecimal part of a word may be the hash of a commit. */
  private static boolean isCommit(String word) {
    int start = 0;
    for (int i = 0; i <= word.length(); i++) {
      if (i == word.length() || !Character.isLetterOrDigit(word.charAt(i))) {
        String part = word.substring(start, i);
        boolean hexadecimal = part.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
        if (part.length() >= SHORTEST_COMMIT
            && hexadecimal
            && part.chars().anyMatch(c -> c > '9')) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }
}
