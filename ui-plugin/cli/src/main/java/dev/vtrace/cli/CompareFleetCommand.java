// SPDX-License-Identifier: Apache-2.0
package dev.vtrace.cli;

import dev.vtrace.decoder.bytes.PrivateFolder;
import dev.vtrace.decoder.export.Plain;
import dev.vtrace.decoder.export.TextStream;
import dev.vtrace.decoder.fleet.CaptureFinder;
import dev.vtrace.decoder.fleet.FleetCapture;
import dev.vtrace.decoder.fleet.FleetComparison;
import dev.vtrace.decoder.fleet.FleetComparisonJson;
import dev.vtrace.decoder.fleet.FleetComparisonText;
import dev.vtrace.decoder.fleet.FleetFigures;
import dev.vtrace.decoder.fleet.FleetFiles;
import dev.vtrace.decoder.fleet.FleetGate;
import dev.vtrace.decoder.fleet.FleetReading;
import dev.vtrace.decoder.fleet.RowJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code vtrace compare-fleet}. */
final class CompareFleetCommand implements Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";

  @Override
  public String name() {
    return "compare-fleet";
  }

  @Override
  public String summary() {
    return "what changed between two fleets: downtime, findings";
  }

  @Override
  public String description() {
    return "A and B are folders that 'vtrace summarize --output' wrote, or captures as summarize"
        + " takes them. Median and 99th percentile of each metric stand beside each other, with the"
        + " 95 % bootstrap interval of the change; then the findings that are new or gone, with the"
        + " first or last migration that has them.\n\nThe exit status is 1 if a condition of"
        + " --fail-on holds: METRIC.STATISTIC>+N% (median, p90, p95, p99, max), failed>+N% in"
        + " percentage points, or new-errors. Growth that may be chance, since its interval includes"
        + " none, does not count.";
  }

  @Override
  public String operands() {
    return "A B";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(
            Opt.value("f", "format", TEXT + "|" + JSON, "for people (the default) or programs"))
        .addOption(
            Opt.value(
                null, "fail-on", "CONDITION", "what makes the exit status 1; may be given again"));
  }

  @Override
  public String wrong() {
    return "a condition of --fail-on holds";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("vtrace compare-fleet before/ after/", "two folders of tables"),
        new Example(
            "vtrace compare-fleet --fail-on 'downtime.p99>+10%' --fail-on new-errors a/ b/",
            "as a gate of a release"));
  }

  @Override
  public ExitStatus run(CommandLine line, Console console) throws UsageException, IOException {
    List<FleetGate> gates = new ArrayList<>();
    String[] given = line.getOptionValues("fail-on");
    for (String text : given == null ? new String[0] : given) {
      try {
        gates.add(FleetGate.parse(text));
      } catch (IllegalArgumentException e) {
        throw new UsageException("--fail-on: " + e.getMessage());
      }
    }
    FleetComparison comparison =
        FleetComparison.of(
            figures(line.getArgList().get(0), console), figures(line.getArgList().get(1), console));
    List<FleetGate.GateResult> results = new ArrayList<>();
    boolean failed = false;
    for (FleetGate gate : gates) {
      FleetGate.GateResult result = gate.test(comparison);
      results.add(result);
      failed |= result.failed();
    }
    if (line.getOptionValue("format", TEXT).equals(JSON)) {
      FleetComparisonJson.write(console.out(), comparison, gates, results);
    } else {
      new FleetComparisonText(console.out()).print(comparison);
      for (int i = 0; i < gates.size(); i++) {
        String verdict = results.get(i).failed() ? "failed  " : "passed  ";
        String why = Plain.text(gates.get(i).text() + ": " + results.get(i).why());
        console.out().print(i == 0 ? "\n" : "");
        TextStream.of(console.out(), false).line(verdict + why, verdict.length());
      }
    }
    return failed ? ExitStatus.FOUND_WRONG : ExitStatus.OK;
  }

  private static FleetFigures figures(String place, Console console) throws IOException {
    Path journal = Path.of(place).resolve(FleetFiles.JOURNAL);
    if (Files.isRegularFile(journal)) {
      try (RowJournal rows = RowJournal.open(journal)) {
        return FleetFigures.of(rows);
      }
    }
    List<FleetCapture> captures = CaptureFinder.find(List.of(place));
    if (captures.isEmpty()) {
      throw new IOException(place + ": there are no tables and no captures");
    }
    try (PrivateFolder temporary = PrivateFolder.create();
        RowJournal rows =
            RowJournal.create(temporary.path().resolve(FleetFiles.JOURNAL), Version.tool())) {
      FleetProgress progress = new FleetProgress(console, 0);
      FleetReading.read(captures, Runtime.getRuntime().availableProcessors(), rows, progress);
      progress.end(captures.size());
      return FleetFigures.of(rows);
    }
  }
}
