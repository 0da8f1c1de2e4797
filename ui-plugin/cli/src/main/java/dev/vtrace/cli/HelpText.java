// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.util.Collection;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** The texts of {@code vtrace help}, made from the table of commands, 80 columns wide. */
final class HelpText {
  private static final int WIDTH = 80;

  /** Longer terms get a line of their own. */
  private static final int WIDEST_TERM = 24;

  private static final int LONGEST_TERM = 72;

  private HelpText() {}

  static String overview() {
    StringBuilder text = new StringBuilder();
    text.append("vtrace: debugging toolkit for vhost migration in QEMU\n\n");
    text.append("usage: vtrace COMMAND [OPTION]... [OPERAND]...\n");
    text.append("       vtrace --help | --version\n\ncommands:\n");
    int widest = 0;
    for (String name : Commands.names()) {
      widest = Math.max(widest, name.length());
    }
    for (Command command : Commands.all()) {
      entry(text, command.name(), widest, command.summary());
    }
    exitStatus(text, null);
    text.append("\n'vtrace help COMMAND' explains one, with examples.\n");
    return text.toString();
  }

  static String of(Command command) {
    StringBuilder text = new StringBuilder();
    text.append("vtrace ").append(command.name()).append(": ").append(command.summary());
    text.append("\n\nusage: ").append(synopsis(command)).append('\n');
    for (String paragraph : command.description().strip().split("\n\n")) {
      if (!paragraph.isEmpty()) {
        text.append('\n');
        wrap(text, paragraph, 0);
      }
    }
    Options own = command.options();
    options(text, "options", own.getOptions());
    options(text, "common options", CommonOptions.beside(own));
    text.append("\nexamples:\n");
    for (Command.Example example : command.examples()) {
      text.append("  ").append(example.line()).append('\n');
      wrap(text, example.purpose(), 6);
    }
    exitStatus(text, command);
    return text.toString();
  }

  private static void options(StringBuilder text, String title, Collection<Option> options) {
    if (options.isEmpty()) {
      return;
    }
    text.append('\n').append(title).append(":\n");
    int widest = 0;
    for (Option option : options) {
      int length = Opt.synopsis(option).length();
      widest = length > WIDEST_TERM ? widest : Math.max(widest, length);
    }
    for (Option option : options) {
      entry(text, Opt.synopsis(option), widest, option.getDescription());
    }
  }

  static String synopsis(Command command) {
    StringBuilder line = new StringBuilder("vtrace ").append(command.name());
    line.append(" [OPTION]...");
    if (!command.operands().isEmpty()) {
      line.append(' ').append(command.operands());
    }
    return line.toString();
  }

  /** All that there are, or those of a command. */
  private static void exitStatus(StringBuilder text, @Nullable Command command) {
    text.append("\nexit status:\n");
    for (ExitStatus status : ExitStatus.values()) {
      String meaning = command == null ? status.meaning() : status.meaning(command);
      if (!meaning.isEmpty()) {
        entry(text, Integer.toString(status.code()), 3, meaning);
      }
    }
  }

  /** A term with many words to choose from, on several lines. */
  private static String broken(String term) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (term.length() - from > LONGEST_TERM && term.indexOf('|', from) >= 0) {
      int bar = term.lastIndexOf('|', from + LONGEST_TERM - 1);
      int to = 1 + (bar < from ? term.indexOf('|', from) : bar);
      out.append(term, from, to).append("\n      ");
      from = to;
    }
    return out.append(term, from, term.length()).toString();
  }

  /** A term, and its explanation in a column of its own. */
  private static void entry(StringBuilder text, String term, int widest, String explanation) {
    int column = widest + 4;
    text.append("  ").append(broken(term));
    if (term.length() > widest) {
      text.append('\n');
      wrap(text, explanation, column);
      return;
    }
    text.append(" ".repeat(widest - term.length() + 2));
    int begin = text.length();
    wrap(text, explanation, column);
    text.delete(begin, begin + column);
  }

  /** Appends the words of a text, in lines that begin after an indent and end before the edge. */
  static void wrap(StringBuilder text, String words, int indent) {
    int column = 0;
    for (String word : words.strip().replace('\n', ' ').split(" ")) {
      if (word.isEmpty()) {
        continue;
      }
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        text.append('\n');
        column = 0;
      }
      if (column == 0) {
        text.append(" ".repeat(indent));
        column = indent;
      } else {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    text.append('\n');
  }
}
