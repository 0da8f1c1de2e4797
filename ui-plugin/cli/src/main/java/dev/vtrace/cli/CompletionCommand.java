// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.util.List;
import org.apache.commons.cli.CommandLine;

/** {@code vtrace completion bash|zsh|fish}. */
final class CompletionCommand implements Command {
  @Override
  public String name() {
    return "completion";
  }

  @Override
  public String summary() {
    return "print a completion script for a shell";
  }

  @Override
  public String operands() {
    return "bash|zsh|fish";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("source <(vtrace completion bash)", "for this bash; or in ~/.bashrc for all"),
        new Example(
            "vtrace completion zsh > ~/.zfunc/_vtrace", "for zsh, with ~/.zfunc in its fpath"),
        new Example("vtrace completion fish > ~/.config/fish/completions/vtrace.fish", "for fish"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) {
    List<Command> commands = Commands.all();
    console
        .out()
        .print(
            switch (line.getArgList().get(0)) {
              case "bash" -> Completion.bash(commands);
              case "zsh" -> Completion.zsh(commands);
              default -> Completion.fish(commands);
            });
    return ExitStatus.OK;
  }
}
