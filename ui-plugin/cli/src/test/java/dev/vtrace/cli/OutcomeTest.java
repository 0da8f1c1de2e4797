// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.junit.jupiter.api.Test;

/** How whatever a command does becomes an exit status and a sentence. */
class OutcomeTest {

  @FunctionalInterface
  private interface Body {
    ExitStatus run(CommandLine line, Console console) throws UsageException, IOException;
  }

  private record Probe(Body body) implements Command {
    @Override
    public String name() {
      return "probe";
    }

    @Override
    public String summary() {
      return "try something";
    }

    @Override
    public String operands() {
      return "[FILE...]";
    }

    @Override
    public Options options() {
      return new Options()
          .addOption(Opt.value("f", "format", "text|json", "how to print"))
          .addOption(Opt.value(null, "source", "FILE", "one more file"))
          .addOption(Opt.flag(null, "hex", "numbers in hexadecimal"));
    }

    @Override
    public List<Example> examples() {
      return List.of(new Example("vtrace probe", "probe"));
    }

    @Override
    public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
      return body.run(line, console);
    }
  }

  private static Run run(Body body, Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console = new Console(InputStream.nullInputStream(), out, err, environment, "pipe:[1]");
    ExitStatus status = Main.execute(new Probe(body), Arrays.asList(args), console);
    console.out().flush();
    console.err().flush();
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Run run(Body body, String... args) {
    return run(body, Map.of(), args);
  }

  @Test
  void theStatusOfACommandIsThatOfTheProcess() {
    assertThat(run((line, console) -> ExitStatus.FOUND_WRONG).status().code()).isEqualTo(1);
  }

  @Test
  void argumentsArriveAsTheyWereGiven() {
    List<String> seen = new ArrayList<>();
    Run run =
        run(
            (line, console) -> {
              seen.add(line.getOptionValue("format"));
              seen.addAll(List.of(line.getOptionValues("source")));
              seen.addAll(line.getArgList());
              return ExitStatus.OK;
            },
            "-",
            "--format=json",
            "--source",
            "a b",
            "\"quoted\"",
            "--source",
            "-",
            "--",
            "--hex");
    assertThat(run.err()).isEmpty();
    assertThat(seen).containsExactly("json", "a b", "-", "-", "\"quoted\"", "--hex");
  }

  @Test
  void optionsAreChecked() {
    Body never =
        (line, console) -> {
          throw new AssertionError("must not run");
        };
    assertThat(run(never, "--fromat", "json").err())
        .startsWith("vtrace probe: unknown option --fromat; did you mean '--format'?\n");
    assertThat(run(never, "--format").err()).startsWith("vtrace probe: --format needs text|json\n");
    assertThat(run(never, "--format", "xml").err())
        .startsWith("vtrace probe: --format: 'xml' is not one of text, json\n");
    assertThat(run(never, "--he").err()).contains("unknown option --he; did you mean '--hex'?");
    assertThat(run(never, "--format", "xml").status()).isEqualTo(ExitStatus.WRONG_USAGE);
  }

  @Test
  void whatCannotBeDoneIsSaidInASentence() {
    assertThat(
            run(
                (line, console) -> {
                  throw new NoSuchFileException("a.bin");
                }))
        .isEqualTo(new Run(ExitStatus.NOT_DONE, "", "vtrace probe: a.bin: no such file\n"));
    assertThat(
            run((line, console) -> {
                  throw new AccessDeniedException("a.bin");
                })
                .err())
        .isEqualTo("vtrace probe: a.bin: permission denied\n");
  }

  @Test
  void anInternalErrorShowsItsPlaceOnlyToThoseWhoAsk() {
    Body bug =
        (line, console) -> {
          throw new IllegalStateException("bug");
        };
    Run run = run(bug);
    assertThat(run.status()).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(run.err()).contains("internal error", "bug", "report").doesNotContain("\tat ");
    assertThat(run(bug, Map.of("VTRACE_DEBUG", "1")).err()).contains("\tat ");
  }

  @Test
  void resultsBeforeAFailureAreNotLost() {
    Run run =
        run(
            (line, console) -> {
              console.out().print("half");
              throw new IOException("gone");
            });
    assertThat(run).isEqualTo(new Run(ExitStatus.NOT_DONE, "half", "vtrace probe: gone\n"));
  }

  @Test
  void helpShowsOptionsWithTheirValues() {
    assertThat(HelpText.of(new Probe(null)))
        .contains("usage: vtrace probe [OPTION]... [FILE...]\n")
        .contains("  -f, --format text|json  how to print\n")
        .contains("  --source FILE           one more file\n");
  }

  @Test
  void completionKnowsOptionsAndTheirValues() {
    List<Command> commands = List.of(new Probe(null));
    assertThat(Completion.bash(commands)).contains("-f|--format) words='text json'");
    assertThat(Completion.zsh(commands))
        .contains("'*--format[how to print]:text|json:(text json)'");
    assertThat(Completion.fish(commands)).contains("-s f -l format -x -a 'text json'");
  }
}
