// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** Options that every command takes: how it talks to whoever called it. */
final class CommonOptions {
  static final String VERBOSE = "verbose";
  static final String QUIET = "quiet";

  private static final String COLOR = "color";
  private static final String WIDTH = "width";
  private static final String NO_PAGER = "no-pager";

  private CommonOptions() {}

  /** In the order of help texts. */
  static List<Option> list() {
    return List.of(
        Opt.value(null, COLOR, "auto|always|never", "whether text is coloured (default auto)"),
        Opt.value(
            null,
            WIDTH,
            "N",
            "columns of text, "
                + ScreenSize.LEAST_COLUMNS
                + " to "
                + ScreenSize.MOST_COLUMNS
                + "; otherwise those of the terminal, or "
                + ScreenSize.USUAL.columns()),
        Opt.flag(null, NO_PAGER, "do not show long text in a pager"),
        Opt.flag("v", VERBOSE, "say more"),
        Opt.flag("q", QUIET, "say nothing on standard error but why something failed"));
  }

  /** The options of a command with these. A command may say of one of them what it does there. */
  static Options with(Command command) {
    Options all = command.options();
    for (Option option : beside(all)) {
      all.addOption(option);
    }
    return all;
  }

  /** Those that a command has no words of its own for. */
  static List<Option> beside(Options own) {
    List<Option> out = new ArrayList<>();
    for (Option option : list()) {
      if (!own.hasLongOption(option.getLongOpt())) {
        out.add(option);
      }
    }
    return out;
  }

  /** Whether an option is none of a command's own. */
  static boolean has(String name) {
    return list().stream().anyMatch(option -> option.getLongOpt().equals(name));
  }

  /** Does as the command line says. */
  static void apply(CommandLine line, Command command, Console console) throws UsageException {
    if (line.hasOption(VERBOSE) && line.hasOption(QUIET)) {
      throw new UsageException("--verbose and --quiet exclude each other");
    }
    console.say(line.hasOption(VERBOSE), line.hasOption(QUIET));
    String color = line.getOptionValue(COLOR, "auto");
    if (!color.equals("auto")) {
      console.colour(color.equals("always"));
    }
    if (line.hasOption(WIDTH)) {
      console.width(columns(line.getOptionValue(WIDTH)));
    }
    if (command.pages(line) && !line.hasOption(NO_PAGER)) {
      console.page();
    }
  }

  private static int columns(String text) throws UsageException {
    int columns = Operands.isNumber(text, 4) ? Integer.parseInt(text) : 0;
    if (columns < ScreenSize.LEAST_COLUMNS || columns > ScreenSize.MOST_COLUMNS) {
      throw new UsageException(
          "--width: '%s' is not a number from %d to %d"
              .formatted(text, ScreenSize.LEAST_COLUMNS, ScreenSize.MOST_COLUMNS));
    }
    return columns;
  }
}
