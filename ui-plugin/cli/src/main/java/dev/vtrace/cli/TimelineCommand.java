// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.charts.TimelineChart;
import dev.vtrace.charts.TimelinePage;
import dev.vtrace.decoder.analysis.Analysis;
import dev.vtrace.decoder.analysis.JoinedRun;
import dev.vtrace.decoder.analysis.model.Migration;
import dev.vtrace.decoder.export.TimelineJson;
import dev.vtrace.decoder.export.TimelineText;
import dev.vtrace.decoder.rules.Checker;
import dev.vtrace.decoder.rules.model.CheckedRun;
import dev.vtrace.decoder.timeline.Timeline;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code vtrace timeline}. */
final class TimelineCommand implements Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";
  private static final String SVG = "svg";
  private static final String PNG = "png";
  private static final String HTML = "html";

  /** Endings of files with text. */
  private static final Set<String> PLAIN = Set.of(".txt", ".text", ".log");

  @Override
  public String name() {
    return "timeline";
  }

  @Override
  public String summary() {
    return "what happened when, in one picture";
  }

  @Override
  public String description() {
    return InputOptions.DESCRIPTION
        + "\n\nThere is a lane for each QEMU, device and queue, for each back-end and for the"
        + " stream. Idle time is cut out and its length is shown; where the evidence has no times,"
        + " the order is shown. html is a page that needs no network, with zoom, search and the"
        + " evidence of each event. Without --format, the ending of the output file decides."
        + "\n\n"
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
                        String.join("|", TEXT, JSON, SVG, PNG, HTML),
                        "for a terminal (the default), programs, documents, or a browser"))
                .addOption(
                    Opt.value(
                        "o", "output", "FILE", "where to write it; otherwise standard output"))));
  }

  @Override
  public String wrong() {
    return "an input is damaged";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace timeline capture/", "in the terminal"),
        new Example("vtrace timeline -o run.html capture/", "a page to explore, or to send"),
        new Example("vtrace timeline -o run.png --source src.log --socket vu.jsonl", "a picture"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    String file = line.getOptionValue("output");
    String format = line.getOptionValue("format");
    format = format == null ? byEnding(file) : format;
    JoinedRun run = Analysis.joined(InputOptions.load(line, console));
    InputOptions.passedOver(run.evidence(), console);
    Migration migration = FilterOptions.of(line, run.migration()).of(run.migration());
    InputOptions.damage(migration.findings(), console);
    Timeline timeline = Timeline.of(migration, Checker.check(CheckedRun.of(run)));
    if (file == null || file.equals(OutputFile.STANDARD)) {
      write(timeline, format, console, console.out());
    } else {
      String wanted = format;
      OutputFile.write(file, console, out -> write(timeline, wanted, console, out));
    }
    return SkipsCommand.damaged(migration.findings()) ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  private static void write(Timeline timeline, String format, Console console, OutputStream out)
      throws IOException {
    switch (format) {
      case JSON -> TimelineJson.write(out, timeline);
      case SVG -> new TimelineChart(timeline).writeSvg(out);
      case PNG -> new TimelineChart(timeline).writePng(out);
      case HTML -> TimelinePage.write(out, timeline);
      default -> {
        boolean colour = out == console.out() && console.colour();
        TimelineText.write(out, timeline, colour);
      }
    }
  }

  /** The format that the name of the output speaks for. */
  private static String byEnding(String file) throws UsageException {
    String name = file == null ? "" : file.toLowerCase(Locale.ROOT);
    for (String format : List.of(JSON, SVG, PNG, HTML)) {
      if (name.endsWith("." + format)) {
        return format;
      }
    }
    String last = name.substring(name.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    if (dot > 0 && !PLAIN.contains(last.substring(dot))) {
      throw new UsageException(
          file
              + ": does not end in .png, .svg, .html, .json or .txt; use --format to say what to write");
    }
    return TEXT;
  }
}
