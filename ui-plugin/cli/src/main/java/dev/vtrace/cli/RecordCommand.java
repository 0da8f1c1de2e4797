// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.answer.AnswerBuilder;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.capture.CaptureFolder;
import dev.vtrace.decoder.diagnostics.Severity;
import dev.vtrace.decoder.export.AnswerText;
import dev.vtrace.decoder.export.CheckText;
import dev.vtrace.decoder.export.LedgerText;
import dev.vtrace.decoder.rules.CheckResult;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.UserSettings;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.tracer.migration.PlanReader;
import dev.vtrace.tracer.migration.PlanSetting;
import dev.vtrace.tracer.migration.RecordPlan;
import dev.vtrace.tracer.migration.RecordingOutcome;
import dev.vtrace.tracer.recording.CaptureDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code vtrace record}. */
final class RecordCommand implements Command {
  @Override
  public String name() {
    return "record";
  }

  @Override
  public String summary() {
    return "run a migration, and record everything in one capture";
  }

  @Override
  public String description() {
    return "Starts source and destination, or attaches to them by QMP; records between QEMU and"
        + " the vhost-user back-ends, and between source and destination; migrates, waits for"
        + " the end, restores what it changed, and prints the ledger. QEMUs and back-ends"
        + " that it started end with it; others continue to run.\n\nPLAN is a file with"
        + " one setting a line: the name of an option without its dashes, and the"
        + " value. A line that ends with a backslash continues on the next one;"
        + " # begins a comment. Options on the command line replace settings"
        + " of the file, or are added to those that can be"
        + " repeated.\n\nCOMMAND is split into words as a shell"
        + " does, and"
        + " ${NAME} is a variable of the environment. A QEMU that is started gets a monitor, times"
        + " in its log and trace events in addition to what the command says; if an option names"
        + " a --vhost-user socket as path=SOCKET, it is redirected to the proxy for that"
        + " socket. In place of a pattern of trace events there may be the name of a set in "
        + UserSettings.FILE
        + ", as for 'vtrace events'. The exit status"
        + " is 1 if the migration did not complete on both sides, or if the ledger or the rules"
        + " of 'vtrace check' report an error, which is then printed.";
  }

  @Override
  public String operands() {
    return "[PLAN]";
  }

  @Override
  public Options options() {
    Options out =
        new Options()
            .addOption(Opt.value("o", "output", "DIR", "the capture; default vtrace-TIME"));
    for (PlanSetting setting : PlanSetting.values()) {
      String purpose = setting.purpose() + (setting.repeatable() ? "; repeatable" : "");
      out.addOption(Opt.value(setting.letter(), setting.label(), setting.value(), purpose));
    }
    return out.addOption(Opt.flag("v", "verbose", "show events as they happen"));
  }

  @Override
  public String wrong() {
    return "the migration did not complete, something is wrong with it, or something could not be recorded";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace record blk.plan -o capture", "everything from a file"),
        new Example(
            "vtrace record --source-qmp a.qmp --destination-qmp b.qmp -c multifd=on",
            "QEMUs that already run"),
        new Example(
            "vtrace record plan -c postcopy-ram=on --when active=migrate-start-postcopy",
            "a postcopy migration"));
  }

  @Override
  public boolean pages(CommandLine line) {
    return false;
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    RecordPlan plan = plan(line);
    Path output = Path.of(line.getOptionValue("output", defaultOutput()));
    CaptureDirectory capture = CaptureDirectory.create(output, Version.tool());
    RecordingOutcome outcome;
    try (LiveView view = new LiveView(console, line.hasOption("verbose"))) {
      try (capture) {
        outcome = new RecordTask(plan, capture, view).await();
      }
      view.say("recorded in " + output);
    }
    Capture recorded = CaptureFolder.open(output);
    if (recorded.isEmpty()) {
      return ExitStatus.FOUND_WRONG;
    }
    CheckedRun run = CheckedRun.of(recorded);
    new LedgerText(console.out(), console.colour()).print(run.migration());
    CheckResult checked = Checker.check(run);
    if (checked.firstError() != null || !outcome.completed()) {
      console.out().println();
      new AnswerText(console.out(), console.colour()).print(AnswerBuilder.of(run, checked), false);
    }
    if (checked.firstError() != null) {
      console.out().println();
      new CheckText(console.out(), console.colour(), Severity.ERROR).print(checked, true);
    }
    boolean fine = outcome.completed() && capture.gaps().isEmpty() && checked.firstError() == null;
    return fine && !SkipsCommand.wrong(run.migration()) ? ExitStatus.OK : ExitStatus.FOUND_WRONG;
  }

  private static RecordPlan plan(CommandLine line) throws UsageException, IOException {
    PlanReader reader = new PlanReader(System.getenv(), SettingsFile.events());
    try {
      if (!line.getArgList().isEmpty()) {
        reader.read(Path.of(line.getArgList().get(0)));
      }
      for (Option option : line.getOptions()) {
        PlanSetting setting = PlanSetting.of(option.getLongOpt());
        if (setting != null) {
          reader.set(setting, option.getValue());
        }
      }
      return reader.plan();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static String defaultOutput() {
    return "vtrace-" + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now());
  }
}
