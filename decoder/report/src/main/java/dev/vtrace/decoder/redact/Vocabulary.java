// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.decoder.redact;

import dev.vtrace.decoder.messages.MessageTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Words that tell nothing of anybody: names of QEMU's parts and the words of its messages. Whatever
 * is not here is taken to be private, so that a secret need not be recognised to be kept.
 */
final class Vocabulary {
  /** A longer number is more likely to be a key than a size. */
  private static final int LONGEST_NUMBER = 11;

  /** A word of 64 bits with its {@code 0x}. */
  static final int LONGEST_PREFIXED = 18;

  /** As {@code queue12} or {@code x86}: what follows a word to tell it from others. */
  private static final int LONGEST_SUFFIX = 6;

  private static final Set<String> WORDS = readWords();

  private Vocabulary() {}

  /** Whether each part of a token, such as {@code vhost-user-blk} or {@code 10.2}, is known. */
  static boolean knows(String token) {
    int start = 0;
    for (int i = 0; i <= token.length(); i++) {
      if (i == token.length() || "-_.+@~".indexOf(token.charAt(i)) >= 0) {
        if (i > start && !part(token, start, i)) {
          return false;
        }
        start = i + 1;
      }
    }
    return true;
  }

  private static boolean part(String token, int from, int to) {
    if (token.startsWith("0x", from) && hexadecimal(token, from + 2, to)) {
      return to - from <= LONGEST_PREFIXED;
    }
    if (WORDS.contains(token.substring(from, to))) {
      return true;
    }
    int digits = 0;
    int runs = 0;
    int single = 0;
    int at = from;
    while (at < to) {
      int end = at;
      if (isDigit(token.charAt(at))) {
        while (end < to && isDigit(token.charAt(end))) {
          end++;
        }
        digits += end - at;
      } else {
        while (end < to && !isDigit(token.charAt(end))) {
          end++;
        }
        runs++;
        single += end - at == 1 ? 1 : 0;
        boolean letter = end - at == 1 && isLetter(token.charAt(at));
        if (!letter && !WORDS.contains(token.substring(at, end).toLowerCase(Locale.ROOT))) {
          return false;
        }
      }
      at = end;
    }
    return runs == 0
        ? digits <= LONGEST_NUMBER
        : digits <= LONGEST_SUFFIX && runs <= 2 && single < 2;
  }

  static boolean hexadecimal(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return to > from;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private static Set<String> readWords() {
    Set<String> out = new HashSet<>(MessageTable.vocabulary());
    try (InputStream in = Vocabulary.class.getResourceAsStream("words.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          out.addAll(Set.of(line.split(" ")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }
}
