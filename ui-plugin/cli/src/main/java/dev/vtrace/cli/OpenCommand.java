// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.charts.ReportPage;
import dev.vtrace.decoder.capture.Capture;
import dev.vtrace.decoder.report.Report;
import dev.vtrace.decoder.report.ReportMarkdown;
import dev.vtrace.decoder.report.Reporter;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code vtrace open}. */
final class OpenCommand implements Command {
  private static final List<String> STARTERS = List.of("xdg-open", "open");

  @Override
  public String name() {
    return "open";
  }

  @Override
  public String summary() {
    return "look at a report, in the browser or in the terminal";
  }

  @Override
  public String description() {
    return InputOptions.DESCRIPTION
        + "\n\nThe page is generated again from the evidence, so that no code that came with a"
        + " report is run, and nothing is unpacked to disk. Without a desktop, or with"
        + " --text, a summary is"
        + " printed instead.";
  }

  @Override
  public String operands() {
    return InputOptions.OPERANDS;
  }

  @Override
  public Options options() {
    return InputOptions.addWithBound(
        new Options().addOption(Opt.flag(null, "text", "print a summary, start no browser")));
  }

  @Override
  public String wrong() {
    return "an input is damaged; what could be read of it is shown";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace open report.vtrace", "in the browser, where there is one"),
        new Example("vtrace open --text report.vtrace", "in the terminal"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    Capture capture = InputOptions.capture(line, console);
    Report report = Reporter.look(capture, InputOptions.kept(line), Version.tool());
    String starter = line.hasOption("text") ? null : starter(console);
    if (starter == null) {
      ReportMarkdown.write(console.out(), report);
    } else {
      show(starter, report, console);
    }
    boolean wrong = SkipsCommand.damaged(report.migration().findings());
    return wrong ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  private static void show(String starter, Report report, Console console) throws IOException {
    // Readable by its owner only. It is not deleted: nobody knows when the browser has read it.
    Path page = Files.createTempFile("vtrace-", ".html");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(page))) {
      ReportPage.write(out, report);
    }
    new ProcessBuilder(starter, page.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    console.note("the page is " + page);
  }

  /** What opens a page on this desktop, or null where there is none. */
  private static @Nullable String starter(Console console) {
    boolean desktop =
        !console.environment("DISPLAY").isEmpty()
            || !console.environment("WAYLAND_DISPLAY").isEmpty()
            || System.getProperty("os.name", "").startsWith("Mac");
    if (!desktop) {
      return null;
    }
    for (String starter : STARTERS) {
      for (String folder : console.environment("PATH").split(File.pathSeparator)) {
        Path program = Path.of(folder.isEmpty() ? "." : folder, starter);
        if (!folder.isEmpty() && Files.isExecutable(program)) {
          return program.toString();
        }
      }
    }
    return null;
  }
}
