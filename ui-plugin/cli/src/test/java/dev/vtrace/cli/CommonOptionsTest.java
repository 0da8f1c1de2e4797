// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every command takes, and that an option means the same wherever it is. */
class CommonOptionsTest {
  /**
   * What the values of an option stand for, where commands take it in different forms: a process
   * that is to be started or what it has recorded, and names of one kind.
   */
  private static final Map<String, String> FORMS =
      Map.ofEntries(
          Map.entry("source", "COMMAND FILE"),
          Map.entry("destination", "COMMAND FILE"),
          Map.entry("backend", "COMMAND FILE"),
          Map.entry("qmp", "ADDRESS FILE"),
          Map.entry("qemu", "NAME=FILE VERSION"),
          Map.entry("ignore", "CODE GLOB"),
          Map.entry("fail-on", "CONDITION word"),
          Map.entry("schema", " FILE"),
          Map.entry("to", "TIME word"),
          Map.entry("follow", " LOG"),
          Map.entry("pid", "NUMBER PID"));

  private static final String SAMPLE =
      LspCapture.root().resolve("samples/backend-transfer-failed").toString();

  static List<Command> commands() {
    return Commands.all();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandTakesThem(Command command) {
    for (Option option : CommonOptions.list()) {
      Option own = CommonOptions.with(command).getOption("--" + option.getLongOpt());
      assertThat(own).as(option.getLongOpt()).isNotNull();
      assertThat(own.getOpt()).isEqualTo(option.getOpt());
      assertThat(own.hasArg()).isEqualTo(option.hasArg());
    }
    assertThat(HelpText.of(command)).contains("common options:", "--width N");
  }

  @Test
  void anOptionHasOneMeaning() {
    Map<String, TreeSet<String>> letters = new TreeMap<>();
    Map<String, TreeSet<String>> forms = new TreeMap<>();
    for (Command command : Commands.all()) {
      for (Option option : CommonOptions.with(command).getOptions()) {
        if (option.getOpt() != null) {
          letters.computeIfAbsent(option.getOpt(), k -> new TreeSet<>()).add(option.getLongOpt());
        }
        String form = option.hasArg() ? option.getArgName() : "";
        // Formats differ from command to command, and each says which ones it has.
        form = form.indexOf('|') < 0 ? form : "word";
        forms.computeIfAbsent(option.getLongOpt(), k -> new TreeSet<>()).add(form);
      }
    }
    // Taken twice for what each is usual for, before there was this test.
    assertThat(letters.remove("c")).containsExactly("capability", "connect");
    assertThat(letters.remove("p")).containsExactly("page", "parameter");
    assertThat(letters.remove("t")).containsExactly("table", "to");
    assertThat(letters.values()).allMatch(names -> names.size() == 1);
    // A path of a capture is a folder, that of anything else a file.
    forms.remove("output");
    Map<String, String> several = new HashMap<>();
    forms.forEach(
        (name, each) -> {
          if (each.size() > 1) {
            several.put(name, String.join(" ", each));
          }
        });
    assertThat(several).allSatisfy((name, each) -> assertThat(each).isEqualTo(FORMS.get(name)));
  }

  @Test
  void filtersAreTheSameEverywhere() {
    List<String> texts = new ArrayList<>();
    for (String command : List.of("skips", "check", "fds", "timeline")) {
      StringBuilder text = new StringBuilder();
      for (String name : List.of("device", "queue", "migration", "verdict", "participant")) {
        Option option = CommonOptions.with(Commands.find(command)).getOption("--" + name);
        text.append(Opt.synopsis(option)).append(option.getDescription());
      }
      texts.add(text.toString());
    }
    assertThat(texts).containsOnly(texts.get(0));
  }

  @Test
  void coloursAreShownWhereTheyAreWanted() {
    assertThat(Run.vtrace("why", "--color", "always", SAMPLE).out()).contains("\u001b[31m");
    assertThat(Run.vtrace("why", "--color", "never", SAMPLE).out()).doesNotContain("\u001b");
    assertThat(Run.vtrace("why", SAMPLE).out()).doesNotContain("\u001b");
    assertThat(Run.vtrace("why", "--color", "red", SAMPLE).status())
        .isEqualTo(ExitStatus.WRONG_USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"59", "201", "0", "-5", "wide", "99999999999"})
  void aWidthThatTextCannotBeSetInIsRefused(String width) {
    Run run = Run.vtrace("why", "--width=" + width, SAMPLE);
    assertThat(run.status()).isEqualTo(ExitStatus.WRONG_USAGE);
    assertThat(run.err()).contains("is not a number from 60 to 200");
  }

  @Test
  void quietSaysNothingAndVerboseWhatEachFileIs() {
    Run usual = Run.vtrace("skips", SAMPLE);
    Run quiet = Run.vtrace("skips", "-q", SAMPLE);
    assertThat(quiet.err()).isEmpty();
    assertThat(quiet.out()).isEqualTo(usual.out());
    assertThat(Run.vtrace("skips", "-v", SAMPLE).err()).contains("read: ", ": migration stream");
    assertThat(Run.vtrace("skips", "-q", "no-such-file").err()).contains("no such file");
    assertThat(Run.vtrace("skips", "-v", "-q", SAMPLE).status()).isEqualTo(ExitStatus.WRONG_USAGE);
  }

  @Test
  void theTerminalOrTheUserTellsTheWidth() {
    Map<String, String> narrow = Map.of("COLUMNS", "60");
    assertThat(Run.vtrace(narrow, "why", SAMPLE).out())
        .isEqualTo(Run.vtrace("why", "--width", "60", SAMPLE).out());
    assertThat(ScreenSize.parse("50 132\n")).isEqualTo(new ScreenSize(132, 50));
    assertThat(ScreenSize.parse("10 20\n")).isEqualTo(new ScreenSize(60, 10));
    assertThat(ScreenSize.parse("0 0\n")).isEqualTo(new ScreenSize(100, 24));
    assertThat(ScreenSize.parse("")).isEqualTo(ScreenSize.USUAL);
    assertThat(ScreenSize.of(Path.of("/nowhere").toString())).isEqualTo(ScreenSize.USUAL);
  }
}
