// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page for each command, which is its help text, as the program prints it. */
final class CommandPages {
  private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z]++) ++(\\S.*+)$");

  private CommandPages() {}

  static List<SitePage> all() throws IOException {
    String overview = help();
    String commands =
        overview.substring(overview.indexOf("\ncommands:\n"), overview.indexOf("\nexit status:\n"));
    StringBuilder table = new StringBuilder("# Commands\n\n| command | does |\n|---|---|\n");
    List<SitePage> pages = new ArrayList<>();
    Matcher command = COMMAND.matcher(commands);
    while (command.find()) {
      String name = command.group(1);
      table.append("| [`").append(name).append("`](").append(name).append(".md) | ");
      table.append(command.group(2)).append(" |\n");
      pages.add(
          new SitePage(
              "commands/" + name + ".md",
              "commands/" + name + ".html",
              name,
              "# vtrace " + name + "\n\n" + block(help(name))));
    }
    table.append("\n## Exit status\n\n");
    table.append(block(overview.substring(overview.indexOf("\nexit status:\n") + 1)));
    pages.add(0, SitePage.of("commands/index.md", "commands/index.html", table.toString()));
    return pages;
  }

  private static String block(String text) {
    return "```text\n" + text.strip() + "\n```\n";
  }

  private static String help(String... command) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    words.addAll(List.of("dev.vtrace.cli.Main", "help"));
    words.addAll(List.of(command));
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("no help for " + String.join(" ", command));
      }
    } catch (InterruptedException e) {
      process.destroy();
      throw new IOException("interrupted", e);
    }
    return text;
  }
}
