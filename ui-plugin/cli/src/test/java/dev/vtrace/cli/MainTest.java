// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void versionNamesVtraceAndJava(String option) {
    Run run = Run.vtrace(option);
    assertThat(run.status()).isEqualTo(ExitStatus.OK);
    assertThat(run.out())
        .startsWith("vtrace ")
        .contains("Java " + System.getProperty("java.version"))
        .endsWith(")\n");
  }

  @Test
  void allWaysToAskForHelpGiveTheSame() {
    String help = Run.vtrace("help").out();
    assertThat(help).contains("usage:", "commands:", "exit status:");
    assertThat(Run.vtrace()).isEqualTo(new Run(ExitStatus.OK, help, ""));
    assertThat(Run.vtrace("--help")).isEqualTo(Run.vtrace());
    assertThat(Run.vtrace("-h")).isEqualTo(Run.vtrace());
  }

  @Test
  void helpForACommandWorksWhereverItIsAskedFor() {
    Run run = Run.vtrace("help", "completion");
    assertThat(run.out()).contains("usage: vtrace completion");
    assertThat(Run.vtrace("completion", "--help")).isEqualTo(run);
    assertThat(Run.vtrace("completion", "--wrong", "-h")).isEqualTo(run);
    assertThat(Run.vtrace("--help", "completion")).isEqualTo(run);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "nonsense, vtrace: unknown command 'nonsense', vtrace help",
        "hepl, vtrace: unknown command 'hepl'; did you mean 'help'?, vtrace help",
        "--nonsense, vtrace: unknown option --nonsense, vtrace help",
        "help nonsense, vtrace help: unknown command 'nonsense', vtrace help help",
        "help --nonsense, vtrace help: unknown option --nonsense, vtrace help help",
        "help help help, vtrace help: unexpected 'help', vtrace help help",
        "completion, vtrace completion: missing bash|zsh|fish, vtrace help completion",
        "completion tcsh, \"vtrace completion: 'tcsh' is not one of bash, zsh, fish\","
            + " vtrace help completion",
      })
  void wrongUsageIsOneLineAndAHint(String line, String message, String hint) {
    assertThat(Run.vtrace(line.split(" ")))
        .isEqualTo(new Run(ExitStatus.WRONG_USAGE, "", message + "\ntry '" + hint + "'\n"));
  }

  @Test
  void endsQuietlyWhenItsReaderGoes() {
    StringBuilder err = new StringBuilder();
    assertThat(runInto("pipe:[1]", err)).isEqualTo(ExitStatus.OUTPUT_CLOSED);
    assertThat(err).isEmpty();
  }

  @Test
  void saysWhyOutputCannotBeWritten() {
    StringBuilder err = new StringBuilder();
    assertThat(runInto("/tmp/out", err)).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(err).hasToString("vtrace: cannot write the output: no more\n");
  }

  /** Runs with a standard output that refuses all bytes. */
  private static ExitStatus runInto(String target, StringBuilder err) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no more");
          }
        };
    OutputStream errors =
        new OutputStream() {
          @Override
          public void write(int b) {
            err.append((char) b);
          }
        };
    Console console = new Console(InputStream.nullInputStream(), full, errors, Map.of(), target);
    return Main.run(new String[] {"help"}, console);
  }
}
