// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Which pager a user wants: that of {@code PAGER}, else {@code less}, if there is such a program.
 */
final class PagerCommand {
  private static final String USUAL = "less";

  private PagerCommand() {}

  /** The command; empty for none. */
  static String of(UnaryOperator<String> environment) {
    String wanted = environment.apply("PAGER").strip();
    String command = wanted.isEmpty() ? USUAL : wanted;
    String program = command.split("\\s", 2)[0];
    if (program.equals("cat")) {
      return "";
    }
    // A command that the shell has to make sense of is the shell's to find.
    boolean plain =
        program.chars().allMatch(c -> Character.isLetterOrDigit(c) || "/._+-".indexOf(c) >= 0);
    return !plain || found(program, environment.apply("PATH")) ? command : "";
  }

  private static boolean found(String program, String path) {
    try {
      if (program.indexOf('/') >= 0) {
        return Files.isExecutable(Path.of(program));
      }
      for (String folder : path.split(File.pathSeparator)) {
        if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
          return true;
        }
      }
      return false;
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
