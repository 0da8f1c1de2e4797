// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.util.List;
import org.apache.commons.cli.CommandLine;

/** {@code vtrace help [COMMAND]}, and the pages of rules: {@code vtrace help VT3114}. */
final class HelpCommand implements Command {
  @Override
  public String name() {
    return "help";
  }

  @Override
  public String summary() {
    return "show what vtrace does, or what one command does";
  }

  @Override
  public String operands() {
    return "[COMMAND]";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace help", "list the commands"),
        new Example("vtrace help completion", "all about one command"),
        new Example("vtrace help VT3114", "all about one rule of 'vtrace check'"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException {
    List<String> operands = line.getArgList();
    if (!operands.isEmpty() && isCode(operands.get(0))) {
      console.out().print(CheckCommand.page(operands.get(0)));
      return ExitStatus.OK;
    }
    console
        .out()
        .print(
            operands.isEmpty()
                ? HelpText.overview()
                : HelpText.of(Commands.require(operands.get(0))));
    return ExitStatus.OK;
  }

  /** Whether a word is the code of a finding; no command begins like one. */
  private static boolean isCode(String word) {
    boolean letters = word.length() == 6 && word.regionMatches(true, 0, "VT", 0, 2);
    return letters && Character.isDigit(word.charAt(2));
  }
}
