// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

/** What the process tells its caller. The codes are part of the command line's contract. */
public enum ExitStatus {
  OK(0, "done, and nothing is wrong"),
  FOUND_WRONG(
      1,
      "done, and something is wrong with what was examined: malformed or truncated input,"
          + " a finding of level error, a difference"),
  WRONG_USAGE(2, "wrong usage"),
  NOT_DONE(3, "not done: a file is missing, may not be read, or contains nothing known"),
  /** As if killed by SIGPIPE: the answer was cut short, so none of the others would be true. */
  OUTPUT_CLOSED(141, "the reader of the output closed it before its end");

  private final int code;
  private final String meaning;

  ExitStatus(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  /** The same for one command; empty where it never ends so. */
  String meaning(Command command) {
    if (this == OK && command.wrong().isEmpty()) {
      return "done";
    }
    return this == FOUND_WRONG ? command.wrong() : meaning;
  }

  /** A phrase for help texts. */
  String meaning() {
    return meaning;
  }
}
