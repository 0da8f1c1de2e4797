// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.answer.AnswerBuilder;
import dev.vtrace.decoder.answer.WhyAnswer;
import dev.vtrace.decoder.export.AnswerJson;
import dev.vtrace.decoder.export.AnswerText;
import dev.vtrace.decoder.export.SetupText;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.setup.SetupDifference;
import dev.vtrace.decoder.setup.SetupReader;
import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code vtrace why}. */
final class WhyCommand implements Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";

  /** What the two sides differ in is listed up to here. */
  private static final int DIFFERENCES = 3;

  @Override
  public String name() {
    return "why";
  }

  @Override
  public String summary() {
    return "how a migration ended, why, and what to do";
  }

  @Override
  public String description() {
    return InputOptions.DESCRIPTION
        + "\n\nFor each migration: how it ended, the state and the section at which it stopped, the"
        + " cause with the places that show it, and what to do. Where the evidence does not tell the"
        + " cause, that is said, with the first sign of the failure. What follows from"
        + " the cause is counted; 'vtrace check' has all of it. The exit status is 1 if something"
        + " went wrong that nobody asked for: that a migration was cancelled, and what follows from"
        + " that, is no error.";
  }

  @Override
  public String operands() {
    return InputOptions.OPERANDS;
  }

  @Override
  public Options options() {
    return InputOptions.addWithBound(
        new Options()
            .addOption(
                Opt.value("f", "format", TEXT + "|" + JSON, "for people (the default) or programs"))
            .addOption(Opt.flag("v", "verbose", "list consequences and notes, too")));
  }

  @Override
  public String wrong() {
    return "a migration failed, or something else went wrong that nobody asked for";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace why capture/", "the answer in a few lines"),
        new Example("vtrace why --destination dst.log", "by what a failed destination logged"),
        new Example("vtrace why -f json capture/ | jq .migrations[0].first.code", "for a script"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    JoinedRun run = Analysis.joined(InputOptions.load(line, console));
    InputOptions.passedOver(run.evidence(), console);
    CheckedRun checked = CheckedRun.of(run);
    CheckResult result = Checker.check(checked);
    CheckCommand.requireUnderstood(result);
    WhyAnswer answer = AnswerBuilder.of(checked, result);
    List<SetupDifference> differences = SetupReader.differences(run, SetupReader.of(run));
    if (line.getOptionValue("format", TEXT).equals(JSON)) {
      AnswerJson.write(console.out(), answer, differences);
    } else {
      new AnswerText(console.out(), console.colour()).print(answer, line.hasOption("verbose"));
      if (answer.wrong() || line.hasOption("verbose")) {
        new SetupText(console.out(), console.colour()).printBelow(differences, DIFFERENCES);
      }
    }
    return answer.wrong() ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }
}
