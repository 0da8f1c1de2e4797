// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;

/**
 * The completion scripts, made from the table of commands. Each completes commands, options, and
 * the values and operands that are one of a few words; all other operands are files.
 */
final class Completion {
  private Completion() {}

  static String bash(List<Command> commands) {
    StringBuilder script = new StringBuilder();
    script.append("# vtrace completion for bash\n");
    script.append("_vtrace() {\n");
    script.append(
        "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=\n");
    script.append("  # bash makes a word of the = in --option=value.\n");
    script.append("  [[ $cur == = ]] && cur=\n");
    script.append("  [[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD-2]}\n");
    script.append("  case $COMP_CWORD,${COMP_WORDS[1]} in\n");
    script.append("    1,*) words=").append(quoted(names(commands) + " --help --version"));
    script.append(" ;;\n");
    for (Command command : commands) {
      script.append("    *,").append(command.name()).append(")\n");
      script.append("      case $prev in\n");
      for (Option option : CommonOptions.with(command).getOptions()) {
        if (option.hasArg()) {
          script.append("        ").append(spellings(option, "|")).append(") words=");
          script.append(quoted(String.join(" ", Opt.choices(option)))).append(" ;;\n");
        }
      }
      script.append("        *)\n");
      script.append("          case $cur in\n");
      script.append("            -*) words=");
      script.append(quoted(optionNames(command))).append(" ;;\n");
      script.append("            *) words=").append(quoted(operandWords(command, commands)));
      script.append(" ;;\n          esac ;;\n      esac ;;\n");
    }
    script.append("  esac\n");
    script.append("  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n");
    script.append("}\n");
    script.append("complete -o default -F _vtrace vtrace\n");
    return script.toString();
  }

  static String zsh(List<Command> commands) {
    StringBuilder script = new StringBuilder();
    script.append("#compdef vtrace\n");
    script.append("_vtrace() {\n");
    script.append("  if (( CURRENT == 2 )); then\n");
    script.append("    local -a commands=(\n");
    for (Command command : commands) {
      script.append("      ").append(quoted(command.name() + ":" + command.summary()));
      script.append('\n');
    }
    script.append("    )\n");
    script.append("    _describe command commands\n");
    script.append("    return\n");
    script.append("  fi\n");
    script.append("  local command=$words[2]\n");
    script.append("  shift words\n");
    script.append("  (( CURRENT-- ))\n");
    script.append("  case $command in\n");
    for (Command command : commands) {
      script.append("    ").append(command.name()).append(")\n      _arguments -s");
      for (Option option : CommonOptions.with(command).getOptions()) {
        String rest = zshRest(option);
        for (String spelling : spellingList(option)) {
          script.append(" \\\n        ").append(quoted("*" + spelling + rest));
        }
      }
      script.append(" \\\n        '--help[show the help text]'");
      String words = operandWords(command, commands);
      if (!command.operands().isEmpty()) {
        String action = words.isEmpty() ? "_files" : "(" + words + ")";
        script.append(" \\\n        ");
        script.append(quoted("*:" + zshPlain(command.operands()) + ":" + action));
      }
      script.append(" ;;\n");
    }
    script.append("  esac\n");
    script.append("}\n");
    script.append("if [[ $funcstack[1] == _vtrace ]]; then\n");
    script.append("  _vtrace \"$@\"\n");
    script.append("else\n");
    script.append("  compdef _vtrace vtrace\n");
    script.append("fi\n");
    return script.toString();
  }

  /** What follows the spelling of an option: its purpose, and how to complete its value. */
  private static String zshRest(Option option) {
    String rest = "[" + zshPlain(option.getDescription()) + "]";
    if (!option.hasArg()) {
      return rest;
    }
    List<String> choices = Opt.choices(option);
    String action = Opt.takesPath(option) ? "_files" : " ";
    if (!choices.isEmpty()) {
      action = "(" + String.join(" ", choices) + ")";
    }
    return rest + ":" + zshPlain(option.getArgName()) + ":" + action;
  }

  /** Without the characters that separate the parts of a zsh specification. */
  private static String zshPlain(String text) {
    return text.replace('[', '(').replace(']', ')').replace(":", "\\:");
  }

  static String fish(List<Command> commands) {
    StringBuilder script = new StringBuilder();
    script.append("# vtrace completion for fish\n");
    script.append("complete -c vtrace -f\n");
    script.append("complete -c vtrace -n __fish_use_subcommand -l help -d 'show the help text'\n");
    script.append("complete -c vtrace -n __fish_use_subcommand -l version -d 'show the version'\n");
    for (Command command : commands) {
      script.append("complete -c vtrace -n __fish_use_subcommand -a ").append(command.name());
      script.append(" -d ").append(quoted(command.summary())).append('\n');
    }
    for (Command command : commands) {
      String prefix = "complete -c vtrace -n '__fish_seen_subcommand_from " + command.name() + "'";
      for (Option option : CommonOptions.with(command).getOptions()) {
        script.append(prefix);
        if (option.getOpt() != null) {
          script.append(" -s ").append(option.getOpt());
        }
        script.append(" -l ").append(option.getLongOpt());
        if (option.hasArg()) {
          script.append(Opt.takesPath(option) ? " -r -F" : " -x");
        }
        if (!Opt.choices(option).isEmpty()) {
          script.append(" -a ").append(quoted(String.join(" ", Opt.choices(option))));
        }
        script.append(" -d ").append(quoted(option.getDescription())).append('\n');
      }
      script.append(prefix).append(" -l help -d 'show the help text'\n");
      String words = operandWords(command, commands);
      if (!words.isEmpty()) {
        script.append(prefix).append(" -a ").append(quoted(words)).append('\n');
      } else if (!command.operands().isEmpty()) {
        script.append(prefix).append(" -F\n");
      }
    }
    return script.toString();
  }

  private static String names(List<Command> commands) {
    List<String> names = new ArrayList<>();
    for (Command command : commands) {
      names.add(command.name());
    }
    return String.join(" ", names);
  }

  /** The words that an operand may be; none where it is a file. */
  private static String operandWords(Command command, List<Command> commands) {
    List<String> words = new ArrayList<>();
    for (Operands.Operand operand : Operands.parse(command.operands()).list()) {
      if (operand.name().equals("COMMAND")) {
        words.add(names(commands));
      }
      words.addAll(operand.choices());
    }
    return String.join(" ", words);
  }

  private static String optionNames(Command command) {
    List<String> names = new ArrayList<>();
    for (Option option : CommonOptions.with(command).getOptions()) {
      names.add("--" + option.getLongOpt());
    }
    names.add("--help");
    return String.join(" ", names);
  }

  private static List<String> spellingList(Option option) {
    String name = "--" + option.getLongOpt();
    return option.getOpt() == null ? List.of(name) : List.of("-" + option.getOpt(), name);
  }

  private static String spellings(Option option, String separator) {
    return String.join(separator, spellingList(option));
  }

  /** In single quotes, in a way that bash, zsh and fish all understand. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
