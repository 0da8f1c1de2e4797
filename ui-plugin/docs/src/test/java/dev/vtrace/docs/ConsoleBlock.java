// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.docs;

import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block of a page in which commands are shown with what they print: {@code $ command},
 * then the lines of its output. A line {@code ...} stands for any number of lines that are left
 * out.
 */
record ConsoleBlock(int line, List<Shown> commands) {

  /** One command, and the output that the page shows. */
  record Shown(int line, String command, List<String> output) {

    boolean matches(List<String> printed) {
      int at = 0;
      boolean anywhere = false;
      List<String> run = new ArrayList<>();
      for (String expected : output) {
        if (!expected.equals("...")) {
          run.add(expected);
          continue;
        }
        at = find(printed, run, at, anywhere);
        if (at < 0) {
          return false;
        }
        run.clear();
        anywhere = true;
      }
      int end = printed.size() - run.size();
      return anywhere
          ? end >= at && printed.subList(end, printed.size()).equals(run)
          : printed.equals(run);
    }

    /** What a page would show of another output: as many lines at both ends as it shows now. */
    List<String> ofAnother(List<String> printed) {
      int first = output.indexOf("...");
      if (first < 0) {
        return printed;
      }
      int last = output.size() - 1 - output.lastIndexOf("...");
      if (first + last >= printed.size()) {
        return printed;
      }
      List<String> shown = new ArrayList<>(printed.subList(0, first));
      shown.add("...");
      shown.addAll(printed.subList(printed.size() - last, printed.size()));
      return shown;
    }

    /** The end of the first place from there on where the lines stand, or -1. */
    private static int find(List<String> printed, List<String> lines, int from, boolean anywhere) {
      int last = anywhere ? printed.size() - lines.size() : from;
      for (int i = from; i <= last && i + lines.size() <= printed.size(); i++) {
        if (printed.subList(i, i + lines.size()).equals(lines)) {
          return i + lines.size();
        }
      }
      return -1;
    }
  }

  /** All blocks of a page that are marked as {@code console}. */
  static List<ConsoleBlock> of(List<String> page) {
    List<ConsoleBlock> blocks = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      if (page.get(i).equals("```console")) {
        List<String> inside = fenced(page, i + 1);
        blocks.add(new ConsoleBlock(i, commands(inside, i + 1)));
        i += inside.size() + 1;
      }
    }
    return blocks;
  }

  /** The lines from there to the end of the block. */
  static List<String> fenced(List<String> page, int begin) {
    int end = begin;
    while (!page.get(end).equals("```")) {
      end++;
    }
    return page.subList(begin, end);
  }

  private static List<Shown> commands(List<String> lines, int first) {
    List<Shown> commands = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("$ ")) {
        commands.add(new Shown(first + i, line.substring(2), new ArrayList<>()));
      } else if (commands.isEmpty()) {
        throw new IllegalArgumentException("line " + (first + i + 1) + ": output of no command");
      } else {
        commands.get(commands.size() - 1).output().add(line);
      }
    }
    return commands;
  }
}
