// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of all commands: the one place that knows them.
 *
 * <p>To add a command, write a class that implements {@link Command} and add a row here. Help,
 * manual page, completion scripts and their tests follow from the table.
 */
final class Commands {

  /** In the order of the help text. */
  private static final Command[] TABLE = {
    new WhyCommand(),
    new DecodeCommand(),
    new SkipsCommand(),
    new TimelineCommand(),
    new FdsCommand(),
    new CheckCommand(),
    new LogCommand(),
    new ShowCommand(),
    new SetupCommand(),
    new DiffCommand(),
    new SummarizeCommand(),
    new CompareFleetCommand(),
    new ReportCommand(),
    new ExportCommand(),
    new OpenCommand(),
    new ProxyCommand(),
    new AttachCommand(),
    new RecordCommand(),
    new ReplayCommand(),
    new LspCommand(),
    new DapCommand(),
    new EventsCommand(),
    new HelpCommand(),
    new CompletionCommand(),
    new ManCommand(),
  };

  private Commands() {}

  static List<Command> all() {
    return List.of(TABLE);
  }

  /** The command of that name, or null. */
  static @Nullable Command find(String name) {
    for (Command command : TABLE) {
      if (command.name().equals(name)) {
        return command;
      }
    }
    return null;
  }

  static Command require(String name) throws UsageException {
    Command command = find(name);
    if (command == null) {
      throw new UsageException("unknown command '" + name + "'" + SimilarNames.hint(name, names()));
    }
    return command;
  }

  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Command command : TABLE) {
      names.add(command.name());
    }
    return names;
  }
}
