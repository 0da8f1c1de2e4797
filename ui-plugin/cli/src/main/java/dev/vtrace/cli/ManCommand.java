// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.util.List;
import org.apache.commons.cli.CommandLine;

/** {@code vtrace man [COMMAND]}. */
final class ManCommand implements Command {
  @Override
  public String name() {
    return "man";
  }

  @Override
  public String summary() {
    return "print the manual page, or that of a command, for man(1)";
  }

  @Override
  public String operands() {
    return "[COMMAND]";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace man | man -l -", "read it"),
        new Example("vtrace man check | man -l -", "read that of one command"),
        new Example("vtrace man > ~/.local/share/man/man1/vtrace.1", "install it"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException {
    List<String> operands = line.getArgList();
    console
        .out()
        .print(
            operands.isEmpty()
                ? ManPage.of(Commands.all())
                : ManPage.of(Commands.require(operands.get(0))));
    return ExitStatus.OK;
  }
}
