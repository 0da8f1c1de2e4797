// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table: what it says about itself, and what is made from it. */
class CommandsTest {

  static List<Command> commands() {
    return Commands.all();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void tellsOfItself(Command command) {
    assertThat(command.name()).matches("[a-z]+(-[a-z]+)*");
    assertThat(command.summary()).isNotBlank().hasSizeLessThanOrEqualTo(60).doesNotEndWith(".");
    assertThat(command.examples()).isNotEmpty();
    for (Command.Example example : command.examples()) {
      assertThat(example.line()).contains("vtrace " + command.name());
      assertThat(example.purpose()).isNotBlank().doesNotEndWith(".");
    }
    for (Option option : command.options().getOptions()) {
      assertThat(option.getLongOpt()).isNotBlank().isNotEqualTo("help");
      assertThat(option.getDescription()).isNotBlank().doesNotEndWith(".");
      assertThat(option.getOpt()).isNotEqualTo("h");
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hasAHelpTextOf80Columns(Command command) {
    String help = HelpText.of(command);
    assertThat(help).contains("examples:", "exit status:");
    assertThat(help.lines()).allMatch(line -> line.length() <= 80).noneMatch(l -> l.endsWith(" "));
  }

  @Test
  void namesAreUnique() {
    assertThat(Commands.names()).doesNotHaveDuplicates();
  }

  @Test
  void overviewHas80ColumnsAndAllCommands() {
    assertThat(HelpText.overview().lines()).allMatch(line -> line.length() <= 80);
    for (Command command : Commands.all()) {
      assertThat(HelpText.overview()).contains("  " + command.name(), command.summary());
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isInAllCompletionScriptsWithItsOptions(Command command) {
    for (String shell : List.of("bash", "zsh", "fish")) {
      Run run = Run.vtrace("completion", shell);
      assertThat(run.status()).isEqualTo(ExitStatus.OK);
      assertThat(run.out()).contains(command.name());
      for (Option option : command.options().getOptions()) {
        assertThat(run.out()).contains(option.getLongOpt());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void saysWhatItsExitStatusMeans(Command command) throws Exception {
    String readme = Files.readString(LspCapture.root().resolve("README.md"));
    String help = HelpText.of(command).replaceAll("\\s++", " ");
    String page = Run.vtrace("man").out().replace("\\-", "-");
    if (command.wrong().isEmpty()) {
      assertThat(help).contains(" 0 done 2 wrong usage");
    } else {
      assertThat(help).contains(" 1 " + command.wrong() + " ");
      assertThat(readme).contains("| `" + command.name() + "` | " + command.wrong() + " |");
      assertThat(page).contains("The exit status is 1 if " + command.wrong() + ".");
    }
  }

  @Test
  void bashTakesItsScript() throws Exception {
    assertThat(Program.says(Run.vtrace("completion", "bash").out(), "bash", "-n")).isEmpty();
  }

  @Test
  void bashCompletesFromItsScript() throws Exception {
    String script =
        Run.vtrace("completion", "bash").out()
            + "COMP_WORDS=(vtrace he); COMP_CWORD=1; _vtrace; echo \"${COMPREPLY[@]}\"\n"
            + "COMP_WORDS=(vtrace completion z); COMP_CWORD=2; _vtrace; echo \"${COMPREPLY[@]}\"\n"
            + "COMP_WORDS=(vtrace help --); COMP_CWORD=2; _vtrace; echo \"${COMPREPLY[@]}\"\n";
    assertThat(Program.says(script, "bash"))
        .isEqualTo("help\nzsh\n--color --width --no-pager --verbose --quiet --help\n");
  }

  @Test
  @Tag("external")
  void zshTakesItsScript() throws Exception {
    assertThat(Program.says(Run.vtrace("completion", "zsh").out(), "zsh", "-n")).isEmpty();
  }

  @Test
  @Tag("external")
  void fishTakesItsScript() throws Exception {
    assertThat(Program.says(Run.vtrace("completion", "fish").out(), "fish", "-n")).isEmpty();
  }

  @Test
  @Tag("external")
  void groffTakesTheManualPage() throws Exception {
    assertThat(Program.says(Run.vtrace("man").out(), "groff", "-man", "-ww", "-z", "-Tutf8"))
        .isEmpty();
    StringBuilder pages = new StringBuilder();
    for (Command command : Commands.all()) {
      pages.append(Run.vtrace("man", command.name()).out());
    }
    assertThat(Program.says(pages.toString(), "groff", "-man", "-ww", "-z", "-Tutf8")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hasAManualPageThatTheMainOneNames(Command command) {
    String name = "vtrace\\-" + command.name().replace("-", "\\-");
    assertThat(Run.vtrace("man").out()).contains("\n.BR \"" + name + "\" \"(1)\"\n");
    assertThat(Run.vtrace("man", command.name()).out())
        .containsSubsequence(
            "\n.SH \"NAME\"\n" + name + " \\- ",
            "\n.SH \"SYNOPSIS\"\nvtrace " + command.name().replace("-", "\\-"),
            "\n.SH \"EXAMPLES\"\n",
            "\n.SH \"EXIT STATUS\"\n",
            "\n.SH \"SEE ALSO\"\n.BR \"vtrace\" \"(1)\"\n");
  }

  @Test
  void manualPageHasItsSectionsAndAllCommands() {
    String page = Run.vtrace("man").out();
    assertThat(page)
        .startsWith(".TH \"VTRACE\" \"1\"")
        .containsSubsequence(
            "\n.SH \"NAME\"\n",
            "\n.SH \"SYNOPSIS\"\n",
            "\n.SH \"COMMANDS\"\n",
            "\n.SH \"EXIT STATUS\"\n",
            "\n.SH \"ENVIRONMENT\"\n");
    for (Command command : Commands.all()) {
      assertThat(page).contains("\n.SS \"vtrace " + command.name().replace("-", "\\-"));
    }
    // A line that begins with a dot is a request that we meant, and no paragraph is empty.
    assertThat(page.lines())
        .noneMatch(String::isBlank)
        .filteredOn(line -> line.startsWith("."))
        .allMatch(line -> line.matches("\\.(TH|SH|SS|PP|TP|B|BR|RS|RE|nf|fi|br)( .*)?"));
  }

  @Test
  void trainingRunsWithoutHarm() {
    Training.main(new String[] {"."});
  }
}
