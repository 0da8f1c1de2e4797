// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.tracer.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Cuts a command into words by the rules of a POSIX shell, as far as they are about words. */
final class ShellWords {
  private final String text;
  private final Function<String, @Nullable String> environment;
  private final List<String> out = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean begun;
  private int at;

  ShellWords(String text, Function<String, @Nullable String> environment) {
    this.text = text;
    this.environment = environment;
  }

  /**
   * The words.
   *
   * @throws IllegalArgumentException if a quote has no end, or a variable no value
   */
  List<String> all() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == ' ' || c == '\t' || c == '\n') {
        end();
      } else if (c == '\'') {
        quoted();
      } else if (c == '"') {
        while (next('"') != '"') {
          inside();
        }
        at++;
      } else {
        at--;
        inside();
      }
      begun |= c != ' ' && c != '\t' && c != '\n';
    }
    end();
    return out;
  }

  /** The next character, which must be there. */
  private char next(char quote) {
    if (at >= text.length()) {
      throw new IllegalArgumentException("a " + quote + " has no end");
    }
    return text.charAt(at);
  }

  private void quoted() {
    while (next('\'') != '\'') {
      word.append(text.charAt(at++));
    }
    at++;
  }

  private void inside() {
    char c = text.charAt(at++);
    if (c == '\\' && at < text.length()) {
      word.append(text.charAt(at++));
    } else if (c == '$' && at < text.length() && text.charAt(at) == '{') {
      int close = text.indexOf('}', at);
      if (close < 0) {
        throw new IllegalArgumentException("a ${ has no end");
      }
      String name = text.substring(at + 1, close);
      String value = environment.apply(name);
      if (value == null) {
        throw new IllegalArgumentException("the variable " + name + " is not set");
      }
      word.append(value);
      at = close + 1;
    } else {
      word.append(c);
    }
  }

  private void end() {
    if (begun) {
      out.add(word.toString());
    }
    word.setLength(0);
    begun = false;
  }
}
