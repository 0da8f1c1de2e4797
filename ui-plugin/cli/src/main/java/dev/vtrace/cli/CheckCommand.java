// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.answer.AnswerBuilder;
import dev.vtrace.decoder.answer.WhyAnswer;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.export.AnswerText;
import dev.vtrace.decoder.export.CheckJson;
import dev.vtrace.decoder.export.CheckSarif;
import dev.vtrace.decoder.export.CheckText;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.RulePage;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.FileRead;
import dev.vtrace.decoder.run.RunLoader;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code vtrace check}. */
final class CheckCommand implements Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";
  private static final String SARIF = "sarif";
  private static final String LEVEL = "warning";

  @Override
  public String name() {
    return "check";
  }

  @Override
  public String summary() {
    return "check a run against the rules of vhost migration";
  }

  @Override
  public String description() {
    return InputOptions.DESCRIPTION
        + "\n\nErrors come first, and among them causes come before their consequences: the"
        + " first error is the one to look at. Each names the places that show it; 'vtrace"
        + " help CODE' explains a rule, with an example that fails and one that passes."
        + " An error that follows from another error of the same migration is listed"
        + " under that one. The exit status is 1 if there is an error; a"
        + " cancelled migration, and what follows from the cancel, does not"
        + " count as an error.";
  }

  @Override
  public String operands() {
    return InputOptions.OPERANDS;
  }

  @Override
  public Options options() {
    return InputOptions.add(
        new Options()
            .addOption(
                Opt.value(
                    "f",
                    "format",
                    TEXT + "|" + JSON + "|" + SARIF,
                    "for people (the default), for programs, or for editors and code review"))
            .addOption(
                Opt.value(
                    null,
                    "level",
                    "error|warning|info",
                    "the lowest level that text shows; default warning"))
            .addOption(
                Opt.value(null, "explain", "CODE", "show the page of a rule, such as VT3114")));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace check capture/", "what is wrong with a run, and why"),
        new Example(
            "vtrace check --destination dst.log --stream stream.bin",
            "from the files at" + " hand"),
        new Example("vtrace check -f sarif capture/ > vtrace.sarif", "for code review"),
        new Example("vtrace check --explain VT3114", "all about one rule"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    if (line.hasOption("explain")) {
      console.out().print(page(line.getOptionValue("explain")));
      return ExitStatus.OK;
    }
    Capture capture = InputOptions.capture(line, console);
    JoinedRun run = Analysis.joined(RunLoader.load(capture));
    InputOptions.passedOver(run.evidence(), console);
    CheckedRun checked = CheckedRun.of(run);
    CheckResult result = Checker.check(checked);
    requireUnderstood(result);
    switch (line.getOptionValue("format", TEXT)) {
      case JSON -> CheckJson.write(console.out(), result, run.evidence().files());
      case SARIF -> CheckSarif.write(console.out(), result, Version.vtrace());
      default -> {
        String level = line.getOptionValue("level", LEVEL).toUpperCase(Locale.ROOT);
        WhyAnswer answer = AnswerBuilder.of(checked, result);
        if (!answer.isEmpty()) {
          new AnswerText(console.out(), console.colour()).print(answer, false);
          console.out().println();
        }
        new CheckText(console.out(), console.colour(), Severity.valueOf(level)).print(result);
      }
    }
    return result.unasked() > 0 ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  /** Refuses a result on files that nobody understands: it would be no verdict. */
  static void requireUnderstood(CheckResult result) throws IOException {
    if (result.problems().isEmpty() && !result.understood()) {
      throw new IOException(
          result.files().stream().map(FileRead::refusal).collect(Collectors.joining("; ")));
    }
  }

  /** The page of a rule. */
  static String page(String code) throws UsageException {
    String page = RulePage.of(code);
    if (page == null) {
      throw new UsageException("there is no rule '" + code + "'");
    }
    return page;
  }
}
