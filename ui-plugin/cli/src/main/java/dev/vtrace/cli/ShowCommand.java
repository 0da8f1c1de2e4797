// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.export.ShowJson;
import dev.vtrace.decoder.export.ShowText;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.run.LoadOptions;
import dev.vtrace.decoder.run.RunLoader;
import dev.vtrace.decoder.runlog.PastedPlace;
import dev.vtrace.decoder.runlog.PlaceReader;
import dev.vtrace.decoder.runlog.ShownPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code vtrace show}. */
final class ShowCommand implements Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";
  private static final String CONTEXT = "context";
  private static final int USUAL = 5;

  @Override
  public String name() {
    return "show";
  }

  @Override
  public String summary() {
    return "a place that another command printed, in its context";
  }

  @Override
  public String description() {
    return InputOptions.DESCRIPTION
        + "\n\nPLACE is what other commands print: FILE:LINE, FILE@OFFSET, or FILE#N for the Nth"
        + " message of a file. Without INPUT, FILE is a path. Folders and archives may stand before FILE, punctuation after it."
        + " Shown are the lines around it, what the line or the record holds (the payload of a"
        + " message, the arguments of an event), of a migration stream the bytes with their fields,"
        + " and which verdicts and findings rest on it.";
  }

  @Override
  public String operands() {
    return InputOptions.OPERANDS + " PLACE";
  }

  @Override
  public Options options() {
    return InputOptions.addWithBound(
        new Options()
            .addOption(
                Opt.value("f", "format", TEXT + "|" + JSON, "for people (the default) or programs"))
            .addOption(
                Opt.value(
                    "C",
                    CONTEXT,
                    "N",
                    "lines, records or fields before and after it (default " + USUAL + ")")));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example(
            "vtrace show capture/ src.trace.log:8876", "a line of a log, and what it proves"),
        new Example(
            "vtrace show -C 2 bundle.vtrace vhost-user-dev0.jsonl:26",
            "a message with its payload"),
        new Example(
            "vtrace show capture/ stream.bin@245,323", "bytes of a stream, and their fields"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    List<String> operands = new ArrayList<>(line.getArgList());
    if (operands.isEmpty()) {
      throw new UsageException("missing PLACE");
    }
    String pasted = operands.remove(operands.size() - 1);
    PastedPlace place = PastedPlace.of(pasted);
    if (place == null) {
      throw new UsageException(
          "'" + pasted + "' is not a place: FILE:LINE, FILE@OFFSET or FILE#N, after INPUT");
    }
    if (!InputOptions.given(line, operands)) {
      operands.add(within(place.file()));
    }
    Capture capture = InputOptions.capture(line, operands, console);
    LoadOptions usual = LoadOptions.DEFAULT;
    LoadOptions options =
        new LoadOptions(
            usual.events(), PlaceReader.sections(place), usual.monitor(), InputOptions.kept(line));
    JoinedRun run = Analysis.joined(RunLoader.load(capture, options));
    CheckResult result = Checker.check(CheckedRun.of(run));
    ShownPlace shown = new PlaceReader(run, result.problems(), place, context(line)).read();
    if (line.getOptionValue("format", TEXT).equals(JSON)) {
      ShowJson.write(console.out(), shown);
    } else {
      new ShowText(console.out(), console.colour()).print(shown);
    }
    return ExitStatus.OK;
  }

  /** The file or archive that a place with its path lies in. */
  private static String within(String file) throws UsageException {
    for (int end = file.length(); end > 0; end = file.lastIndexOf('/', end - 1)) {
      String path = file.substring(0, end);
      if (Files.isRegularFile(Path.of(path))) {
        return path;
      }
    }
    throw new UsageException("missing INPUT: there is no file " + file);
  }

  private static int context(CommandLine line) throws UsageException {
    String value = line.getOptionValue(CONTEXT, Integer.toString(USUAL));
    if (!Operands.isNumber(value, 5)) {
      throw new UsageException("--context: '" + value + "' is not a number of lines");
    }
    return Integer.parseInt(value);
  }
}
