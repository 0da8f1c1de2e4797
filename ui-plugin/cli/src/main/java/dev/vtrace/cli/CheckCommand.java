// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.answer.AnswerBuilder;
import dev.vtrace.decoder.answer.WhyAnswer;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.diagnostics.Code;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.export.AnswerText;
import dev.vtrace.decoder.export.CheckJson;
import dev.vtrace.decoder.export.CheckJunit;
import dev.vtrace.decoder.export.CheckJunit.CheckedCapture;
import dev.vtrace.decoder.export.CheckListText;
import dev.vtrace.decoder.export.CheckSarif;
import dev.vtrace.decoder.export.CheckText;
import dev.vtrace.decoder.export.RunFilter;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.RulePage;
import dev.vtrace.decoder.rules.UserSettings;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.rules.model.FileRead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code vtrace check}. */
final class CheckCommand implements Command {
  static final String TEXT = "text";
  static final String JSON = "json";
  static final String JUNIT = "junit";
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
        + " count as an error.\n\nA file "
        + UserSettings.FILE
        + " in the folder of a capture, or above it in the same repository, names codes to leave"
        + " out, as in"
        + " {\"ignore\": [\"VT3312\"]}; what is left out is said. With --each, the exit status is 3"
        + " if an INPUT could not be checked; json is one object a line then.\n\n"
        + FilterOptions.DESCRIPTION;
  }

  @Override
  public String operands() {
    return InputOptions.OPERANDS;
  }

  @Override
  public Options options() {
    return InputOptions.addWithBound(
        FilterOptions.add(
            new Options()
                .addOption(
                    Opt.value(
                        "f",
                        "format",
                        String.join("|", TEXT, JSON, SARIF, JUNIT),
                        "for people (the default), for programs, for code review, or for tests"))
                .addOption(
                    Opt.value(
                        null,
                        "level",
                        "error|warning|info",
                        "the lowest level that text shows; default warning, with -v info"))
                .addOption(
                    Opt.value(null, "explain", "CODE", "show the page of a rule, such as VT3114"))
                .addOption(Opt.flag(null, "list", "list all codes with their levels and titles"))
                .addOption(
                    Opt.value(
                        null, "ignore", "CODE", "leave a kind of finding out; may be given again"))
                .addOption(
                    Opt.value(
                        null,
                        "fail-on",
                        "error|warning",
                        "what makes the exit status 1; default error"))
                .addOption(
                    Opt.flag(
                        null,
                        "each",
                        "check each INPUT by itself, in a line, instead of joining them"))));
  }

  @Override
  public String wrong() {
    return "there is a finding of the level of --fail-on that does not follow from a cancel";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace check capture/", "what is wrong with a run, and why"),
        new Example(
            "vtrace check --destination dst.log --stream stream.bin",
            "from the files at" + " hand"),
        new Example("vtrace check -f sarif capture/ > vtrace.sarif", "for code review"),
        new Example("vtrace check --each -f junit runs/*/ > vtrace.xml", "many runs, in tests"),
        new Example(
            "vtrace check --keep-records 1000000 capture/",
            "of a run with very many starts and stops, more than is usually kept"),
        new Example("vtrace check --explain VT3114", "all about one rule"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    if (line.hasOption("explain")) {
      console.out().print(page(line.getOptionValue("explain")));
      return ExitStatus.OK;
    }
    if (line.hasOption("list")) {
      new CheckListText(console.out(), console.colour()).codes();
      return ExitStatus.OK;
    }
    Severity fails =
        Severity.valueOf(line.getOptionValue("fail-on", "error").toUpperCase(Locale.ROOT));
    String format = line.getOptionValue("format", TEXT);
    if (line.hasOption("each")) {
      if (line.getArgList().isEmpty() || format.equals(SARIF)) {
        throw new UsageException("--each takes captures as INPUT, and not --format sarif");
      }
      if (!FilterOptions.of(line).isAll()) {
        throw new UsageException("--each checks whole runs, not a part of them");
      }
      return new CheckEach(console, format, fails, InputOptions.kept(line))
          .run(line.getArgList(), input -> ignored(line, input, console));
    }
    Capture capture = InputOptions.capture(line, console);
    JoinedRun run = Analysis.joined(InputOptions.load(capture, line));
    InputOptions.passedOver(run.evidence(), console);
    CheckedRun checked = CheckedRun.of(run);
    Set<Code> ignored =
        ignored(
            line,
            line.getArgList().size() == 1 ? InputOptions.path(line.getArgList().get(0)) : null,
            console);
    CheckResult whole = Checker.check(checked);
    requireUnderstood(whole);
    RunFilter filter = FilterOptions.of(line, run.migration());
    CheckResult result = filter.of(whole.without(ignored), run.migration());
    CheckedCapture named = new CheckedCapture(result.name(), result, "");
    switch (format) {
      case JUNIT -> CheckJunit.write(console.out(), List.of(named), fails);
      case JSON -> CheckJson.write(console.out(), result, run.evidence().files());
      case SARIF -> CheckSarif.write(console.out(), result, Version.vtrace());
      default -> {
        String usual = console.verbose() ? "info" : LEVEL;
        String level = line.getOptionValue("level", usual).toUpperCase(Locale.ROOT);
        WhyAnswer answer = AnswerBuilder.of(checked, whole);
        if (!answer.isEmpty()) {
          new AnswerText(console.out(), console.colour()).print(answer, false);
          console.out().println();
        }
        new CheckText(console.out(), console.colour(), Severity.valueOf(level))
            .print(result, answer.isKnown());
      }
    }
    return named.worst(fails) != null ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  /** Codes of --ignore, and of the file beside an input; what is left out is said. */
  private static Set<Code> ignored(CommandLine line, @Nullable Path input, Console console)
      throws UsageException, IOException {
    Set<Code> out = EnumSet.noneOf(Code.class);
    String[] given = line.getOptionValues("ignore");
    for (String code : given == null ? new String[0] : given) {
      Code known = RulePage.find(code);
      if (known == null) {
        throw new UsageException("--ignore: there is no code '" + code + "'" + near(code));
      }
      out.add(known);
    }
    Path folder = input == null || Files.isDirectory(input) ? input : input.resolveSibling("");
    if (folder != null) {
      SettingsFile file = SettingsFile.of(folder);
      Set<Code> listed = file.settings().ignored();
      if (!listed.isEmpty()) {
        List<String> codes = listed.stream().map(Code::code).toList();
        console.note("ignored, by " + file.path() + ": " + String.join(", ", codes));
      }
      out.addAll(listed);
    }
    return out;
  }

  private static String near(String code) {
    return SimilarNames.hint(code, Stream.of(Code.values()).map(Code::code).toList());
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
