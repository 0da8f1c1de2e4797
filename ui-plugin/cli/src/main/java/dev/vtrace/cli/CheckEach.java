// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.answer.AnswerBuilder;
import dev.vtrace.decoder.answer.AnswerPart;
import dev.vtrace.decoder.answer.WhyAnswer;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureOpener;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.export.AnswerJson;
import dev.vtrace.decoder.export.CheckJunit;
import dev.vtrace.decoder.export.CheckJunit.CheckedCapture;
import dev.vtrace.decoder.export.CheckListText;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.Problem;
import dev.vtrace.decoder.run.KeptBound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Many captures, each checked by itself: a line each, a JSON object a line, or JUnit XML. */
final class CheckEach {
  private final Console console;
  private final String format;
  private final Severity level;
  private final KeptBound kept;

  CheckEach(Console console, String format, Severity level, KeptBound kept) {
    this.kept = kept;
    this.console = console;
    this.format = format;
    this.level = level;
  }

  /** Which codes are ignored in an input. */
  @FunctionalInterface
  interface Ignoring {
    Set<Code> in(Path input) throws UsageException, IOException;
  }

  ExitStatus run(List<String> inputs, Ignoring ignored) throws UsageException, IOException {
    List<CheckedCapture> all = new ArrayList<>();
    boolean wrong = false;
    boolean refused = false;
    for (String input : inputs) {
      CheckedCapture one = one(input, ignored);
      all.add(one);
      refused |= one.result() == null;
      wrong |= one.worst(level) != null;
    }
    if (format.equals(CheckCommand.JUNIT)) {
      CheckJunit.write(console.out(), all, level);
    }
    return refused ? ExitStatus.NOT_DONE : wrong ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  private CheckedCapture one(String input, Ignoring ignored) throws UsageException, IOException {
    Path path = InputOptions.path(input);
    CheckResult result;
    WhyAnswer answer;
    try {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(input);
      }
      Capture capture = CaptureOpener.open(path);
      CheckedRun run = CheckedRun.of(capture, kept);
      CheckResult whole = Checker.check(run);
      CheckCommand.requireUnderstood(whole);
      result = whole.without(ignored.in(path));
      answer = AnswerBuilder.of(run, whole);
    } catch (IOException e) {
      console.err().println(Plain.text("vtrace check: " + Failure.describe(e)));
      return new CheckedCapture(input, null, Failure.describe(e));
    }
    if (format.equals(CheckCommand.JSON)) {
      AnswerJson.writeLine(console.out(), input, answer);
    } else if (format.equals(CheckCommand.TEXT)) {
      line(input, answer, result);
    }
    return new CheckedCapture(input, result, "");
  }

  private void line(String input, WhyAnswer answer, CheckResult result) {
    List<String> outcomes = new ArrayList<>();
    for (AnswerPart part : answer.migrations()) {
      outcomes.add(part.outcome());
    }
    Problem worst = new CheckedCapture(input, result, "").worst(level);
    String found = worst == null ? "" : worst.code().code() + "  " + worst.message();
    String what = outcomes.isEmpty() ? "no migration" : String.join(", ", outcomes);
    new CheckListText(console.out(), console.colour()).result(input, what, found);
  }
}
