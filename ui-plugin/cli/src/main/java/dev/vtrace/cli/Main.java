// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static java.util.Objects.requireNonNull;

import dev.vtrace.decoder.export.Plain;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/**
 * The {@code vtrace} process: finds the command, reads its command line, runs it, and turns its
 * outcome into an {@link ExitStatus}.
 */
public final class Main {
  private static final String PROGRAM = "vtrace";

  private Main() {}

  public static void main(String[] args) {
    // All output is flushed and no command leaves work to a shutdown hook, so that there is nothing
    // left to do for System.exit, which since JDK 21 first looks for a logger.
    Runtime.getRuntime().halt(run(args, Console.ofProcess()).code());
  }

  /** All of {@link #main} but the end of the process. */
  static ExitStatus run(String[] args, Console console) {
    ExitStatus status;
    try {
      status = dispatch(args, console);
      console.finish();
    } catch (OutputFailure e) {
      status = ExitStatus.OUTPUT_CLOSED;
      if (console.readerGone(e)) {
        console.leave();
      } else {
        status =
            say(
                console,
                ExitStatus.NOT_DONE,
                PROGRAM
                    + ": cannot write the output: "
                    + Failure.describe(requireNonNull(e.getCause())));
      }
    }
    console.err().flush();
    return status;
  }

  private static ExitStatus dispatch(String[] args, Console console) {
    String first = args.length == 0 ? "--help" : args[0];
    switch (first) {
      case "-V", "--version" -> {
        console.out().println(Version.line());
        return ExitStatus.OK;
      }
      case "-h", "--help" -> first = "help";
      default -> {}
    }
    Command command;
    try {
      if (first.startsWith("-")) {
        throw new UsageException("unknown option " + first);
      }
      command = Commands.require(first);
    } catch (UsageException e) {
      return wrongUsage(console, PROGRAM, e);
    }
    List<String> rest = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      rest.add(args[i]);
    }
    return execute(command, rest, console);
  }

  /** Runs one command on what follows its name. */
  static ExitStatus execute(Command command, List<String> args, Console console) {
    String who = PROGRAM + " " + command.name();
    try {
      if (asksForHelp(args)) {
        if (!args.contains("--no-pager")) {
          console.page();
        }
        console.out().print(HelpText.of(command));
        return ExitStatus.OK;
      }
      CommandLine line = parse(command, args);
      CommonOptions.apply(line, command, console);
      return command.run(line, console);
    } catch (UsageException e) {
      return wrongUsage(console, who, e);
    } catch (IOException e) {
      return say(console, ExitStatus.NOT_DONE, who + ": " + Failure.describe(e));
    } catch (InvalidPathException e) {
      return say(
          console,
          ExitStatus.NOT_DONE,
          who
              + ": a name has characters that no file can have in this locale; one with UTF-8, such as"
              + " C.UTF-8, may help");
    } catch (OutputFailure e) {
      throw e;
    } catch (OutOfMemoryError e) {
      return say(
          console,
          ExitStatus.NOT_DONE,
          who + ": out of memory; VTRACE_JAVA_OPTS=-Xmx4g would allow it 4 GiB");
    } catch (RuntimeException | Error e) {
      say(console, who + ": internal error (" + e + "); please report it");
      if (console.debug()) {
        e.printStackTrace(console.err());
      } else {
        say(console, "VTRACE_DEBUG=1 shows where it happened");
      }
      return ExitStatus.NOT_DONE;
    }
  }

  private static ExitStatus wrongUsage(Console console, String who, UsageException e) {
    String topic = who.substring(PROGRAM.length());
    say(console, who + ": " + e.getMessage());
    return say(console, ExitStatus.WRONG_USAGE, "try 'vtrace help" + topic + "'");
  }

  /** Help is wanted even where the rest of the line is not right yet. */
  private static boolean asksForHelp(List<String> args) {
    for (String arg : args) {
      if (arg.equals("--")) {
        return false;
      }
      if (arg.equals("--help") || arg.equals("-h")) {
        return true;
      }
    }
    return false;
  }

  private static CommandLine parse(Command command, List<String> args) throws UsageException {
    // Abbreviated options would break in scripts whenever an option is added, and quotes that the
    // shell has left are part of a name.
    DefaultParser parser =
        DefaultParser.builder()
            .setAllowPartialMatching(false)
            .setStripLeadingAndTrailingQuotes(false)
            .get();
    Options options = CommonOptions.with(command);
    CommandLine line;
    try {
      line = parser.parse(options, args.toArray(new String[0]));
    } catch (UnrecognizedOptionException e) {
      throw new UsageException(
          "unknown option " + e.getOption() + SimilarNames.hint(e.getOption(), longNames(options)));
    } catch (MissingArgumentException e) {
      Option option = e.getOption();
      throw new UsageException("--" + option.getLongOpt() + " needs " + option.getArgName());
    } catch (ParseException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    for (Option option : line.getOptions()) {
      for (String value : option.getValuesList()) {
        Operands.checkChoice("--" + option.getLongOpt() + ": ", value, Opt.choices(option));
      }
    }
    Operands.parse(command.operands()).check(line.getArgList());
    return line;
  }

  private static List<String> longNames(Options options) {
    List<String> names = new ArrayList<>();
    for (Option option : options.getOptions()) {
      names.add("--" + option.getLongOpt());
    }
    return names;
  }

  private static void say(Console console, String line) {
    console.err().println(Plain.text(line));
  }

  private static ExitStatus say(Console console, ExitStatus status, String line) {
    say(console, line);
    return status;
  }
}
