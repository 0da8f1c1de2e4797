// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.charts.FleetPage;
import dev.vtrace.decoder.bytes.PrivateFolder;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.fleet.CaptureFinder;
import dev.vtrace.decoder.fleet.FleetCapture;
import dev.vtrace.decoder.fleet.FleetFigures;
import dev.vtrace.decoder.fleet.FleetFiles;
import dev.vtrace.decoder.fleet.FleetReading;
import dev.vtrace.decoder.fleet.FleetSchema;
import dev.vtrace.decoder.fleet.FleetTable;
import dev.vtrace.decoder.fleet.FleetText;
import dev.vtrace.decoder.fleet.RowJournal;
import dev.vtrace.decoder.fleet.TableFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code vtrace summarize}. */
final class SummarizeCommand implements Command {
  private static final String TEXT = "text";
  private static final String FORMATS = "text|csv|jsonl|parquet";
  private static final String TABLES = "migrations|findings|operations";

  @Override
  public String name() {
    return "summarize";
  }

  @Override
  public String summary() {
    return "many captures as tables of migrations and findings";
  }

  @Override
  public String description() {
    return "PATH is a capture, a folder with captures at any depth, or a pattern in quotes. There"
        + " are three tables: migrations (a row for each migration and device), findings and"
        + " operations; --schema lists their columns. A capture that cannot be read is a row of the"
        + " migrations that says why, and the exit status is 1 then, as where a finding is an"
        + " error.\n\nWith --output, all tables are written to files of a folder, with "
        + FleetFiles.JOURNAL
        + ", by which --resume continues what was interrupted, and reads only captures that are new"
        + " or changed. Without it, one table or, as text, a summary is printed.";
  }

  @Override
  public String operands() {
    return "[PATH...]";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(
            Opt.value("f", "format", FORMATS, "what to write; default text, with --output csv"))
        .addOption(Opt.value("o", "output", "DIR", "write all tables to files in this folder"))
        .addOption(Opt.value("p", "page", "FILE", "also write a page for a browser"))
        .addOption(Opt.value("t", "table", TABLES, "which table to print; default migrations"))
        .addOption(Opt.value("j", "jobs", "N", "captures read at a time; default one a processor"))
        .addOption(Opt.flag(null, "resume", "go on where a run with the same --output ended"))
        .addOption(Opt.flag(null, "schema", "print what each column means"));
  }

  @Override
  public String wrong() {
    return "a finding in one of the captures is an error, or a capture could not be read";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace summarize night/", "how a night of migrations went"),
        new Example("vtrace summarize night/ -f parquet -o tables/", "tables for DuckDB or Spark"),
        new Example("vtrace summarize night/ -p night.html", "with a page for a browser"),
        new Example("vtrace summarize night/ -f csv -t findings", "one table, for a pipe"),
        new Example("vtrace summarize 'host*/run-?.vtrace' -o tables/ --resume", "go on"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    if (line.hasOption("schema")) {
      console.out().print(FleetSchema.markdown());
      return ExitStatus.OK;
    }
    if (line.getArgList().isEmpty()) {
      throw new UsageException("missing PATH");
    }
    String output = line.getOptionValue("output");
    boolean resume = line.hasOption("resume");
    String format = line.getOptionValue("format", output == null ? TEXT : "csv");
    if (output == null && resume) {
      throw new UsageException("--resume needs --output");
    }
    if (output != null && (format.equals(TEXT) || line.hasOption("table"))) {
      throw new UsageException("--output takes all tables, as csv, jsonl or parquet");
    }
    int jobs = jobs(line);
    List<FleetCapture> captures = CaptureFinder.find(line.getArgList());
    if (captures.isEmpty()) {
      throw new IOException(String.join(", ", line.getArgList()) + ": no capture was found there");
    }
    if (output != null) {
      Path folder = Files.createDirectories(Path.of(output));
      Path file = folder.resolve(FleetFiles.JOURNAL);
      try (RowJournal journal =
          resume
              ? RowJournal.resume(file, Version.tool())
              : RowJournal.create(file, Version.tool())) {
        read(captures, jobs, journal, console);
        FleetFiles.write(journal, TableFormat.of(format), folder);
        page(line, journal, console);
        new FleetText(console.out()).print(FleetFigures.of(journal));
        return status(journal);
      }
    }
    try (PrivateFolder temporary = PrivateFolder.create();
        RowJournal journal =
            RowJournal.create(temporary.path().resolve(FleetFiles.JOURNAL), Version.tool())) {
      read(captures, jobs, journal, console);
      page(line, journal, console);
      print(journal, format, line.getOptionValue("table"), console);
      return status(journal);
    }
  }

  private static void page(CommandLine line, RowJournal journal, Console console)
      throws IOException {
    String page = line.getOptionValue("page");
    if (page != null) {
      String title = "Migrations of " + String.join(", ", line.getArgList());
      OutputFile.write(page, console, out -> FleetPage.write(out, title, journal));
    }
  }

  private static void print(
      RowJournal journal, String format, @Nullable String table, Console console)
      throws IOException {
    if (format.equals(TEXT)) {
      new FleetText(console.out()).print(FleetFigures.of(journal));
      return;
    }
    FleetTable wanted =
        FleetTable.valueOf((table == null ? "migrations" : table).toUpperCase(Locale.ROOT));
    FleetFiles.write(journal, wanted, TableFormat.of(format), console.out());
  }

  private static void read(
      List<FleetCapture> captures, int jobs, RowJournal journal, Console console)
      throws IOException {
    List<FleetCapture> wanted = new ArrayList<>();
    for (FleetCapture capture : captures) {
      if (!journal.has(capture)) {
        wanted.add(capture);
      }
    }
    FleetProgress progress = new FleetProgress(console, captures.size() - wanted.size());
    FleetReading.read(wanted, jobs, journal, progress);
    progress.end(captures.size());
  }

  private static ExitStatus status(RowJournal journal) {
    return journal.isWrong() ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  private static int jobs(CommandLine line) throws UsageException {
    String value = line.getOptionValue("jobs");
    if (value == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (!Operands.isNumber(value, 3) || Integer.parseInt(value) == 0) {
      throw new UsageException("--jobs: '" + Plain.text(value) + "' is not a number from 1 to 999");
    }
    return Integer.parseInt(value);
  }
}
