// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every command that a page shows with its output, and compares. Commands that need VMs stand
 * in blocks marked {@code sh}: of these, command and options have to exist. With {@code
 * -Dvtrace.docs.update=true} what differs is written into the page instead.
 */
class PagesTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path PAGES = ROOT.resolve("ui-plugin/docs/pages");
  private static final Pattern OPTION =
      Pattern.compile("(?<=\\s)(--[a-z][a-z-]*+|-[a-zA-Z])(?=[\\s=]|$)");
  private static final Map<String, String> HELP = new TreeMap<>();

  @TempDir Path folder;

  static Stream<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commandsPrintWhatThePageShows(String name) throws IOException {
    prepare();
    List<String> page = Files.readAllLines(PAGES.resolve(name));
    Map<ConsoleBlock.Shown, List<String>> different = new TreeMap<>((a, b) -> b.line() - a.line());
    for (ConsoleBlock block : ConsoleBlock.of(page)) {
      for (ConsoleBlock.Shown shown : block.commands()) {
        List<String> printed = run(shown.command());
        if (!shown.matches(printed)) {
          different.put(shown, printed);
        }
      }
    }
    if (Boolean.getBoolean("vtrace.docs.update")) {
      List<String> lines = new ArrayList<>(page);
      different.forEach(
          (shown, printed) -> {
            lines.subList(shown.line() + 1, shown.line() + 1 + shown.output().size()).clear();
            lines.addAll(shown.line() + 1, shown.ofAnother(printed));
          });
      Files.write(PAGES.resolve(name), lines);
      return;
    }
    different.forEach(
        (shown, printed) ->
            assertThat(String.join("\n", printed))
                .as("%s:%d: %s", name, shown.line() + 1, shown.command())
                .isEqualTo(String.join("\n", shown.output())));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commandsThatAreNotRunHereExist(String name) throws IOException {
    prepare();
    List<String> page = Files.readAllLines(PAGES.resolve(name));
    for (int i = 0; i < page.size(); i++) {
      if (page.get(i).equals("```sh")) {
        List<String> block = ConsoleBlock.fenced(page, i + 1);
        for (String line : String.join("\n", block).replace("\\\n", " ").split("\n")) {
          check(name + ": " + line, line);
        }
        i += block.size() + 1;
      }
    }
  }

  private void check(String where, String line) throws IOException {
    Matcher call = Pattern.compile("(?:^|[|;(] *|sudo )vtrace ([a-z]++)([^|;>#]*+)").matcher(line);
    while (call.find()) {
      String command = call.group(1);
      String help = HELP.get(command);
      if (help == null) {
        help = String.join("\n", run("vtrace help " + command));
        HELP.put(command, help);
      }
      Matcher option = OPTION.matcher(call.group(2));
      while (option.find()) {
        assertThat(help).as(where).containsPattern("(?m)^ {2}.*" + option.group(1) + "[ ,\\n]");
      }
    }
  }

  @Test
  void linesThatAreLeftOutMatchAnyNumber() {
    List<String> printed = List.of("a", "b", "c", "b", "d");
    assertThat(shown("a", "b", "c", "b", "d").matches(printed)).isTrue();
    assertThat(shown("a", "...", "d").matches(printed)).isTrue();
    assertThat(shown("...", "b", "...", "b", "d").matches(printed)).isTrue();
    assertThat(shown("...").matches(printed)).isTrue();
    assertThat(shown("a", "b", "...", "...", "c", "b", "d").matches(printed)).isTrue();
    assertThat(shown("b", "...").matches(printed)).isFalse();
    assertThat(shown("a", "...", "c").matches(printed)).isFalse();
    assertThat(shown("...", "b", "d", "...", "b", "d").matches(printed)).isFalse();
    assertThat(shown("a", "b").matches(printed)).isFalse();
    assertThat(shown().matches(printed)).isFalse();
  }

  @Test
  void anUpdateKeepsWhatIsLeftOut() {
    List<String> printed = List.of("a", "b", "c", "d");
    assertThat(shown("x", "...", "y").ofAnother(printed)).containsExactly("a", "...", "d");
    assertThat(shown("x", "...").ofAnother(printed)).containsExactly("a", "...");
    assertThat(shown("x", "y").ofAnother(printed)).isEqualTo(printed);
    assertThat(shown("1", "2", "3", "...", "4").ofAnother(printed)).isEqualTo(printed);
  }

  private static ConsoleBlock.Shown shown(String... lines) {
    return new ConsoleBlock.Shown(0, "x", List.of(lines));
  }

  @AfterEach
  void withoutTheLinkOutOfTheFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("samples"));
  }

  /** A folder with the samples, and a program vtrace beside it. */
  private void prepare() throws IOException {
    Files.createSymbolicLink(folder.resolve("samples"), ROOT.resolve("samples"));
    Path program = Files.createDirectory(folder.resolve("bin")).resolve("vtrace");
    Files.writeString(
        program,
        "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -cp '%s' dev.vtrace.cli.Main \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path")));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private List<String> run(String command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(folder.resolve("errors").toFile());
    Map<String, String> environment = builder.environment();
    environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
    environment.put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status;
    try {
      status = process.waitFor();
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
    assertThat(status).as(() -> command + "\n" + errors()).isBetween(0, 1);
    return text.lines().map(String::stripTrailing).toList();
  }

  private String errors() {
    try {
      return Files.readString(folder.resolve("errors"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
