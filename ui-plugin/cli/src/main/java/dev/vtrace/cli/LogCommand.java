// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.condition.Expression.BadExpression;
import dev.vtrace.decoder.export.LogCsv;
import dev.vtrace.decoder.export.LogJson;
import dev.vtrace.decoder.export.LogText;
import dev.vtrace.decoder.export.LogView;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.runlog.EntryCondition;
import dev.vtrace.decoder.runlog.FollowedRun;
import dev.vtrace.decoder.runlog.LogEntry;
import dev.vtrace.decoder.runlog.RunLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code vtrace log}. */
final class LogCommand implements Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";
  private static final String CSV = "csv";
  private static final String FOLLOW = "follow";

  @Override
  public String name() {
    return "log";
  }

  @Override
  public String summary() {
    return "all events, messages and sections in the order of time";
  }

  @Override
  public String description() {
    return InputOptions.DESCRIPTION
        + "\n\nOne line for each trace event, message with its payload and descriptors, section of"
        + " a stream, QMP message, line of a log, operation that was left out, and finding, of all"
        + " participants: with the time (UTC), the microseconds since the line before, who, queue,"
        + " verdict, and the place, which 'vtrace show' takes. A stream has no times: its sections,"
        + " and what was left out, stand where they belong, without a time. What else has no times"
        + " is said. Of several traces of one QEMU, the one that tells most is listed."
        + "\n\n--where takes a condition as breakpoints of the debugger do: comparisons (== != < >"
        + " <= >= =~), && || ! and parentheses over "
        + EntryCondition.known()
        + ". TIME is 08:02:35.5 (UTC), 2026-11-23T08:02:35.5Z, +1.5s or +20ms after the first entry"
        + " with a time, or nanoseconds since the epoch."
        + "\n\n--follow lists the events, messages and lines of a capture while it is recorded, until"
        + " the recording ends; verdicts, findings and sections are known only then."
        + "\n\nA simpletrace file by itself is printed as QEMU's simpletrace.py prints it, unless"
        + " another option is given.";
  }

  @Override
  public String wrong() {
    return "an input is damaged";
  }

  @Override
  public boolean pages(CommandLine line) {
    return !line.hasOption(FOLLOW);
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
                Opt.value(
                    "f",
                    "format",
                    TEXT + "|" + JSON + "|" + CSV,
                    "for people (the default), JSON lines, or a table"))
            .addOption(Opt.value("w", "where", "EXPR", "only lines for which this holds"))
            .addOption(Opt.value(null, "from", "TIME", "nothing before this time"))
            .addOption(Opt.value(null, "to", "TIME", "nothing after this time"))
            .addOption(
                Opt.value(
                    null,
                    "around",
                    "WHERE",
                    "TIME or PLACE, and after a comma how much before and after it (100ms)"))
            .addOption(
                Opt.flag(null, FOLLOW, "what a recording writes into a capture, as it comes")));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace log capture/", "everything, in the order of time"),
        new Example(
            "vtrace log capture/ -w 'queue == 1 && verdict == \"skipped\"'",
            "what was skipped for a queue"),
        new Example(
            "vtrace log capture/ --around dst.stderr:2,5ms",
            "what happened around a line of a log"),
        new Example(
            "vtrace log -f json capture/ | jq 'select(.kind == \"message\")'", "for a program"),
        new Example(
            "vtrace log --follow capture/ -w 'kind == \"message\"'", "while it is recorded"),
        new Example("vtrace log dst.simpletrace", "as simpletrace.py does"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    EntryCondition where = where(line);
    LogPeriod period = LogPeriod.of(line);
    if (line.hasOption(FOLLOW)) {
      return follow(line, where, period, console);
    }
    Capture capture = InputOptions.capture(line, console);
    if (SimpletracePrint.fits(capture, line)) {
      return SimpletracePrint.print(capture, console);
    }
    JoinedRun run = Analysis.joined(InputOptions.load(capture, line));
    InputOptions.passedOver(run.evidence(), console);
    CheckResult result = Checker.check(CheckedRun.of(run));
    CheckCommand.requireUnderstood(result);
    RunLog log = new RunLog(run, result.problems());
    List<String> notes = log.notes();
    notes.forEach(note -> console.err().println(Plain.text(note)));
    period.resolve(log);
    LogView view = view(line, console);
    view.begin(capture.name(), notes);
    log.read(
        entry -> {
          if (period.isOver(entry)) {
            return false;
          }
          if (period.has(entry) && (where == null || where.test(entry))) {
            write(view, entry);
          }
          return true;
        });
    console.out().flush();
    return SkipsCommand.damaged(run.migration().findings())
        ? ExitStatus.FOUND_WRONG
        : ExitStatus.OK;
  }

  private static ExitStatus follow(
      CommandLine line, @Nullable EntryCondition where, LogPeriod period, Console console)
      throws UsageException, IOException {
    boolean folder =
        line.getArgList().size() == 1 && Files.isDirectory(Path.of(line.getArgList().get(0)));
    if (!folder || period.isSet()) {
      throw new UsageException(
          "--follow takes the directory of a capture, and no part of the time");
    }
    AtomicBoolean goesOn = new AtomicBoolean(true);
    Path path = Path.of(line.getArgList().get(0));
    LogView view = view(line, console);
    view.begin(String.valueOf(path.toAbsolutePath().normalize().getFileName()), List.of());
    StopHook stop = new StopHook(() -> goesOn.set(false));
    try {
      new FollowedRun(path, goesOn::get)
          .read(
              entry -> {
                if (where == null || where.test(entry)) {
                  write(view, entry);
                }
                return true;
              },
              () -> console.out().flush());
    } finally {
      stop.close();
    }
    console.out().flush();
    return ExitStatus.OK;
  }

  private static @Nullable EntryCondition where(CommandLine line) throws UsageException {
    String text = line.getOptionValue("where");
    try {
      return text == null ? null : EntryCondition.of(text);
    } catch (BadExpression e) {
      throw new UsageException("--where: " + e.getMessage());
    }
  }

  private static LogView view(CommandLine line, Console console) throws IOException {
    return switch (line.getOptionValue("format", TEXT)) {
      case JSON -> new LogJson(console.out());
      case CSV -> new LogCsv(console.out());
      default -> new LogText(console.out(), console.colour());
    };
  }

  private static void write(LogView view, LogEntry entry) {
    try {
      view.entry(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
