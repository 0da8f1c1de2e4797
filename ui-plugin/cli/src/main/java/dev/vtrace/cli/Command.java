// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * One thing that {@code vtrace} does: what it is called, what it takes, and how to do it.
 *
 * <p>Help, manual page, completion scripts and the checks of the command line are all made from
 * what a command says about itself here. {@link Commands} says how to add one.
 *
 * <p>All commands are constructed at every start, so a constructor does nothing, and what {@link
 * #run} needs is not loaded before it is called.
 */
public interface Command {

  /** An example for the help text: a command line, and what it is good for. */
  record Example(String line, String purpose) {}

  /** The word on the command line. */
  String name();

  /** A phrase of at most 60 characters, without a full stop. */
  String summary();

  /** Paragraphs, separated by empty lines, for what the summary leaves open; may be empty. */
  default String description() {
    return "";
  }

  /**
   * What follows the options, in the notation of a synopsis: {@code STREAM}, {@code A B}, {@code
   * [INPUT...]}, {@code bash|zsh|fish}. {@link Operands} checks the command line against it.
   */
  default String operands() {
    return "";
  }

  /**
   * The options, made by {@link Opt}; {@code --help} and {@link CommonOptions} are added to them.
   * An option may be given more than once: {@link CommandLine#getOptionValues} has all its values.
   */
  default Options options() {
    return new Options();
  }

  /** What makes the exit status 1, as a phrase; empty where nothing does. */
  default String wrong() {
    return "";
  }

  /** At least one. */
  List<Example> examples();

  /**
   * Whether long results are read in a pager where a person is at a terminal. Not for what shows
   * something as it happens.
   */
  default boolean pages(CommandLine line) {
    return true;
  }

  /**
   * Does it. Options and operands have been checked against {@link #options} and {@link #operands}.
   *
   * @throws UsageException where the command line is wrong in another way
   * @throws IOException where it cannot be done; {@link Failure} turns it into a sentence
   */
  ExitStatus run(CommandLine line, Console console) throws UsageException, IOException;
}
