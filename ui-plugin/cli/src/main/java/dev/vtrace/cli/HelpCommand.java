// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.util.List;
import org.apache.commons.cli.CommandLine;

/** {@code vtrace help [COMMAND]}. */
final class HelpCommand implements Command {
  @Override
  public String name() {
    return "help";
  }

  @Override
  public String summary() {
    return "tell what vtrace does, or what one command does";
  }

  @Override
  public String operands() {
    return "[COMMAND]";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace help", "list the commands"),
        new Example("vtrace help completion", "all about one command"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException {
    List<String> operands = line.getArgList();
    console
        .out()
        .print(
            operands.isEmpty()
                ? HelpText.overview()
                : HelpText.of(Commands.require(operands.get(0))));
    return ExitStatus.OK;
  }
}
