// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command takes after its options, read from the notation that its synopsis shows: {@code
 * NAME} once, {@code [NAME]} at most once, {@code NAME...} once or more, {@code [NAME...]} any
 * number, {@code a|b} one of these words.
 */
record Operands(List<Operand> list) {

  record Operand(String name, boolean optional, boolean repeated) {
    List<String> choices() {
      return Operands.choices(name);
    }
  }

  static Operands parse(String notation) {
    List<Operand> list = new ArrayList<>();
    int begin = 0;
    while (begin < notation.length()) {
      int end = notation.indexOf(' ', begin);
      if (end < 0) {
        end = notation.length();
      }
      String word = notation.substring(begin, end);
      boolean optional = word.startsWith("[");
      if (optional) {
        word = word.substring(1, word.length() - 1);
      }
      boolean repeated = word.endsWith("...");
      if (repeated) {
        word = word.substring(0, word.length() - 3);
      }
      list.add(new Operand(word, optional, repeated));
      begin = end + 1;
    }
    return new Operands(list);
  }

  /** The words of {@code a|b|c}; empty for a name. */
  static List<String> choices(String name) {
    if (name.indexOf('|') < 0) {
      return List.of();
    }
    List<String> choices = new ArrayList<>();
    int begin = 0;
    for (int end = name.indexOf('|'); end >= 0; end = name.indexOf('|', begin)) {
      choices.add(name.substring(begin, end));
      begin = end + 1;
    }
    choices.add(name.substring(begin));
    return choices;
  }

  /** Whether a word consists of decimal digits, at most so many. */
  static boolean isNumber(String word, int most) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) < '0' || word.charAt(i) > '9') {
        return false;
      }
    }
    return !word.isEmpty() && word.length() <= most;
  }

  void check(List<String> given) throws UsageException {
    int next = 0;
    for (Operand operand : list) {
      if (next == given.size() && !operand.optional) {
        throw new UsageException("missing " + operand.name);
      }
      if (operand.repeated) {
        return;
      }
      if (next < given.size()) {
        checkChoice("", given.get(next), operand.choices());
        next++;
      }
    }
    if (next < given.size()) {
      throw new UsageException("unexpected '" + given.get(next) + "'");
    }
  }

  /**
   * Refuses a value that is not one of the words.
   *
   * @param where what to say before it, such as {@code "--format: "}
   */
  static void checkChoice(String where, String value, List<String> choices) throws UsageException {
    if (!choices.isEmpty() && !choices.contains(value)) {
      throw new UsageException(
          where + "'" + value + "' is not one of " + String.join(", ", choices));
    }
  }
}
