// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Option;

/**
 * Manual pages in roff with the man macros, of vtrace and of each command, made from the table of
 * commands.
 */
final class ManPage {

  /** Variables of the launcher as well as of the program: a user does not care which reads them. */
  private static final String[][] ENVIRONMENT = {
    {"JAVA_HOME", "the Java to run with; otherwise the one on the PATH"},
    {"VTRACE_JAVA_OPTS", "more options for Java, such as -Xmx4g"},
    {"VTRACE_DEBUG", "if set, an internal error shows where it happened"},
    {"NO_COLOR", "if set, no colours"},
    {"PAGER", "what shows long text on a terminal; otherwise less; cat for nothing"},
    {"LESS", "options of less; otherwise FRX"},
    {"COLUMNS", "columns of text, unless --width is given"},
  };

  private static final String TITLE = "User Commands";

  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  static String of(List<Command> commands) {
    ManPage man = new ManPage();
    man.macro("TH", "VTRACE", "1", "", Version.tool(), TITLE);
    man.macro("SH", "NAME");
    man.text("vtrace - debugging toolkit for vhost migration in QEMU");
    man.macro("SH", "SYNOPSIS");
    for (Command command : commands) {
      man.text(HelpText.synopsis(command));
      man.macro("br");
    }
    man.text("vtrace --help | --version");
    man.macro("SH", "COMMANDS");
    for (Command command : commands) {
      man.command(command);
    }
    man.common();
    man.macro("SH", "SEE ALSO");
    for (Command command : commands) {
      man.macro("BR", pageName(command), "(1)");
    }
    return man.page.toString();
  }

  /** The page of one command, {@code vtrace-check(1)}. */
  static String of(Command command) {
    ManPage man = new ManPage();
    man.macro("TH", pageName(command).toUpperCase(Locale.ROOT), "1", "", Version.tool(), TITLE);
    man.macro("SH", "NAME");
    man.text(pageName(command) + " - " + command.summary());
    man.macro("SH", "SYNOPSIS");
    man.text(HelpText.synopsis(command));
    man.macro("SH", "DESCRIPTION");
    man.description(command);
    if (!command.options().getOptions().isEmpty()) {
      man.macro("SH", "OPTIONS");
      man.options(command);
    }
    man.macro("SH", "EXAMPLES");
    man.examples(command);
    man.common();
    man.macro("SH", "SEE ALSO");
    man.macro("BR", "vtrace", "(1)");
    return man.page.toString();
  }

  private static String pageName(Command command) {
    return "vtrace-" + command.name();
  }

  /** What is the same of all commands. */
  private void common() {
    macro("SH", "COMMON OPTIONS");
    for (Option option : CommonOptions.list()) {
      entry(Opt.synopsis(option), option.getDescription());
    }
    macro("SH", "EXIT STATUS");
    for (ExitStatus status : ExitStatus.values()) {
      entry(Integer.toString(status.code()), status.meaning());
    }
    macro("SH", "ENVIRONMENT");
    for (String[] variable : ENVIRONMENT) {
      entry(variable[0], variable[1]);
    }
  }

  private void command(Command command) {
    macro("SS", HelpText.synopsis(command));
    description(command);
    options(command);
    macro("PP");
    examples(command);
  }

  private void description(Command command) {
    text(asSentence(command.summary()));
    for (String paragraph : command.description().strip().split("\n\n")) {
      if (!paragraph.isEmpty()) {
        macro("PP");
        text(paragraph);
      }
    }
  }

  private void options(Command command) {
    for (Option option : command.options().getOptions()) {
      entry(Opt.synopsis(option), option.getDescription());
    }
  }

  private void examples(Command command) {
    text(
        command.wrong().isEmpty()
            ? "The exit status is never 1."
            : "The exit status is 1 if " + command.wrong() + ".");
    for (Command.Example example : command.examples()) {
      macro("PP");
      text(asSentence(example.purpose()));
      macro("RS", "4");
      macro("nf");
      text(example.line());
      macro("fi");
      macro("RE");
    }
  }

  private static String asSentence(String phrase) {
    return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1) + ".";
  }

  /** A term in bold, and its explanation indented below it. */
  private void entry(String term, String explanation) {
    macro("TP");
    macro("B", term);
    text(explanation);
  }

  private void macro(String name, String... arguments) {
    page.append('.').append(name);
    for (String argument : arguments) {
      page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    }
    page.append('\n');
  }

  private void text(String text) {
    for (String line : text.split("\n")) {
      String plain = escaped(line.strip());
      if (plain.startsWith(".") || plain.startsWith("'")) {
        // Otherwise roff would take the line for a request.
        page.append("\\&");
      }
      page.append(plain).append('\n');
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
