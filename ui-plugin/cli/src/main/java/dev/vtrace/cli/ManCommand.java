// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.util.List;
import org.apache.commons.cli.CommandLine;

/** {@code vtrace man}. */
final class ManCommand implements Command {
  @Override
  public String name() {
    return "man";
  }

  @Override
  public String summary() {
    return "print the manual page, for man(1)";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace man | man -l -", "read it"),
        new Example("vtrace man > ~/.local/share/man/man1/vtrace.1", "install it"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) {
    console.out().print(ManPage.of(Commands.all()));
    return ExitStatus.OK;
  }
}
